// Classes of meaning, and the words that have them (lexicon.def, which says how a term is written).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::guard {

enum class Meaning : uint8_t {
#define WEIR_CLASS(Name, name) k##Name,
#include "runtime/guard/lexicon.def"
  kCount,
};
inline constexpr size_t kMeaningCount = static_cast<size_t>(Meaning::kCount);
static_assert(kMeaningCount <= 64, "a set of meanings is one word");

// A set of meanings: bit i for the i-th.
using Meanings = uint64_t;
constexpr Meanings SetOf(Meaning meaning) {
  return Meanings{1} << static_cast<unsigned>(meaning);
}

std::string_view NameOf(Meaning meaning);

// A word or phrase in the form that a normal text has, without the trailing `*`.
struct Term {
  std::string text;
  Meanings meanings = 0;
  bool stem = false;  // the rest of the word may follow
};

// Every term once, with all its meanings. Built on first use.
const std::vector<Term>& Lexicon();

}  // namespace weir::guard
