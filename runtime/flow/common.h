// What everyone writes, and nobody owns: the words that make up idioms, and texts that stand in
// thousands of places.
#pragma once

#include <memory>
#include <string_view>

#include "runtime/flow/store.h"

namespace weir::flow {

// Whether `word`, in normal form, says nothing by itself: among the commonest of English, of
// programming languages and of calendars, a single letter, a number of one or two digits, a year.
// Part of the guarantee: see docs/isolation.md.
inline constexpr size_t kCommonWordMax = 20;  // longer words are not common
bool IsCommonWord(std::string_view word);

// Licence notices, document headers, well-known addresses: public in every conversation. Shared;
// any thread.
std::shared_ptr<const Store> Boilerplate(size_t run_length);

}  // namespace weir::flow
