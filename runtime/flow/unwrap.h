// What a result says beneath the spelling that it came in. Programs escape what they return (JSON
// in a text, HTML), and send files in base64; a model reads through that and writes plain text,
// which is then no copy of what came. So a result is kept twice where it is spelled.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/flow/labels.h"

namespace weir::flow {

// Kept on either side of an escape: a run that crosses the escape lies within.
inline constexpr size_t kUnwrapMargin = 512;     // bytes
inline constexpr size_t kUnwrapLettersMin = 24;  // letters of base64 that may spell a text

struct Unwrapped {
  struct Piece {
    uint32_t begin = 0;  // in `text`
    Range from;          // in the text that was unwrapped
  };
  std::string text;           // the pieces, a seam between them; empty: nothing is spelled
  std::vector<Piece> pieces;  // in the order of `text`
};

// The stretches of `text` that have escapes (percent, JSON's, HTML's), with these replaced, and
// what its words of base64 spell, if that is text. One layer, in time linear in the text.
Unwrapped Unwrap(std::string_view text);

}  // namespace weir::flow
