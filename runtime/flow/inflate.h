// gzip and zlib streams, bounded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::flow {

// Whether `bytes` begin as such a stream does.
bool LooksCompressed(std::string_view bytes);

// Inflates as much of `bytes` as is sound into `out`. False: there was more than `size_max`.
bool Inflate(std::string_view bytes, uint64_t size_max, std::string& out);

}  // namespace weir::flow
