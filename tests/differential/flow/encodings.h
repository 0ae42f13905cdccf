// The encodings of the guarantee, written for the tests alone and as their standards say, to hold
// the decoders against.
#pragma once

#include <random>
#include <string>
#include <string_view>

namespace weir::flow {

enum class Coding {
  kPlain,
  kCase,
  kSpaces,
  kReversed,
  kPercent,
  kPercentAll,
  kJson,
  kHtml,
  kBase64,
  kBase64Url,
  kBase32,
  kHex,
  kGzipBase64
};
inline constexpr int kCodingCount = 13;
const char* NameOf(Coding coding);

std::string Encode(std::string_view text, Coding coding, std::mt19937_64& random);

std::string Base64(std::string_view text, bool url, bool padded);
std::string Gzip(std::string_view text);

}  // namespace weir::flow
