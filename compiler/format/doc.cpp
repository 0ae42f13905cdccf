#include "compiler/format/doc.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace weir::format {
namespace {

enum class Mode : uint8_t { kFlat, kBroken };

struct Command {
  size_t indent;
  Mode mode;
  const Doc* doc;
};

Mode ModeOfGroup(const Doc& group, Mode otherwise) {
  return group.broken ? Mode::kBroken : otherwise;
}

// Lays out from a stack of what is still to be written, its top first.
class Printer {
 public:
  Printer(size_t indent, size_t columns) : column_(indent), columns_(columns) {}

  std::string Run(const Doc& doc, size_t indent) {
    rest_.push_back({indent, Mode::kBroken, &doc});
    while (!rest_.empty()) {
      const Command command = rest_.back();
      rest_.pop_back();
      Write(command);
    }
    return std::move(text_);
  }

 private:
  void Write(const Command& command) {
    const Doc& doc = *command.doc;
    switch (doc.kind) {
      case Doc::Kind::kText:
      case Doc::Kind::kNote:
        return Append(doc.text);
      case Doc::Kind::kLine:
        return command.mode == Mode::kFlat ? Append(" ") : Break(command.indent);
      case Doc::Kind::kSoftLine:
        return command.mode == Mode::kFlat ? void() : Break(command.indent);
      case Doc::Kind::kFillLine:
        return command.mode == Mode::kFlat || Fits(rest_, 1) ? Append(" ") : Break(command.indent);
      case Doc::Kind::kHardLine:
        return Break(command.indent);
      case Doc::Kind::kConcat:
        return Push(rest_, command.indent, command.mode, doc);
      case Doc::Kind::kIndent:
        return Push(rest_, command.indent + kIndentWidth, command.mode, doc);
      case Doc::Kind::kGroup:
        return Push(rest_, command.indent, ModeThatFits(command), doc);
    }
  }

  Mode ModeThatFits(const Command& command) {
    if (command.mode == Mode::kFlat) return Mode::kFlat;
    if (command.doc->broken) return Mode::kBroken;
    rest_.push_back({command.indent, Mode::kFlat, command.doc});
    const bool fits = Fits(rest_, 0);
    rest_.pop_back();
    return fits ? Mode::kFlat : Mode::kBroken;
  }

  static void Push(std::vector<Command>& stack, size_t indent, Mode mode, const Doc& doc) {
    for (auto part = doc.parts.rbegin(); part != doc.parts.rend(); ++part) {
      stack.push_back({indent, mode, &*part});
    }
  }

  // Does everything up to the next line break fit on this line? Ends after a line's width of text.
  bool Fits(const std::vector<Command>& rest, size_t used) const {
    size_t width = column_ + used;
    size_t below = rest.size();
    std::vector<Command> stack;
    while (width <= columns_) {
      if (stack.empty()) {
        if (below == 0) return true;
        stack.push_back(rest[--below]);
      }
      const Command command = stack.back();
      stack.pop_back();
      const Doc& doc = *command.doc;
      const bool flat = command.mode == Mode::kFlat;
      switch (doc.kind) {
        case Doc::Kind::kText:
          width += WidthOf(doc.text);
          break;
        case Doc::Kind::kNote:
          break;
        case Doc::Kind::kLine:
        case Doc::Kind::kFillLine:
          if (!flat) return true;
          ++width;
          break;
        case Doc::Kind::kSoftLine:
          if (!flat) return true;
          break;
        case Doc::Kind::kHardLine:
          return true;
        case Doc::Kind::kConcat:
        case Doc::Kind::kIndent:
          Push(stack, command.indent, command.mode, doc);
          break;
        case Doc::Kind::kGroup:
          Push(stack, command.indent, ModeOfGroup(doc, Mode::kFlat), doc);
          break;
      }
    }
    return false;
  }

  void Append(std::string_view text) {
    text_ += text;
    const size_t last_break = text.rfind('\n');
    column_ = last_break == text.npos ? column_ + WidthOf(text) : WidthOf(text.substr(last_break));
  }

  void Break(size_t indent) {
    text_.erase(text_.find_last_not_of(' ') + 1);
    text_ += '\n';
    text_.append(indent, ' ');
    column_ = indent;
  }

  std::string text_;
  size_t column_;
  size_t columns_;
  std::vector<Command> rest_;
};

Doc Leaf(Doc::Kind kind, std::string text = {}) {
  return {kind, std::move(text), {}, kind == Doc::Kind::kHardLine};
}

Doc Wrap(Doc::Kind kind, Doc inner) {
  Doc doc{kind, {}, {}, inner.broken};
  doc.parts.push_back(std::move(inner));
  return doc;
}

}  // namespace

Doc Doc::Text(std::string text) {
  return Leaf(Kind::kText, std::move(text));
}
Doc Doc::Note(std::string text) {
  return Leaf(Kind::kNote, std::move(text));
}
Doc Doc::Line() {
  return Leaf(Kind::kLine);
}
Doc Doc::SoftLine() {
  return Leaf(Kind::kSoftLine);
}
Doc Doc::FillLine() {
  return Leaf(Kind::kFillLine);
}
Doc Doc::HardLine() {
  return Leaf(Kind::kHardLine);
}
Doc Doc::Concat() {
  return {};
}
Doc Doc::Indent(Doc inner) {
  return Wrap(Kind::kIndent, std::move(inner));
}
Doc Doc::Group(Doc inner) {
  return Wrap(Kind::kGroup, std::move(inner));
}

Doc& Doc::Add(Doc part) {
  broken = broken || part.broken;
  parts.push_back(std::move(part));
  return *this;
}

std::string Layout(const Doc& doc, size_t indent, size_t columns) {
  return Printer(indent, columns).Run(doc, indent);
}

size_t WidthOf(std::string_view text) {
  const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), begins));
}

}  // namespace weir::format
