#include "compiler/codegen/patterns_of.h"

#include <optional>
#include <string_view>

namespace weir::codegen {
namespace {

using automata::Pattern;
using automata::PatternKind;

constexpr std::string_view kAnything = "**";

// The text that a glob stands for, if it has no wildcard.
std::optional<std::string> PlainText(std::string_view glob) {
  std::string text;
  for (size_t at = 0; at < glob.size(); ++at) {
    if (glob[at] == '*' || glob[at] == '?') return std::nullopt;
    if (glob[at] == '\\' && at + 1 < glob.size()) ++at;
    text += glob[at];
  }
  return text;
}

Pattern PatternOfGlob(const std::string& glob) {
  const std::string_view view = glob;
  if (auto text = PlainText(view)) return {PatternKind::kEquals, *text};
  if (view.starts_with(kAnything)) {
    if (auto text = PlainText(view.substr(kAnything.size()))) {
      return {PatternKind::kEndsWith, *text};
    }
  }
  if (view.ends_with(kAnything)) {
    const std::string_view before = view.substr(0, view.size() - kAnything.size());
    // After a backslash the first star is a plain one.
    const size_t last_plain = before.find_last_not_of('\\');
    const size_t backslashes = before.size() - (last_plain == before.npos ? 0 : last_plain + 1);
    const auto text = PlainText(before);
    if (text && backslashes % 2 == 0) return {PatternKind::kStartsWith, *text};
  }
  return {PatternKind::kGlob, glob};
}

}  // namespace

std::vector<Pattern> PatternsOf(check::TextTestKind kind, const std::string& text) {
  switch (kind) {
    case check::TextTestKind::kEquals:
      return {{PatternKind::kEquals, text}};
    case check::TextTestKind::kLike:
      return {PatternOfGlob(text)};
    case check::TextTestKind::kContains:
      return {{PatternKind::kContains, text}};
    case check::TextTestKind::kStartsWith:
      return {{PatternKind::kStartsWith, text}};
    case check::TextTestKind::kEndsWith:
      return {{PatternKind::kEndsWith, text}};
    case check::TextTestKind::kWithin:
      return {{PatternKind::kWithin, text}};
    case check::TextTestKind::kUnder:
      return {{PatternKind::kEquals, text}, {PatternKind::kEndsWith, "." + text}};
    case check::TextTestKind::kMatches:
      return {{PatternKind::kRegex, text}};
    case check::TextTestKind::kSearches:
      return {{PatternKind::kRegexSearch, text}};
  }
  return {};
}

}  // namespace weir::codegen
