// Regular expressions that are regular: RE2's syntax without what needs memory of what was read.
//
//   x  .  [a-z]  [^a-z]  [[:alpha:]]      one code point; `.` is any but a line feed
//   \d \w \s \D \W \S                     ASCII digits, word characters, white space, and all
//   others \pL \p{Greek} \P{Lu} \p{^Lu}          Unicode general categories and scripts \t \n \r \f
//   \v \a \x41 \x{1F600} \.   single code points; `\` makes any ASCII punctuation plain xy  x|y (x)
//   (?:x)  (?P<name>x)      no group captures anything x* x+ x? x{2} x{2,} x{2,5}            with
//   `?` behind: the same, for only whether it fits matters ^ $ \A \z the begin and the end of the
//   text, never of a line
//   (?i) (?s) (?-i) (?is:x)               case ignored (simple case folding); `.` is a line feed
//   too
//
// Back-references, look-around, \b, \C, octal escapes and (?m) are refused with a reason.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/automata/code_points.h"
#include "compiler/automata/nfa.h"

namespace weir::automata {

inline constexpr size_t kRegexBytesMax = 4096;
inline constexpr uint32_t kRegexDepthMax = 100;    // of groups
inline constexpr uint32_t kRegexRepeatMax = 1000;  // in a count
// Ranges of code points when all counts are written out.
inline constexpr uint64_t kRegexWeightMax = 20'000;

// For the author of the policy: lower case, no final period. `offset` is in bytes of the
// expression.
struct RegexError {
  std::string message;
  uint32_t offset;
};

struct Regex;

struct RegexChar {
  CodePointSet set;
};
struct RegexSequence {
  std::vector<Regex> parts;
};
struct RegexChoice {
  std::vector<Regex> ways;
};
struct RegexRepeat {
  std::unique_ptr<Regex> body;
  uint32_t min;
  std::optional<uint32_t> max;  // nothing: without end
};
struct RegexAssertion {
  NfaKind kind;
};

struct Regex {
  std::variant<RegexSequence, RegexChoice, RegexRepeat, RegexChar, RegexAssertion> node;
  uint64_t weight = 1;
};

std::variant<Regex, RegexError> ParseRegex(std::string_view text);

// Nothing where `text` can be given to Build.
std::optional<RegexError> CheckRegex(std::string_view text);

// The expression over the text from here on to where `next` begins.
StateId AddRegex(Nfa& nfa, const Regex& regex, StateId next);

}  // namespace weir::automata
