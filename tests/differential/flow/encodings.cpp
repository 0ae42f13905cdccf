#include "tests/differential/flow/encodings.h"

#include <zlib.h>

#include <cctype>
#include <cstdio>

#include "compiler/json/unicode.h"

namespace weir::flow {
namespace {

using Random = std::mt19937_64;

bool Coin(Random& random, unsigned of) {
  return random() % of == 0;
}

std::string Bits(std::string_view text, std::string_view digits, int bits) {
  std::string out;
  unsigned buffer = 0;
  int have = 0;
  for (const char c : text) {
    buffer = (buffer << 8) | static_cast<unsigned char>(c);
    for (have += 8; have >= bits;) {
      have -= bits;
      out += digits[(buffer >> have) & ((1U << bits) - 1)];
    }
    buffer &= (1U << have) - 1;
  }
  if (have > 0) out += digits[(buffer << (bits - have)) & ((1U << bits) - 1)];
  return out;
}

std::string Printed(const char* format, unsigned value) {
  char text[16];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string Percent(std::string_view text, bool all) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (!all && std::isalnum(byte) != 0) {
      out += c;
    } else {
      out += Printed("%%%02X", byte);
    }
  }
  return out;
}

// Every code point by one of the ways that JSON has for it.
std::string Json(std::string_view text, Random& random) {
  std::string out;
  while (!text.empty()) {
    const json::Decoded decoded = json::DecodeUtf8(text);
    const auto c = static_cast<unsigned>(decoded.code_point);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c > 0xFFFF) {
      out += Printed("\\u%04x", 0xD800 + ((c - 0x10000) >> 10));
      out += Printed("\\u%04x", 0xDC00 + ((c - 0x10000) & 0x3FF));
    } else if (c < 0x20 || c > 0x7E || Coin(random, 4)) {
      out += Printed("\\u%04x", c);
    } else {
      out += static_cast<char>(c);
    }
    text.remove_prefix(decoded.size);
  }
  return out;
}

std::string Html(std::string_view text, Random& random) {
  std::string out;
  while (!text.empty()) {
    const json::Decoded decoded = json::DecodeUtf8(text);
    const auto c = static_cast<unsigned>(decoded.code_point);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (Coin(random, 3)) {
      out += Printed("&#%u;", c);
    } else if (Coin(random, 3)) {
      out += Printed("&#x%x;", c);
    } else {
      out += text.substr(0, decoded.size);
    }
    text.remove_prefix(decoded.size);
  }
  return out;
}

// By code points.
std::string Reverse(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t size = json::DecodeUtf8(text).size;
    out.insert(0, text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

std::string OtherCase(std::string_view text, Random& random) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool other = byte < 0x80 && Coin(random, 2);
    out +=
        other ? static_cast<char>(std::isupper(byte) != 0 ? std::tolower(byte) : std::toupper(byte))
              : c;
  }
  return out;
}

// White space and punctuation between the characters, not within one.
std::string OtherSpaces(std::string_view text, Random& random) {
  constexpr std::string_view kBetween = " \t\n-_.,;:!?|/*";
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool within = (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    if (!within && Coin(random, 5)) out += kBetween[random() % kBetween.size()];
    out += text[i];
  }
  return out;
}

}  // namespace

const char* NameOf(Coding coding) {
  static constexpr const char* kNames[kCodingCount] = {
      "plain", "case",   "spaces",    "reversed", "percent", "percent-all", "json",
      "html",  "base64", "base64url", "base32",   "hex",     "gzip+base64"};
  return kNames[static_cast<int>(coding)];
}

std::string Base64(std::string_view text, bool url, bool padded) {
  const std::string digits =
      std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") +
      (url ? "-_" : "+/");
  std::string out = Bits(text, digits, 6);
  while (padded && out.size() % 4 != 0) out += '=';
  return out;
}

std::string Gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string in(text);
  std::string out(deflateBound(&stream, in.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Encode(std::string_view text, Coding coding, Random& random) {
  switch (coding) {
    case Coding::kPlain:
      return std::string(text);
    case Coding::kCase:
      return OtherCase(text, random);
    case Coding::kSpaces:
      return OtherSpaces(text, random);
    case Coding::kReversed:
      return Reverse(text);
    case Coding::kPercent:
      return Percent(text, false);
    case Coding::kPercentAll:
      return Percent(text, true);
    case Coding::kJson:
      return Json(text, random);
    case Coding::kHtml:
      return Html(text, random);
    case Coding::kBase64:
      return Base64(text, false, !Coin(random, 2));
    case Coding::kBase64Url:
      return Base64(text, true, !Coin(random, 2));
    case Coding::kBase32:
      return Bits(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5);
    case Coding::kHex:
      return Bits(text, Coin(random, 2) ? "0123456789abcdef" : "0123456789ABCDEF", 4);
    case Coding::kGzipBase64:
      return Base64(Gzip(text), false, true);
  }
  return {};
}

}  // namespace weir::flow
