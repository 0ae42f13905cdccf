#include "runtime/flow/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <memory>
#include <vector>

namespace weir::flow {
namespace {

constexpr char32_t kBmpEnd = 0x10000;
// Unicode's "tags" are invisible copies of ASCII, and a known way to smuggle text.
constexpr char32_t kTagBegin = 0xE0020;
constexpr char32_t kTagEnd = 0xE007F;
constexpr int32_t kDecomposedMax = 64;  // the longest that Unicode has is 18

size_t Utf8Size(char32_t c) {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < kBmpEnd ? 3 : 4;
}

char Mixed(uint32_t value) {
  return static_cast<char>(0x80U | ((value * 2654435769U) >> 25));
}

void Append(UChar32 c, size_t size_max, Folded& out) {
  const auto push = [&](char byte) {
    if (out.size < size_max) out.bytes[out.size++] = byte;
  };
  if (c < 0x80) {
    const char folded = kFoldAscii[static_cast<size_t>(c)];
    if (folded != 0) push(folded);
  } else if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) != 0) {
    push(Mixed(static_cast<uint32_t>(c)));
    push(Mixed(static_cast<uint32_t>(c)));
  } else if (u_charDigitValue(c) >= 0) {
    push(static_cast<char>('0' + u_charDigitValue(c)));
  } else if (u_isalpha(c) != 0) {
    push(Mixed(static_cast<uint32_t>(c)));
  }
}

int32_t Normalised(const UNormalizer2* (*instance)(UErrorCode*), const UChar* in, int32_t size,
                   UChar* out) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* normaliser = instance(&status);
  const int32_t written = unorm2_normalize(normaliser, in, size, out, kDecomposedMax, &status);
  return U_SUCCESS(status) ? written : 0;
}

Folded Compute(char32_t code_point) {
  if (code_point >= kTagBegin && code_point < kTagEnd) code_point -= kTagBegin - 0x20;
  UChar text[2];
  int32_t size = 0;
  U16_APPEND_UNSAFE(text, size, static_cast<UChar32>(code_point));
  UChar folded[kDecomposedMax];
  const int32_t folded_size = Normalised(unorm2_getNFKCCasefoldInstance, text, size, folded);
  UChar parts[kDecomposedMax];
  const int32_t parts_size = Normalised(unorm2_getNFDInstance, folded, folded_size, parts);
  Folded out;
  constexpr uint32_t kJoining = U_GC_M_MASK | U_GC_CF_MASK;
  out.joins = (U_MASK(u_charType(static_cast<UChar32>(code_point))) & kJoining) != 0;
  for (int32_t i = 0; i < parts_size;) {
    UChar32 c = 0;
    U16_NEXT(parts, i, parts_size, c);
    Append(c, Utf8Size(code_point), out);
  }
  return out;
}

}  // namespace

Folded Fold(char32_t code_point) {
  // Asking ICU takes a tenth of a microsecond, so the plane that texts are written in is asked for
  // once.
  static const std::vector<Folded> bmp = [] {
    std::vector<Folded> table(kBmpEnd);
    for (char32_t c = 0; c < kBmpEnd; ++c) {
      if (!U_IS_SURROGATE(c)) table[c] = Compute(c);
    }
    return table;
  }();
  return code_point < kBmpEnd ? bmp[code_point] : Compute(code_point);
}

}  // namespace weir::flow
