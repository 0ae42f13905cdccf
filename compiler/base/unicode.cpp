#include "compiler/base/unicode.h"

#include <unicode/uchar.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace weir {
namespace {

bool Continues(std::string_view text, size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

struct Lead {
  size_t length;
  char32_t bits;
  char32_t smallest;  // that needs this length
};

std::optional<Lead> ReadLead(unsigned char byte) {
  if (byte < 0x80) return Lead{1, byte, 0};
  if ((byte & 0xE0) == 0xC0) return Lead{2, byte & 0x1Fu, 0x80};
  if ((byte & 0xF0) == 0xE0) return Lead{3, byte & 0x0Fu, 0x800};
  if ((byte & 0xF8) == 0xF0) return Lead{4, byte & 0x07u, 0x10000};
  return std::nullopt;
}

}  // namespace

std::optional<char32_t> NextCodePoint(std::string_view text, size_t& at) {
  const size_t begin = at++;
  const std::optional<Lead> lead = ReadLead(static_cast<unsigned char>(text[begin]));
  if (!lead) return std::nullopt;
  char32_t code_point = lead->bits;
  for (size_t i = 1; i < lead->length; ++i) {
    if (!Continues(text, begin + i)) return std::nullopt;
    code_point = (code_point << 6) | (static_cast<unsigned char>(text[begin + i]) & 0x3Fu);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < lead->smallest || code_point > 0x10FFFF || surrogate) return std::nullopt;
  at = begin + lead->length;
  return code_point;
}

void AppendUtf8(std::string& text, char32_t code_point) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
    return;
  }
  if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
  } else {
    if (code_point < 0x10000) {
      put(0xE0 | (code_point >> 12));
    } else {
      put(0xF0 | (code_point >> 18));
      put(0x80 | ((code_point >> 12) & 0x3F));
    }
    put(0x80 | ((code_point >> 6) & 0x3F));
  }
  put(0x80 | (code_point & 0x3F));
}

bool IsInvisible(char32_t code_point) {
  if (code_point < 0x80) return false;
  const auto c = static_cast<UChar32>(code_point);
  return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
         u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) != 0 || code_point == 0x2028 ||
         code_point == 0x2029;
}

bool IsControl(char32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

int DisplayWidth(char32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

std::string CodePointName(char32_t code_point) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "U+%04X", static_cast<unsigned>(code_point));
  return buffer.data();
}

std::optional<std::string> AsciiLookAlike(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker(uspoof_open(&status),
                                                                        &uspoof_close);
  if (U_FAILURE(status) != 0) return std::nullopt;
  std::string skeleton(text.size() * 4 + 16, '\0');
  const int length =
      uspoof_getSkeletonUTF8(checker.get(), 0, text.data(), static_cast<int32_t>(text.size()),
                             skeleton.data(), static_cast<int32_t>(skeleton.size()), &status);
  if (U_FAILURE(status) != 0 || static_cast<size_t>(length) > skeleton.size()) return std::nullopt;
  skeleton.resize(static_cast<size_t>(length));
  const bool ascii = std::all_of(skeleton.begin(), skeleton.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii || skeleton.empty()) return std::nullopt;
  return skeleton;
}

}  // namespace weir
