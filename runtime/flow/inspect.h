// One text held against what a conversation knows: as it is and beneath its encodings, less what is
// public and what says nothing. Pure: the stores are only read.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/flow/decode.h"
#include "runtime/flow/labels.h"
#include "runtime/flow/normal_text.h"
#include "runtime/flow/store.h"

namespace weir::flow {

// Encodings that may lie one in another (gzip within another is not counted).
inline constexpr size_t kEncodingsDeep = 2;
// A run has to have so many characters outside of public runs, in words of its own or in these and
// common ones; and so many different ones.
inline constexpr size_t kInformativeMin = 6;
inline constexpr size_t kCommonMin = 64;
inline constexpr size_t kDifferentMin = 5;

struct InspectLimits {
  // For each byte of the text, plus, for small ones, the second number.
  uint64_t decoded_bytes_per_byte = 16;
  uint64_t decoded_bytes_free = uint64_t{1} << 20;
  uint64_t decoded_texts_per_byte = 1;
  uint64_t decoded_texts_free = 4'096;
  uint64_t steps_per_byte = 256;
  uint64_t steps_free = uint64_t{1} << 22;

  uint64_t StepsFor(size_t size) const { return size * steps_per_byte + steps_free; }
  DecodeLimits DecodingFor(size_t size) const {
    return {size * decoded_bytes_per_byte + decoded_bytes_free,
            size * decoded_texts_per_byte + decoded_texts_free};
  }
};

struct Finding {
  LabelSet labels = 0;
  Range argument;                   // bytes of the text that was inspected
  uint64_t source = 0;              // serial number in the labelled store
  Range source_range;               // bytes of the text that was kept
  std::vector<Encoding> encodings;  // the outermost first
  bool token = false;
};

inline constexpr size_t kFindingsMax = 256;

struct Findings {
  LabelSet labels = 0;       // of all that was found
  std::vector<Finding> all;  // the first kFindingsMax
  bool complete = true;      // false: a limit was met, there may be more
};

Findings Inspect(std::string_view text, const Store& labelled,
                 std::span<const Store* const> publics, const InspectLimits& limits);

}  // namespace weir::flow
