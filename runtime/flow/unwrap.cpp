#include "runtime/flow/unwrap.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "compiler/json/unicode.h"
#include "runtime/flow/byte_block.h"
#include "runtime/flow/decode.h"

namespace weir::flow {
namespace {

constexpr std::array<int8_t, 256> LetterValues() {
  std::array<int8_t, 256> values{};
  values.fill(-1);
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < kLetters.size(); ++i) {
    values[static_cast<unsigned char>(kLetters[i])] = static_cast<int8_t>(i);
  }
  values['-'] = 62;
  values['_'] = 63;
  return values;
}
constexpr std::array<int8_t, 256> kLetterValues = LetterValues();

int LetterValue(char c) {
  return kLetterValues[static_cast<unsigned char>(c)];
}

bool IsLetterOrDigit(char c) {
  return LetterValue(c) >= 0 && c != '+' && c != '/' && c != '-' && c != '_';
}

bool IsBreak(char c) {
  return c == '\n' || c == '\r';
}

// Whether the normal form of an escape and of what it says differ.
bool Changes(std::string_view escape, std::string_view bytes) {
  const auto speaks = [](char c) { return IsLetterOrDigit(c) || static_cast<signed char>(c) < 0; };
  return std::any_of(escape.begin(), escape.end(), speaks) ||
         std::any_of(bytes.begin(), bytes.end(), speaks);
}

void BeginPiece(Unwrapped& out, Range from) {
  if (!out.text.empty()) out.text += kSeam;
  out.pieces.push_back({static_cast<uint32_t>(out.text.size()), from});
}

class Unescaper {
 public:
  Unescaper(std::string_view text, Unwrapped& out) : text_(text), out_(out) {}

  void Run() {
    size_t seen = 0;
    ForEachBlock(text_, [&](size_t begin, const char* block) {
      uint64_t marks = BlockMask(block, [](ByteVector bytes) {
        return Equals(bytes, '%') | Equals(bytes, '\\') | Equals(bytes, '&');
      });
      for (; marks != 0; marks &= marks - 1) {
        const size_t at = begin + static_cast<size_t>(std::countr_zero(marks));
        if (at >= seen) seen = Mark(at);
      }
      return true;
    });
    if (open_) Copy(std::min(copied_ + kUnwrapMargin, text_.size()));
  }

 private:
  // Returns where to go on.
  size_t Mark(size_t at) {
    const std::optional<Escape> escape = EscapeAt(text_, at);
    if (!escape) return at + 1;
    if (Changes(text_.substr(at, escape->end - at), escape->bytes)) Replace(at, *escape);
    return escape->end;
  }

  void Replace(size_t at, const Escape& escape) {
    const bool joins = open_ && at - copied_ <= 2 * kUnwrapMargin;
    if (open_ && !joins) Copy(copied_ + kUnwrapMargin);
    if (!joins) {
      const size_t begin = std::max(copied_, at - std::min(at, kUnwrapMargin));
      BeginPiece(out_, {static_cast<uint32_t>(begin), static_cast<uint32_t>(begin)});
      copied_ = begin;
    }
    Copy(at);
    out_.text += escape.bytes;
    copied_ = escape.end;
    open_ = true;
  }

  void Copy(size_t end) {
    out_.text += text_.substr(copied_, end - copied_);
    copied_ = end;
    out_.pieces.back().from.end = static_cast<uint32_t>(end);
  }

  std::string_view text_;
  Unwrapped& out_;
  size_t copied_ = 0;
  bool open_ = false;  // a piece that goes on to copied_
};

// Text as a file has it: UTF-8, and hardly any control characters.
bool IsText(std::string_view bytes) {
  size_t odd = 0;
  for (size_t at = 0; at < bytes.size();) {
    const json::Decoded one = json::DecodeUtf8(bytes.substr(at));
    if (!one.valid) return false;
    const bool is_space = IsBreak(bytes[at]) || bytes[at] == '\t';
    odd += static_cast<unsigned char>(bytes[at]) < 0x20 && !is_space ? 1 : 0;
    at += one.size;
  }
  return odd * 16 <= bytes.size();
}

// Of the word [begin, end), its line breaks left out. A letter too many spells nothing.
std::string Spelled(std::string_view word) {
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : word) {
    if (IsBreak(c)) continue;
    bits = (bits << 6 | static_cast<uint32_t>(LetterValue(c))) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

// Which places of a block begin kUnwrapLettersMin bytes that could all be letters; some are not.
uint64_t WordsIn(const char* block) {
  uint64_t mask = BlockMask(block, [](ByteVector bytes) {
    return Between(bytes | static_cast<unsigned char>(0x20), 'a', 'z') | Between(bytes, '+', '9') |
           Between(bytes, '\n', '\r') | Equals(bytes, '_');
  });
  static_assert(kUnwrapLettersMin == 24);
  for (const int shift : {1, 2, 4, 8, 8}) mask &= mask >> shift;
  return mask;
}

// Words of base64, in lines or not. Nothing but the end of its lines may interrupt one.
void UnwrapLetters(std::string_view text, Unwrapped& out) {
  const auto fits = [&](size_t at) { return LetterValue(text[at]) >= 0 || IsBreak(text[at]); };
  for (size_t at = 0; at + kUnwrapLettersMin <= text.size();) {
    if (at + kBlockBytes <= text.size()) {
      const uint64_t words = WordsIn(text.data() + at);
      if (words == 0) {
        at += kBlockBytes - kUnwrapLettersMin + 1;
        continue;
      }
      at += static_cast<size_t>(std::countr_zero(words));
    }
    size_t end = at;
    while (end < text.size() && fits(end)) ++end;
    if (end - at >= kUnwrapLettersMin) {
      const std::string bytes = Spelled(text.substr(at, end - at));
      if (IsText(bytes)) {
        BeginPiece(out, {static_cast<uint32_t>(at), static_cast<uint32_t>(end)});
        out.text += bytes;
      }
    }
    at = end + 1;
  }
}

}  // namespace

Unwrapped Unwrap(std::string_view text) {
  Unwrapped out;
  Unescaper(text, out).Run();
  UnwrapLetters(text, out);
  return out;
}

}  // namespace weir::flow
