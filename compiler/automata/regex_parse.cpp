// Reads a regular expression by recursive descent. The first mistake is kept and ends the text, so
// that every loop ends.
#include <algorithm>
#include <array>
#include <utility>

#include "compiler/automata/regex.h"
#include "compiler/automata/regex_class.h"
#include "compiler/base/unicode.h"

namespace weir::automata {
namespace {

struct Flags {
  bool ignores_case = false;
  bool dot_is_line_feed = false;
};

Regex Char(CodePointSet set) {
  uint64_t weight = set.size() + 1;
  return {RegexChar{std::move(set)}, weight};
}

Regex Sequence(std::vector<Regex> parts) {
  uint64_t weight = 1;
  for (const Regex& part : parts) weight += part.weight;
  return {RegexSequence{std::move(parts)}, weight};
}

Regex Choice(std::vector<Regex> ways) {
  if (ways.size() == 1) return std::move(ways[0]);
  uint64_t weight = 1;
  for (const Regex& way : ways) weight += way.weight;
  return {RegexChoice{std::move(ways)}, weight};
}

Regex Repeat(Regex body, uint32_t min, std::optional<uint32_t> max) {
  uint64_t copies = std::max<uint64_t>(max ? *max : min + 1, 1);
  uint64_t weight = std::min(body.weight * copies, kRegexWeightMax + 1);
  return {RegexRepeat{std::make_unique<Regex>(std::move(body)), min, max}, weight};
}

class Parser {
 public:
  explicit Parser(std::string_view text) : scan_(text) {}

  std::variant<Regex, RegexError> Run() && {
    if (scan_.text.size() > kRegexBytesMax) scan_.Fail("the expression is too long", 0);
    Regex regex = ParseChoice(Flags());
    if (!scan_.AtEnd()) scan_.Fail("`)` closes no group", scan_.at);
    if (regex.weight > kRegexWeightMax)
      scan_.Fail("the expression is too large with its counts", 0);
    if (scan_.error) return std::move(*scan_.error);
    return regex;
  }

 private:
  // Flags that are set within, as in `a(?i)b|c`, hold until the group ends.
  Regex ParseChoice(Flags flags) {
    std::vector<Regex> ways;
    do {
      ways.push_back(ParseSequence(flags));
    } while (scan_.Take('|'));
    return Choice(std::move(ways));
  }

  Regex ParseSequence(Flags& flags) {
    std::vector<Regex> parts;
    while (!scan_.AtEnd() && !scan_.Sees("|") && !scan_.Sees(")")) {
      if (scan_.Sees("(?") && TakeFlagsGroup(flags)) continue;
      Regex atom = ParseAtom(flags);
      parts.push_back(ParseRepeat(std::move(atom)));
    }
    return Sequence(std::move(parts));
  }

  // `(?i)`: true if there is one here. `(?i:` is left to ParseGroup.
  bool TakeFlagsGroup(Flags& flags) {
    size_t begin = scan_.at;
    Flags changed = flags;
    scan_.at += 2;
    if (TakeFlags(changed) && scan_.at > begin + 2 && scan_.Take(')')) {
      flags = changed;
      return true;
    }
    scan_.at = begin;
    return false;
  }

  // Letters such as `i-s`. False, with nothing said, where some are no flags.
  bool TakeFlags(Flags& flags) {
    bool value = true;
    for (;; ++scan_.at) {
      if (scan_.Sees("i")) {
        flags.ignores_case = value;
      } else if (scan_.Sees("s")) {
        flags.dot_is_line_feed = value;
      } else if (scan_.Sees("-") && value) {
        value = false;
      } else {
        break;
      }
    }
    return scan_.Sees(")") || scan_.Sees(":");
  }

  Regex ParseAtom(const Flags& flags) {
    size_t begin = scan_.at;
    if (scan_.Take('(')) return ParseGroup(flags, begin);
    if (scan_.Take('^')) return {RegexAssertion{NfaKind::kAssertBegin}};
    if (scan_.Take('$')) return {RegexAssertion{NfaKind::kAssertEnd}};
    if (scan_.Take('.')) return Char(Dot(flags));
    if (scan_.Sees("*") || scan_.Sees("+") || scan_.Sees("?") || scan_.Sees("{")) {
      scan_.Fail("there is nothing to repeat here; write `\\` before it if it is meant as it is",
                 begin);
      return {};
    }
    if (scan_.TakeAll("\\A")) return {RegexAssertion{NfaKind::kAssertBegin}};
    if (scan_.TakeAll("\\z")) return {RegexAssertion{NfaKind::kAssertEnd}};
    return Char(ParseClassAtom(scan_, flags.ignores_case));
  }

  static CodePointSet Dot(const Flags& flags) {
    if (flags.dot_is_line_feed) return {{0, kCodePointMax}};
    return {{0, '\n' - 1}, {'\n' + 1, kCodePointMax}};
  }

  Regex ParseGroup(Flags flags, size_t begin) {
    if (++depth_ > kRegexDepthMax) scan_.Fail("the groups are nested too deep", begin);
    if (scan_.Take('?')) TakeGroupHead(flags, begin);
    Regex body = ParseChoice(flags);
    if (!scan_.Take(')')) scan_.Fail("this group is not closed", begin);
    --depth_;
    return body;
  }

  // What stands behind `(?`.
  void TakeGroupHead(Flags& flags, size_t begin) {
    if (scan_.Sees("=") || scan_.Sees("!") || scan_.Sees("<=") || scan_.Sees("<!")) {
      return scan_.Fail("look-around is not regular", begin);
    }
    if (scan_.TakeAll("P<") || scan_.Take('<')) return TakeGroupName(begin);
    if (!TakeFlags(flags) || !scan_.Take(':')) {
      scan_.Fail("unknown kind of group; there are `(?:`, `(?P<name>`, and the flags `i` and `s`",
                 begin);
    }
  }

  void TakeGroupName(size_t begin) {
    size_t length = 0;
    while (!scan_.AtEnd() && IsWordCharacter(scan_.Peek())) {
      ++length;
      ++scan_.at;
    }
    if (length == 0 || !scan_.Take('>'))
      scan_.Fail("a group's name is letters, digits and `_`", begin);
  }

  Regex ParseRepeat(Regex body) {
    size_t begin = scan_.at;
    uint32_t min = 0;
    std::optional<uint32_t> max;
    if (scan_.Take('*')) {
    } else if (scan_.Take('+')) {
      min = 1;
    } else if (scan_.Take('?')) {
      max = 1;
    } else if (!scan_.Sees("{")) {
      return body;
    } else if (!TakeCount(min, max)) {
      return body;
    }
    scan_.Take('?');  // reluctant: the same texts
    if (scan_.Sees("*") || scan_.Sees("+") || scan_.Sees("?") || scan_.Sees("{")) {
      scan_.Fail("a repetition is repeated; put `(?:` `)` around it if that is meant", begin);
    }
    return Repeat(std::move(body), min, max);
  }

  bool TakeCount(uint32_t& min, std::optional<uint32_t>& max) {
    size_t begin = scan_.at++;
    std::optional<uint32_t> first = TakeNumber();
    bool has_comma = scan_.Take(',');
    std::optional<uint32_t> second = has_comma ? TakeNumber() : first;
    if (!first || !scan_.Take('}')) {
      scan_.Fail("a count is `{2}`, `{2,}` or `{2,5}`; write `\\{` for the character", begin);
    } else if (std::max(*first, second.value_or(0)) > kRegexRepeatMax) {
      scan_.Fail("a count is at most " + std::to_string(kRegexRepeatMax), begin);
    } else if (second && *second < *first) {
      scan_.Fail("the least count is greater than the greatest", begin);
    }
    if (scan_.error) return false;
    min = *first;
    max = second;
    return true;
  }

  // Stops counting where it is too much anyway.
  std::optional<uint32_t> TakeNumber() {
    std::optional<uint32_t> number;
    while (!scan_.AtEnd() && '0' <= scan_.Peek() && scan_.Peek() <= '9') {
      auto digit = static_cast<uint32_t>(scan_.Peek() - '0');
      number = std::min(number.value_or(0) * 10 + digit, kRegexRepeatMax + 1);
      ++scan_.at;
    }
    return number;
  }

  RegexScan scan_;
  uint32_t depth_ = 0;
};

}  // namespace

std::variant<Regex, RegexError> ParseRegex(std::string_view text) {
  return Parser(text).Run();
}

}  // namespace weir::automata
