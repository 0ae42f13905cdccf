// What stands for one code point in a regular expression: a character, an escape, a class.
#pragma once

#include <string>
#include <string_view>

#include "compiler/automata/regex.h"

namespace weir::automata {

// A place in the expression, and the first mistake. After a mistake the text is over.
struct RegexScan {
  explicit RegexScan(std::string_view all) : text(all) {}

  bool AtEnd() const { return at >= text.size(); }
  char Peek() const { return text[at]; }
  bool Sees(std::string_view prefix) const { return text.substr(at).starts_with(prefix); }
  bool TakeAll(std::string_view prefix);
  bool Take(char letter) { return TakeAll({&letter, 1}); }
  void Fail(std::string message, size_t offset);

  std::string_view text;
  size_t at = 0;
  std::optional<RegexError> error;
};

// ASCII letters, digits, `_`.
bool IsWordCharacter(char letter);

// Reads `x`, `\d`, `[a-z]` and the like. Not at the end of the text.
CodePointSet ParseClassAtom(RegexScan& scan, bool ignores_case);

}  // namespace weir::automata
