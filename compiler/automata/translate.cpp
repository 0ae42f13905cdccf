#include "compiler/automata/translate.h"

#include <array>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/automata/regex.h"
#include "compiler/automata/utf8.h"

namespace weir::automata {
namespace {

constexpr std::array<CodePointRange, 2> kNotSlash{{{0, '/' - 1}, {'/' + 1, kCodePointMax}}};

const ByteSet& AnyByte() {
  static const ByteSet bytes = ByteSet().set();
  return bytes;
}

const ByteSet& AnyByteButSlash() {
  static const ByteSet bytes = ByteSet().set().reset('/');
  return bytes;
}

StateId AddNameGlob(Nfa& nfa, std::string_view glob, StateId next) {
  for (auto byte = glob.rbegin(); byte != glob.rend(); ++byte) {
    next = *byte == '*' ? nfa.AddLoop(AnyByte(), next)
                        : nfa.AddByte(static_cast<unsigned char>(*byte), next);
  }
  return next;
}

enum class GlobPart : uint8_t { kByte, kCodePoint, kSegment, kAnything };

struct GlobItem {
  GlobPart part;
  unsigned char byte;  // of a kByte
};

// A `\` at the very end stands for itself.
std::vector<GlobItem> SplitGlob(std::string_view glob) {
  std::vector<GlobItem> items;
  for (size_t at = 0; at < glob.size(); ++at) {
    auto byte = static_cast<unsigned char>(glob[at]);
    if (byte == '\\' && at + 1 < glob.size()) {
      items.push_back({GlobPart::kByte, static_cast<unsigned char>(glob[++at])});
    } else if (byte == '?') {
      items.push_back({GlobPart::kCodePoint, 0});
    } else if (byte != '*') {
      items.push_back({GlobPart::kByte, byte});
    } else if (at + 1 < glob.size() && glob[at + 1] == '*') {
      items.push_back({GlobPart::kAnything, 0});
      while (at + 1 < glob.size() && glob[at + 1] == '*') ++at;
    } else {
      items.push_back({GlobPart::kSegment, 0});
    }
  }
  return items;
}

StateId AddGlobItem(Nfa& nfa, GlobItem item, StateId next) {
  switch (item.part) {
    case GlobPart::kByte:
      return nfa.AddByte(item.byte, next);
    case GlobPart::kCodePoint:
      return AddCodePoint(nfa, kNotSlash, next);
    case GlobPart::kSegment:
      return nfa.AddLoop(AnyByteButSlash(), next);
    case GlobPart::kAnything:
      return nfa.AddLoop(AnyByte(), next);
  }
  return next;
}

StateId AddGlob(Nfa& nfa, std::string_view glob, StateId next) {
  std::vector<GlobItem> items = SplitGlob(glob);
  for (auto item = items.rbegin(); item != items.rend(); ++item) {
    next = AddGlobItem(nfa, *item, next);
  }
  return next;
}

// Nothing is within a directory that is not absolute.
StateId AddWithin(Nfa& nfa, std::string_view directory, StateId next) {
  if (!directory.starts_with('/')) return nfa.AddBytes(ByteSet(), next);
  if (directory == "/") return nfa.AddByte('/', nfa.AddLoop(AnyByte(), next));
  StateId below = nfa.AddByte('/', nfa.AddLoop(AnyByte(), next));
  return nfa.AddLiteral(directory, nfa.AddSplit(next, below));
}

std::optional<StateId> AddRegexText(Nfa& nfa, std::string_view text, StateId next) {
  std::variant<Regex, RegexError> parsed = ParseRegex(text);
  const Regex* regex = std::get_if<Regex>(&parsed);
  if (regex == nullptr) return std::nullopt;
  return AddRegex(nfa, *regex, next);
}

std::optional<StateId> AddBody(Nfa& nfa, const Pattern& pattern, StateId next) {
  switch (pattern.kind) {
    case PatternKind::kEquals:
      return nfa.AddLiteral(pattern.text, next);
    case PatternKind::kNameGlob:
      return AddNameGlob(nfa, pattern.text, next);
    case PatternKind::kGlob:
      return AddGlob(nfa, pattern.text, next);
    case PatternKind::kContains:
      return nfa.AddLoop(AnyByte(), nfa.AddLiteral(pattern.text, nfa.AddLoop(AnyByte(), next)));
    case PatternKind::kStartsWith:
      return nfa.AddLiteral(pattern.text, nfa.AddLoop(AnyByte(), next));
    case PatternKind::kEndsWith:
      return nfa.AddLoop(AnyByte(), nfa.AddLiteral(pattern.text, next));
    case PatternKind::kWithin:
      return AddWithin(nfa, pattern.text, next);
    case PatternKind::kRegex:
      return AddRegexText(nfa, pattern.text, next);
    case PatternKind::kRegexSearch: {
      std::optional<StateId> found = AddRegexText(nfa, pattern.text, nfa.AddLoop(AnyByte(), next));
      if (!found) return std::nullopt;
      return nfa.AddLoop(AnyByte(), *found);
    }
  }
  return std::nullopt;
}

}  // namespace

bool AddPattern(Nfa& nfa, const Pattern& pattern, uint32_t index) {
  std::optional<StateId> start = AddBody(nfa, pattern, nfa.AddAccept(index));
  if (!start) return false;
  nfa.AddStart(*start);
  return true;
}

}  // namespace weir::automata
