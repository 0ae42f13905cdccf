#include "runtime/flow/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace weir::flow {
namespace {

constexpr int kAnyHeader = MAX_WBITS + 32;  // zlib's way of saying: gzip or zlib
constexpr size_t kChunk = size_t{16} << 10;

unsigned char At(std::string_view bytes, size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

}  // namespace

bool LooksCompressed(std::string_view bytes) {
  if (bytes.size() < 8) return false;
  const bool gzip = At(bytes, 0) == 0x1f && At(bytes, 1) == 0x8b && At(bytes, 2) == 8;
  const bool zlib = (At(bytes, 0) & 0x0f) == 8 && (At(bytes, 0) >> 4) <= 7 &&
                    (At(bytes, 0) * 256 + At(bytes, 1)) % 31 == 0 && (At(bytes, 1) & 0x20) == 0;
  return gzip || zlib;
}

bool Inflate(std::string_view bytes, uint64_t size_max, std::string& out) {
  z_stream stream{};
  if (inflateInit2(&stream, kAnyHeader) != Z_OK) return true;
  std::string input(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  std::array<char, kChunk> chunk;
  int status = Z_OK;
  while (status == Z_OK && out.size() <= size_max) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    status = inflate(&stream, Z_NO_FLUSH);
    out.append(chunk.data(), chunk.size() - stream.avail_out);
    if (status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) break;
  }
  inflateEnd(&stream);
  const bool fits = out.size() <= size_max;
  out.resize(std::min<uint64_t>(out.size(), size_max));
  return fits;
}

}  // namespace weir::flow
