#include "runtime/guard/canonical.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "compiler/json/unicode.h"

namespace weir::guard {
namespace {

// UTF-16 puts the planes behind surrogates, before U+E000.
uint32_t Utf16Order(char32_t c) {
  if (c >= 0x10000) return 0xD800 + ((c - 0x10000) >> 10);
  return static_cast<uint32_t>(c);
}

bool ComesBefore(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const json::Decoded left = json::DecodeUtf8(a);
    const json::Decoded right = json::DecodeUtf8(b);
    if (left.code_point != right.code_point) {
      const uint32_t l = Utf16Order(left.code_point);
      const uint32_t r = Utf16Order(right.code_point);
      return l != r ? l < r : left.code_point < right.code_point;
    }
    a.remove_prefix(left.size);
    b.remove_prefix(right.size);
  }
  return a.size() < b.size();
}

void AppendString(std::string_view text, std::string& to) {
  constexpr std::string_view kShort = "\b\t\n\f\r\"\\";
  constexpr std::string_view kLetters = "btnfr\"\\";
  to += '"';
  for (const char c : text) {
    if (const size_t at = kShort.find(c); at != std::string_view::npos) {
      to += '\\';
      to += kLetters[at];
    } else if (static_cast<uint8_t>(c) < 0x20) {
      to += fmt::format("\\u{:04x}", static_cast<uint8_t>(c));
    } else {
      to += c;
    }
  }
  to += '"';
}

// ECMA-262, Number::toString: the shortest digits that read back, and where the point goes.
std::string NumberText(double number) {
  if (number == 0) return "0";
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(number),
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  const size_t e = text.find('e');
  std::string digits(text.substr(0, e));
  std::erase(digits, '.');
  int exponent = 0;
  const char* exponent_begin = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(exponent_begin, text.data() + text.size(), exponent);
  const std::string sign = number < 0 ? "-" : "";
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // digits before the point
  if (count <= point && point <= 21)
    return sign + digits + std::string(static_cast<size_t>(point - count), '0');
  if (0 < point && point <= 21) return sign + digits.insert(static_cast<size_t>(point), ".");
  if (-6 < point && point <= 0)
    return sign + "0." + std::string(static_cast<size_t>(-point), '0') + digits;
  if (count > 1) digits.insert(1, ".");
  return fmt::format("{}{}e{}{}", sign, digits, exponent < 0 ? '-' : '+', std::abs(exponent));
}

class Writer {
 public:
  // False: a number that no double holds.
  bool Write(const json::Value& value) {
    switch (value.kind()) {
      case json::Kind::kNull:
        text_ += "null";
        return true;
      case json::Kind::kBool:
        text_ += value.boolean() ? "true" : "false";
        return true;
      case json::Kind::kString:
        AppendString(value.string(), text_);
        return true;
      case json::Kind::kInteger:
      case json::Kind::kNumber:
        return WriteNumber(value.number());
      case json::Kind::kArray:
        return WriteArray(value);
      case json::Kind::kObject:
        return WriteObject(value);
    }
    return false;
  }

  std::string Take() { return std::move(text_); }

 private:
  bool WriteNumber(double number) {
    if (!std::isfinite(number)) return false;
    text_ += NumberText(number);
    return true;
  }

  bool WriteArray(const json::Value& value) {
    text_ += '[';
    bool first = true;
    for (const json::Value item : value.items()) {
      if (!std::exchange(first, false)) text_ += ',';
      if (!Write(item)) return false;
    }
    text_ += ']';
    return true;
  }

  bool WriteObject(const json::Value& value) {
    std::vector<json::Member> members;
    for (const json::Member member : value.members()) members.push_back(member);
    std::sort(members.begin(), members.end(), [](const json::Member& a, const json::Member& b) {
      return ComesBefore(a.key, b.key);
    });
    text_ += '{';
    bool first = true;
    for (const json::Member& member : members) {
      if (!std::exchange(first, false)) text_ += ',';
      AppendString(member.key, text_);
      text_ += ':';
      if (!Write(member.value)) return false;
    }
    text_ += '}';
    return true;
  }

  std::string text_;
};

}  // namespace

Result<std::string> Canonical(const json::Value& value) {
  Writer writer;
  if (!writer.Write(value)) return Error{"a number is too large to be written canonically"};
  return writer.Take();
}

Result<std::string> Sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    return Error{"SHA-256 is not available"};
  }
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

Result<std::string> DigestOf(const json::Value& value) {
  const Result<std::string> canonical = Canonical(value);
  return canonical ? Sha256(canonical.value()) : canonical;
}

}  // namespace weir::guard
