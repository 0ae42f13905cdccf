// The encodings that spell bytes in an alphabet: base64, base32, hex. Implementation detail of
// decode.h.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/flow/decode.h"

namespace weir::flow {

// Offers what every run of such an alphabet in `text` decodes to. A run that is long enough for a
// run of copied text is decoded at every offset, so that it does not matter what stands glued
// before it. A shorter one can only spell a token: it is decoded as a word, and offered if that
// spells plain ASCII. Stops when `offer` returns false. Adds to `backwards`, if there is one, what
// read backwards could give more. `how.focus`: only runs on both sides of its seam matter.
bool DecodeBlobs(std::string_view text, const DecodeHow& how, std::vector<Range>* backwards,
                 const std::function<bool(const Decoded&)>& offer);

// The characters of all alphabets, seams and line breaks that stand together around byte `at`.
Range BlobLinesAround(std::string_view text, size_t at);

}  // namespace weir::flow
