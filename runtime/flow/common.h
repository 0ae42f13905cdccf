// What everyone writes, and nobody owns: the words that make up idioms, and texts that stand in
// thousands of places.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/flow/store.h"

namespace weir::flow {

// What a word, in normal form, says by itself. Part of the guarantee: see docs/isolation.md.
enum class WordKind : uint8_t {
  kNothing,  // a single letter, a number of one or two digits, a year
  kCommon,   // among those that the most programs and their manuals write, or of calendars
  kNumber,   // any other of four digits or more, which says twice as much as letters do
  kOwn,      // anything else
};
inline constexpr size_t kCommonWordMax = 32;  // longer words are not common
WordKind KindOf(std::string_view word);

// Licence notices, document headers, well-known addresses: public in every conversation. Shared;
// any thread.
std::shared_ptr<const Store> Boilerplate(size_t run_length);

}  // namespace weir::flow
