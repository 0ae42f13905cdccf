// Names of tools and servers inside of texts: which of them belong to somebody else. And names
// beside names: which of them pass for another.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/guard/scanner.h"

namespace weir::guard {

// One name and the servers that have it.
struct NamedThing {
  std::string name;
  std::set<uint32_t> owners;  // indices of servers
};

// All names of all servers, to be found in any text. Immutable.
class NameIndex {
 public:
  // `things` may repeat a name. With more names than a scanner holds the rest is not looked for.
  explicit NameIndex(const std::vector<NamedThing>& things);

  // Appends a hit for each mention in `text` of a name that server `speaker` does not have.
  // Hit::term is of no use.
  void FindForeign(std::string_view text, uint32_t speaker, std::vector<Hit>& hits) const;

 private:
  std::vector<Term> terms_;
  std::vector<const std::set<uint32_t>*> owners_;  // of each term
  std::map<std::string, std::set<uint32_t>> owners_of_;
  std::optional<Scanner> scanner_;
};

// Appends a hit for each word in `text` that is spelled like a function (`get_token`), stands
// behind a word that calls
// ("call", "run", "use"), and is not in `known`.
void FindUnknownCalls(std::string_view text, const std::set<std::string>& known,
                      std::vector<Hit>& hits);

// Appends a hit for each word in `text` that is spelled as no common word is (`read_text`, SHA-256)
// and whose skeleton is in `siblings` but is not `own`.
void FindSiblings(std::string_view text, const std::set<std::string>& siblings,
                  std::string_view own, std::vector<Hit>& hits);

enum class Likeness : uint8_t {
  kNone,
  kSame,       // byte for byte
  kSpelling,   // differs in case, separators or a plural only
  kHomoglyph,  // looks the same, is written in other letters
  kTypo,       // a slip of the pen away, for its length
};
Likeness Compare(std::string_view a, std::string_view b);

// A name without case, separators, plural and look-alike letters: what kSpelling and kHomoglyph
// have in common.
std::string SkeletonOf(std::string_view name);

}  // namespace weir::guard
