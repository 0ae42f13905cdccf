// Diagnostics for a person at a terminal: the place in the source, what is marked in it, help.
#include <algorithm>
#include <string>

#include "compiler/base/unicode.h"
#include "compiler/diagnostics/render.h"

namespace weir::diagnostics {
namespace {

constexpr int kTabWidth = 4;
// Of one line; the rest of a longer one is not shown.
constexpr size_t kLineBytesMax = 400;

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

class Renderer {
 public:
  Renderer(const SourceSet& sources, std::ostream& out, bool colors)
      : sources_(sources), out_(out), colors_(colors) {}

  void Render(const Diagnostic& diagnostic) {
    const bool error = SeverityOf(diagnostic.kind) == Severity::kError;
    const std::string_view color = error ? kRed : kYellow;
    gutter_ = GutterOf(diagnostic);
    out_ << Paint(color) << (error ? "error" : "warning") << '[' << NameOf(diagnostic.kind) << ']'
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
    const std::string_view whole = source.Line(line).substr(0, kLineBytesMax);
    out_ << std::string(gutter_, ' ') << arrow << ' ' << Show(sources_.PlaceOf(span)).text << '\n';
    Gutter("", "|") << '\n';
    Gutter(std::to_string(line), "| ") << Show(whole).text << '\n';
    const size_t begin = std::min<size_t>(span.begin - line_begin, whole.size());
    const size_t end = std::min<size_t>(std::max(span.end, span.begin) - line_begin, whole.size());
    const size_t columns = std::max<size_t>(1, Show(whole.substr(begin, end - begin)).columns);
    Gutter("", "| ") << std::string(Show(whole.substr(0, begin)).columns, ' ') << Paint(color)
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
      const std::string_view line = text.substr(0, std::min(line_break, kLineBytesMax));
      Gutter(std::to_string(number++), "+ ") << Show(line).text << '\n';
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
