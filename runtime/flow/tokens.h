// Distinctive tokens of a text: what is worth following although it is shorter than a run. See
// docs/isolation.md for the precise rules; they look at the shape of a word and never at the words
// around it.
#pragma once

#include <string_view>
#include <vector>

#include "runtime/flow/labels.h"

namespace weir::flow {

// The least that a token has in normal characters.
inline constexpr size_t kTokenCharactersMin = 6;

// E-mail addresses; numbers of six digits or more, grouped as people group them, but no dates,
// times or numbers of one or two different digits; IBANs whose checksum is right; keys that begin
// as well-known ones do; and words that mix letters and digits as only keys do. In order; one may
// lie in another. Linear in the text's size.
void FindTokens(std::string_view text, std::vector<Range>& out);

}  // namespace weir::flow
