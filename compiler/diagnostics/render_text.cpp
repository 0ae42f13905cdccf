// Diagnostics for a person at a terminal: the place in the source, what is marked in it, help.
#include <algorithm>
#include <string>

#include "compiler/base/unicode.h"
#include "compiler/diagnostics/render.h"

namespace weir::diagnostics {
namespace {

constexpr int kTabWidth = 4;
// Of a line of source; the rest of a longer one is not shown.
constexpr size_t kLineColumnsMax = 100;
// Shown before what is marked, where that would not fit behind all of it.
constexpr size_t kBeforeColumnsMax = 40;
constexpr size_t kNoLimit = std::string::npos;
constexpr std::string_view kCut = "\xE2\x80\xA6";  // one column

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kBlue = "\x1b[1;34m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

// What a terminal shows for one piece of source: nothing that it could take for a command.
struct Shown {
  std::string text;
  size_t columns = 0;
};

void Append(Shown& shown, std::string_view line, size_t& at) {
  const size_t begin = at;
  const std::optional<char32_t> code_point = NextCodePoint(line, at);
  if (!code_point) {
    shown.text += "\xEF\xBF\xBD";
    shown.columns += 1;
  } else if (*code_point == '\t') {
    shown.text.append(kTabWidth, ' ');
    shown.columns += kTabWidth;
  } else if (IsControl(*code_point) || IsInvisible(*code_point)) {
    const std::string name = "<" + CodePointName(*code_point) + ">";
    shown.text += name;
    shown.columns += name.size();
  } else {
    shown.text += line.substr(begin, at - begin);
    shown.columns += static_cast<size_t>(DisplayWidth(*code_point));
  }
}

Shown Show(std::string_view text) {
  Shown shown;
  for (size_t at = 0; at < text.size();) Append(shown, text, at);
  return shown;
}

// As much of the text as columns are there for; the ellipsis where something is missing is one.
Shown ShowBegin(std::string_view text, size_t columns_max) {
  Shown shown;
  for (size_t at = 0; at < text.size();) {
    const Shown before = shown;
    Append(shown, text, at);
    const bool fits = shown.columns + (at < text.size() ? 1 : 0) <= columns_max;
    if (!fits) return {before.text + std::string(kCut), before.columns + 1};
  }
  return shown;
}

// Likewise its end.
Shown ShowEnd(std::string_view text, size_t columns_max) {
  size_t begin = text.size() - std::min(text.size(), columns_max);
  while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
  Shown shown = Show(text.substr(begin));
  while (shown.columns + (begin > 0 ? 1 : 0) > columns_max) {
    NextCodePoint(text, begin);
    shown = Show(text.substr(begin));
  }
  if (begin == 0) return shown;
  return {std::string(kCut) + shown.text, shown.columns + 1};
}

std::string_view ColorOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return kRed;
    case Severity::kWarning:
      return kYellow;
    case Severity::kNote:
      return kBlue;
  }
  return kPlain;
}

class Renderer {
 public:
  Renderer(const SourceSet& sources, std::ostream& out, bool colors)
      : sources_(sources), out_(out), colors_(colors) {}

  void Render(const Diagnostic& diagnostic) {
    const Severity severity = SeverityOf(diagnostic.kind);
    const std::string_view color = ColorOf(severity);
    gutter_ = GutterOf(diagnostic);
    out_ << Paint(color) << NameOf(severity) << '[' << NameOf(diagnostic.kind) << ']'
         << Paint(kPlain) << Paint(kBold) << ": " << Show(diagnostic.message).text << Paint(kPlain)
         << '\n';
    Excerpt(diagnostic.span, "-->", '^', color, {});
    for (const Label& label : diagnostic.labels) {
      Excerpt(label.span, ":::", '-', kBlue, label.text);
    }
    if (!diagnostic.help.empty()) {
      Gutter("") << "= help: " << Show(diagnostic.help).text << '\n';
    }
    for (const Fix& fix : diagnostic.fixes) Preview(fix);
    out_ << '\n';
  }

 private:
  std::string_view Paint(std::string_view color) const { return colors_ ? color : ""; }

  size_t GutterOf(const Diagnostic& diagnostic) const {
    uint32_t line = LineOf(diagnostic.span, diagnostic.span.begin);
    for (const Label& label : diagnostic.labels) {
      line = std::max(line, LineOf(label.span, label.span.begin));
    }
    for (const Fix& fix : diagnostic.fixes) {
      for (const Edit& edit : fix.edits) line = std::max(line, LineOf(edit.span, edit.span.end));
    }
    return std::to_string(line).size();
  }

  uint32_t LineOf(Span span, uint32_t offset) const {
    return sources_.file(span.file).PositionOf(offset).line;
  }

  std::ostream& Gutter(const std::string& number, std::string_view sign = "") {
    out_ << std::string(gutter_ - std::min(gutter_, number.size()), ' ') << number << ' ' << sign;
    return out_;
  }

  // The first line of the range, underlined.
  void Excerpt(Span span, std::string_view arrow, char mark, std::string_view color,
               const std::string& text) {
    const SourceFile& source = sources_.file(span.file);
    const uint32_t line = LineOf(span, span.begin);
    const uint32_t line_begin = source.LineBegin(line);
    const std::string_view whole = source.Line(line);
    out_ << std::string(gutter_, ' ') << arrow << ' ';
    if (source.text().empty()) {  // a file that could not be read
      out_ << Show(source.name()).text << '\n';
      return;
    }
    out_ << Show(sources_.PlaceOf(span)).text << '\n';
    Gutter("", "|") << '\n';
    const size_t begin = std::min<size_t>(span.begin - line_begin, whole.size());
    const size_t end = std::min<size_t>(std::max(span.end, span.begin) - line_begin, whole.size());
    const bool is_cut = Show(whole).columns > kLineColumnsMax;
    const bool is_far = is_cut && Show(whole.substr(0, end)).columns >= kLineColumnsMax;
    const Shown before = ShowEnd(whole.substr(0, begin), is_far ? kBeforeColumnsMax : kNoLimit);
    const Shown rest =
        ShowBegin(whole.substr(begin), is_cut ? kLineColumnsMax - before.columns : kNoLimit);
    Gutter(std::to_string(line), "| ") << before.text << rest.text << '\n';
    const size_t marked = Show(whole.substr(begin, end - begin)).columns;
    const size_t columns = std::max<size_t>(1, std::min(marked, rest.columns));
    Gutter("", "| ") << std::string(before.columns, ' ') << Paint(color)
                     << std::string(columns, mark) << (text.empty() ? "" : " ") << Show(text).text
                     << Paint(kPlain) << '\n';
  }

  // The lines that the fix touches, as they would be.
  void Preview(const Fix& fix) {
    Gutter("") << "= fix: " << Show(fix.title).text << '\n';
    if (fix.edits.empty()) return;
    std::vector<Edit> edits = fix.edits;
    std::sort(edits.begin(), edits.end(),
              [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
    const SourceFile& source = sources_.file(edits.front().span.file);
    const uint32_t first = LineOf(edits.front().span, edits.front().span.begin);
    const uint32_t last = LineOf(edits.back().span, edits.back().span.end);
    const uint32_t begin = source.LineBegin(first);
    const uint32_t end = source.LineBegin(last) + static_cast<uint32_t>(source.Line(last).size());
    PrintLines(Apply(source, edits, begin, end), first);
  }

  static std::string Apply(const SourceFile& source, const std::vector<Edit>& edits, uint32_t begin,
                           uint32_t end) {
    std::string text;
    uint32_t at = begin;
    for (const Edit& edit : edits) {
      text.append(source.text().substr(at, edit.span.begin - at)).append(edit.replacement);
      at = edit.span.end;
    }
    return text.append(source.text().substr(at, end - at));
  }

  void PrintLines(std::string_view text, uint32_t number) {
    while (true) {
      const size_t line_break = text.find('\n');
      const std::string_view line = text.substr(0, line_break);
      Gutter(std::to_string(number++), "+ ") << ShowBegin(line, kLineColumnsMax).text << '\n';
      if (line_break == text.npos) return;
      text.remove_prefix(line_break + 1);
    }
  }

  const SourceSet& sources_;
  std::ostream& out_;
  const bool colors_;
  size_t gutter_ = 1;
};

}  // namespace

void RenderText(std::span<const Diagnostic> diagnostics, const SourceSet& sources,
                std::ostream& out, const TextOptions& options) {
  for (const Diagnostic& diagnostic : diagnostics) {
    Renderer(sources, out, options.colors).Render(diagnostic);
  }
}

}  // namespace weir::diagnostics
