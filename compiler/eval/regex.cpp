#include "compiler/eval/regex.h"

#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

#include "compiler/automata/regex.h"
#include "compiler/base/unicode.h"

namespace weir::eval {
namespace {

// [i]: the place before byte i, or the end of the text.
using Places = std::vector<bool>;

bool IsIn(const automata::CodePointSet& set, char32_t code_point) {
  const auto holds = [&](const automata::CodePointRange& range) {
    return range.first <= code_point && code_point <= range.last;
  };
  return std::any_of(set.begin(), set.end(), holds);
}

// Adds; is anything new?
bool Add(Places& to, const Places& places) {
  bool grown = false;
  for (size_t at = 0; at < to.size(); ++at) {
    grown |= places[at] && !to[at];
    to[at] = to[at] || places[at];
  }
  return grown;
}

class Matching {
 public:
  explicit Matching(std::string_view text) : text_(text) {}

  // Where the expression can end that begins in one of `from`.
  Places Ends(const automata::Regex& regex, const Places& from) const {
    return std::visit([&](const auto& node) { return Node(node, from); }, regex.node);
  }

  Places None() const { return Places(text_.size() + 1); }

 private:
  Places Node(const automata::RegexSequence& sequence, Places from) const {
    for (const automata::Regex& part : sequence.parts) from = Ends(part, from);
    return from;
  }
  Places Node(const automata::RegexChoice& choice, const Places& from) const {
    Places ends = None();
    for (const automata::Regex& way : choice.ways) Add(ends, Ends(way, from));
    return ends;
  }
  Places Node(const automata::RegexRepeat& repeat, Places from) const {
    for (uint32_t i = 0; i < repeat.min; ++i) from = Ends(*repeat.body, from);
    Places ends = from;
    for (uint32_t i = repeat.min; !repeat.max || i < *repeat.max; ++i) {
      from = Ends(*repeat.body, from);
      if (!Add(ends, from)) break;
    }
    return ends;
  }
  Places Node(const automata::RegexChar& character, const Places& from) const {
    Places ends = None();
    for (size_t at = 0; at < text_.size(); ++at) {
      if (!from[at]) continue;
      size_t after = at;
      const std::optional<char32_t> next = NextCodePoint(text_, after);
      if (next && IsIn(character.set, *next)) ends[after] = true;
    }
    return ends;
  }
  Places Node(const automata::RegexAssertion& assertion, const Places& from) const {
    const bool at_begin = assertion.kind == automata::NfaKind::kAssertBegin;
    const size_t place = at_begin ? 0 : text_.size();
    Places ends = None();
    ends[place] = from[place];
    return ends;
  }

  std::string_view text_;
};

Places EndsOf(std::string_view expression, std::string_view text, bool from_anywhere) {
  const Matching matching(text);
  Places from(text.size() + 1, from_anywhere);
  from[0] = true;
  const auto regex = automata::ParseRegex(expression);
  const auto* parsed = std::get_if<automata::Regex>(&regex);
  return parsed == nullptr ? matching.None() : matching.Ends(*parsed, from);
}

}  // namespace

bool FitsRegex(std::string_view expression, std::string_view text) {
  return EndsOf(expression, text, false)[text.size()];
}

bool HasRegex(std::string_view expression, std::string_view text) {
  const Places ends = EndsOf(expression, text, true);
  return std::find(ends.begin(), ends.end(), true) != ends.end();
}

}  // namespace weir::eval
