#include "runtime/flow/blob.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace weir::flow {
namespace {

// word_min spells the six characters of the shortest token, long_min the sixteen of the shortest
// run that can be set.
struct Alphabet {
  Encoding encoding;
  int bits;         // that one character spells
  size_t group;     // characters after which bytes and characters are in step again
  size_t word_min;  // characters
  size_t long_min;
  std::array<int8_t, 256> values;  // -1: not in the alphabet
};

constexpr std::array<int8_t, 256> Values(std::string_view first, std::string_view second) {
  std::array<int8_t, 256> values{};
  values.fill(-1);
  for (const std::string_view digits : {first, second}) {
    for (size_t i = 0; i < digits.size(); ++i) {
      values[static_cast<unsigned char>(digits[i])] = static_cast<int8_t>(i);
    }
  }
  return values;
}

constexpr Alphabet kBase64 = {
    Encoding::kBase64,
    6,
    4,
    8,
    22,
    Values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")};
constexpr Alphabet kBase32 = {
    Encoding::kBase32,
    5,
    8,
    10,
    26,
    Values("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "abcdefghijklmnopqrstuvwxyz234567")};
constexpr Alphabet kHex = {
    Encoding::kHex, 4, 2, 12, 32, Values("0123456789ABCDEF", "0123456789abcdef")};

constexpr std::string_view kGzipInBase64 = "H4sI";
constexpr size_t kPiecesMax = 6;
constexpr size_t kWordBytesMax = 32;

bool In(const Alphabet& alphabet, char c) {
  return alphabet.values[static_cast<unsigned char>(c)] >= 0;
}

bool Continues(char c) {
  return In(kBase64, c) || c == kSeam;
}

// The end of the run at `at`, and how many characters it has. It goes on over seams, and with
// `lines`, once it is long, over line breaks, as MIME and PEM have them.
struct Extent {
  size_t end;
  size_t count;
};
Extent RunAt(std::string_view text, size_t at, const Alphabet& alphabet, bool lines) {
  Extent run{at, 0};
  for (size_t i = at; i < text.size(); ++i) {
    if (In(alphabet, text[i])) {
      run = {i + 1, run.count + 1};
    } else if (text[i] != kSeam &&
               !(lines && run.count >= alphabet.long_min && (text[i] == '\n' || text[i] == '\r'))) {
      break;
    }
  }
  return run;
}

class BlobDecoder {
 public:
  BlobDecoder(std::string_view text, const Alphabet& alphabet, bool& backwards,
              const std::function<bool(const Decoded&)>& offer)
      : text_(text), alphabet_(alphabet), backwards_(backwards), offer_(offer) {}

  // One run in all its readings.
  bool Run(size_t begin, const Extent& run) {
    return run.count >= alphabet_.long_min ? Long(begin, run.end) : Word(begin, run.end);
  }

 private:
  bool Long(size_t begin, size_t end) {
    backwards_ = true;
    for (size_t offset = 0, at = begin; offset < alphabet_.group && at < end; ++at) {
      if (!In(alphabet_, text_[at])) continue;
      ++offset;
      if (!Offer(at, end)) return false;
    }
    if (alphabet_.encoding != Encoding::kBase64) return true;
    const size_t packed = FindPacked(begin, end);
    return packed == end || Offer(packed, end);
  }

  // Where a gzip stream begins, whatever stands before it.
  size_t FindPacked(size_t begin, size_t end) const {
    for (size_t at = begin; at < end; ++at) {
      size_t same = 0;
      for (size_t i = at; i < end && same < kGzipInBase64.size(); ++i) {
        if (text_[i] == kSeam) continue;
        if (text_[i] != kGzipInBase64[same]) break;
        ++same;
      }
      if (same == kGzipInBase64.size()) return at;
    }
    return end;
  }

  bool Offer(size_t begin, size_t end) {
    Decoded decoded;
    decoded.encoding = alphabet_.encoding;
    decoded.share = true;
    decoded.whole.begin = static_cast<uint32_t>(begin);
    decoded.text.reserve((end - begin) * static_cast<size_t>(alphabet_.bits) / 8);
    decoded.places.reserve(decoded.text.capacity());
    uint32_t buffer = 0;
    int have = 0;
    for (size_t i = begin; i < end; ++i) {
      const int8_t value = alphabet_.values[static_cast<unsigned char>(text_[i])];
      if (value < 0) continue;
      buffer = (buffer << alphabet_.bits) | static_cast<uint32_t>(value);
      have += alphabet_.bits;
      if (have < 8) continue;
      have -= 8;
      decoded.text += static_cast<char>(buffer >> have);
      decoded.places.push_back(static_cast<uint32_t>(i));
    }
    return offer_(decoded);
  }

  // Words end at seams and at what is no letter or digit, or do not: each is tried.
  bool Word(size_t begin, size_t end) {
    std::array<size_t, kPiecesMax + 1> edges{};
    size_t count = 0;
    edges[count++] = begin;
    for (size_t i = begin + 1; i < end; ++i) {
      if (IsEdge(text_[i]) == IsEdge(text_[i - 1])) continue;
      if (count == kPiecesMax) break;
      edges[count++] = i;
    }
    edges[count++] = end;
    for (size_t from = 0; from + 1 < count; ++from) {
      for (size_t to = from + 1; to < count; ++to) {
        if (edges[to] - edges[from] < alphabet_.word_min) continue;
        if (IsAscii(edges[from], edges[to], false) && !Offer(edges[from], edges[to])) return false;
        backwards_ = backwards_ || IsAscii(edges[from], edges[to], true);
      }
    }
    return true;
  }

  static bool IsEdge(char c) { return c == kSeam || c == '/' || c == '-' || c == '_' || c == '+'; }

  // Leaves at the first byte that is not, which is nearly always one of the first two.
  bool IsAscii(size_t begin, size_t end, bool reversed) const {
    uint32_t buffer = 0;
    int have = 0;
    size_t size = 0;
    for (size_t i = begin; i < end; ++i) {
      const char c = text_[reversed ? begin + end - 1 - i : i];
      const int8_t value = alphabet_.values[static_cast<unsigned char>(c)];
      if (value < 0) continue;
      buffer = (buffer << alphabet_.bits) | static_cast<uint32_t>(value);
      have += alphabet_.bits;
      if (have < 8) continue;
      have -= 8;
      const uint32_t byte = (buffer >> have) & 0xff;
      const bool space = byte == '\t' || byte == '\n' || byte == '\r';
      if ((byte < 0x20 && !space) || byte > 0x7e || ++size > kWordBytesMax) return false;
    }
    return true;
  }

  std::string_view text_;
  const Alphabet& alphabet_;
  bool& backwards_;
  const std::function<bool(const Decoded&)>& offer_;
};

// The runs of a smaller alphabet within one of base64's, whose characters include theirs.
bool DecodeWithin(std::string_view text, size_t begin, const Extent& outer,
                  const Alphabet& alphabet, bool& backwards,
                  const std::function<bool(const Decoded&)>& offer) {
  if (outer.count < alphabet.word_min) return true;
  const size_t end = outer.end;
  const std::string_view within = text.substr(0, end);
  for (size_t at = begin; at < end;) {
    const Extent run = RunAt(within, at, alphabet, false);
    if (run.count >= alphabet.word_min &&
        !BlobDecoder(text, alphabet, backwards, offer).Run(at, run)) {
      return false;
    }
    at = std::max(run.end, at + 1);
  }
  return true;
}

}  // namespace

bool DecodeBlobs(std::string_view text, bool& backwards,
                 const std::function<bool(const Decoded&)>& offer) {
  // A run that matters has kBase64.word_min characters or more, so it has one in so many places.
  const size_t stride = kBase64.word_min;
  size_t passed = 0;  // up to here all is done
  size_t lines_end = 0;
  for (size_t probe = stride - 1; probe < text.size(); probe = passed + stride - 1) {
    size_t at = probe;
    while (at > passed && Continues(text[at])) --at;
    passed = probe + 1;
    if (!Continues(text[at])) ++at;
    if (at > probe) continue;
    const Extent run = RunAt(text, at, kBase64, false);
    passed = std::max(run.end, probe) + 1;
    if (run.count < kBase64.word_min) continue;
    if (run.count >= kBase64.long_min && at >= lines_end) {
      const Extent lines = RunAt(text, at, kBase64, true);
      const bool more = lines.end > run.end;
      if (more && !BlobDecoder(text, kBase64, backwards, offer).Run(at, lines)) return false;
      lines_end = lines.end;
    }
    if (!BlobDecoder(text, kBase64, backwards, offer).Run(at, run) ||
        !DecodeWithin(text, at, run, kBase32, backwards, offer) ||
        !DecodeWithin(text, at, run, kHex, backwards, offer)) {
      return false;
    }
  }
  return true;
}

}  // namespace weir::flow
