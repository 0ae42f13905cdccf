#include "runtime/flow/normal_text.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "compiler/json/unicode.h"
#include "runtime/flow/byte_block.h"
#include "runtime/flow/fold.h"

namespace weir::flow {
namespace {

constexpr size_t kBlock = kBlockBytes;
constexpr size_t kRankWords = 8;

// Bit i: character i of the eight at `text` is a digit, for which a normal one has neither of the
// highest bits.
uint64_t DigitsOf(const char* text) {
  uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  const uint64_t digits = (~(word | (word << 1)) & 0x8080808080808080) >> 7;
  return (digits * 0x0102040810204080) >> 56;
}

// How many of the bytes [begin, end) of a block yielded a normal character.
size_t Count(uint64_t kept, int begin, int end, uint64_t within) {
  if (within == 0) return static_cast<size_t>(end - begin);
  const uint64_t below_end = end == 64 ? ~uint64_t{0} : (uint64_t{1} << end) - 1;
  return static_cast<size_t>(std::popcount(kept & below_end & (~uint64_t{0} << begin)));
}

void SetBit(std::vector<uint64_t>& bits, size_t i) {
  bits[i / kBlock] |= uint64_t{1} << (i % kBlock);
}

bool HasBit(const std::vector<uint64_t>& bits, size_t i) {
  return i / kBlock < bits.size() && ((bits[i / kBlock] >> (i % kBlock)) & 1) != 0;
}

constexpr char kContinuationFirst = '\x80';
constexpr char kContinuationLast = '\xBF';
constexpr char kLeadFirst = '\xC2';
constexpr char kLeadLast = '\xF4';

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

uint64_t BelowBit(size_t bit) {
  return (uint64_t{1} << bit) - 1;
}

// The letter of `\n`, `\r` or `\t`, which is white space.
ByteVector IsSpaceLetter(ByteVector bytes) {
  return Equals(bytes, 'n') | Equals(bytes, 'r') | Equals(bytes, 't');
}

// `text` begins with a lead and a continuation.
json::Decoded WideAt(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead >= 0xE0) return json::DecodeUtf8(text);
  return {static_cast<char32_t>((lead & 0x1F) << 6 | (static_cast<unsigned char>(text[1]) & 0x3F)),
          2, true};
}

bool IsWide(char normal) {
  return static_cast<unsigned char>(normal) >= 0x80;
}

bool IsPalindrome(const Folded& folded) {
  return folded.size <= 1 ||
         std::equal(folded.bytes.begin(), folded.bytes.begin() + folded.size / 2,
                    folded.bytes.rend() - folded.size);
}

}  // namespace

void NormalText::Assign(std::string_view raw) {
  bytes_.resize(raw.size() + kPadding);
  kept_.assign(raw.size() / kBlock + 1, 0);
  within_.clear();
  boundaries_.clear();
  size_ = 0;
  mirrors_ = true;
  wide_ = false;
  uint64_t before = 0;  // bit 0: the byte before is a backslash
  ForEachBlock(raw, [&](size_t begin, const char* block) {
    before = AppendBlock(raw, begin, block, before);
    return true;
  });
  std::memset(bytes_.data() + size_, 0, kPadding);
  bytes_.resize(size_ + kPadding);
  BuildRanks();
}

// Folds all that is ASCII, then moves its words up around what is not.
uint64_t NormalText::AppendBlock(std::string_view raw, size_t begin, const char* block,
                                 uint64_t before) {
  constexpr size_t kWidth = sizeof(ByteVector);
  char folded[kBlock + kWidth];
  uint64_t kept = 0;
  uint64_t high = 0;
  uint64_t backslashes = 0;
  for (size_t i = 0; i < kBlock; i += kWidth) {
    const ByteVector bytes = LoadBytes(block + i);
    const ByteVector lower = bytes | 0x20;
    const ByteVector letters = Between(lower, 'a', 'z');
    const ByteVector digits = Between(bytes, '0', '9');
    const ByteVector normal = (lower & letters) | (bytes & digits);
    std::memcpy(folded + i, &normal, kWidth);
    kept |= HighBits(letters | digits) << i;
    high |= HighBits(bytes) << i;
    backslashes |= HighBits(Equals(bytes, '\\')) << i;
  }
  if (const uint64_t escaped = (backslashes << 1) | before; escaped != 0) {
    kept &= ~(escaped & BlockMask(block, IsSpaceLetter));
  }
  kept_[begin / kBlock] |= kept;
  if (high != 0) kept = AppendWide(raw, begin, block, folded, kept);
  AppendWords(folded, kept);
  return backslashes >> 63;
}

// What of a block is beyond ASCII, and the `kept` bytes that stand before it. Returns those behind.
uint64_t NormalText::AppendWide(std::string_view raw, size_t begin, const char* block,
                                const char* folded, uint64_t kept) {
  const auto is_lead = [](ByteVector bytes) { return Between(bytes, kLeadFirst, kLeadLast); };
  const auto continues = [](ByteVector bytes) {
    return Between(bytes, kContinuationFirst, kContinuationLast);
  };
  const bool goes_on = begin + kBlock < raw.size() && IsContinuation(raw[begin + kBlock]);
  const uint64_t next = (BlockMask(block, continues) >> 1) | (uint64_t{goes_on} << 63);
  for (uint64_t leads = BlockMask(block, is_lead) & next; leads != 0; leads &= leads - 1) {
    const auto at = static_cast<size_t>(std::countr_zero(leads));
    const json::Decoded decoded = WideAt(raw.substr(begin + at));
    if (!decoded.valid) continue;
    AppendWords(folded, kept & BelowBit(at));
    kept &= ~BelowBit(at);
    AppendCharacter(begin + at, decoded.code_point, decoded.size);
  }
  return kept;
}

// Moves sixteen bytes or more at a time: what is moved too much the next word overwrites.
void NormalText::AppendWords(const char* folded, uint64_t kept) {
  constexpr size_t kWidth = sizeof(ByteVector);
  static_assert(kPadding >= kWidth);
  char* out = bytes_.data() + size_;
  for (uint64_t left = kept; left != 0; left &= left + (left & -left)) {
    const int begin = std::countr_zero(left);
    const auto size = static_cast<size_t>(std::countr_one(left >> begin));
    for (size_t i = 0; i < size; i += kWidth) std::memcpy(out + i, folded + begin + i, kWidth);
    out += size;
  }
  size_ = static_cast<size_t>(out - bytes_.data());
}

// One beyond ASCII, of `size` bytes at `at`.
void NormalText::AppendCharacter(size_t at, char32_t code_point, size_t size) {
  const Folded folded = Fold(code_point);
  for (size_t i = 0; i < folded.size; ++i) {
    bytes_[size_++] = folded.bytes[i];
    wide_ = wide_ || IsWide(folded.bytes[i]);
    SetBit(kept_, at + i);
  }
  mirrors_ = mirrors_ && IsPalindrome(folded);
  if (size > folded.size && (folded.size > 0 || folded.joins)) {
    within_.resize(kept_.size());
    for (size_t i = folded.size; i < size; ++i) SetBit(within_, at + i);
  }
}

void NormalText::BuildRanks() {
  ranks_.clear();
  ranks_.reserve(kept_.size() / kRankWords + 1);
  uint32_t rank = 0;
  for (size_t i = 0; i < kept_.size(); ++i) {
    if (i % kRankWords == 0) ranks_.push_back(rank);
    rank += static_cast<uint32_t>(std::popcount(kept_[i]));
  }
}

uint32_t NormalText::RawOffset(size_t i) const {
  const auto above = std::upper_bound(ranks_.begin(), ranks_.end(), static_cast<uint32_t>(i));
  const size_t group = static_cast<size_t>(above - ranks_.begin()) - 1;
  size_t left = i - ranks_[group];
  size_t word = group * kRankWords;
  for (size_t count = 0; left >= (count = static_cast<size_t>(std::popcount(kept_[word])));
       ++word) {
    left -= count;
  }
  uint64_t bits = kept_[word];
  for (; left > 0; --left) bits &= bits - 1;
  return static_cast<uint32_t>(word * kBlock + static_cast<size_t>(std::countr_zero(bits)));
}

uint32_t NormalText::IndexAt(uint32_t offset) const {
  const size_t end = offset / kBlock;
  const size_t group = end / kRankWords;
  if (group >= ranks_.size()) return static_cast<uint32_t>(size_);
  uint32_t rank = ranks_[group];
  for (size_t word = group * kRankWords; word < end; ++word) {
    rank += static_cast<uint32_t>(std::popcount(kept_[word]));
  }
  const uint64_t below = (uint64_t{1} << (offset % kBlock)) - 1;
  return rank + static_cast<uint32_t>(std::popcount(kept_[end] & below));
}

Range NormalText::RawRange(size_t begin, size_t end) const {
  return {RawOffset(begin), RawOffset(end - 1) + 1};
}

bool NormalText::HasGapBefore(size_t i) const {
  if (i == 0 || i >= size_) return true;
  const size_t end = RawOffset(i);
  size_t at = RawOffset(i - 1) + size_t{1};
  while (at < end && HasBit(within_, at)) ++at;
  return at != end;
}

void NormalText::MarkBoundaries(std::span<const uint32_t> seams) {
  boundaries_.assign(size_ / kBlock + 1, 0);
  MarkGaps();
  MarkDigits();
  for (const uint32_t seam : seams) SetBit(boundaries_, std::min<size_t>(IndexAt(seam), size_));
}

// Goes from word to word of the raw text. Where all is ASCII, a word has as many normal characters
// as bytes.
void NormalText::MarkGaps() {
  size_t rank = 0;
  uint64_t before = 0;  // bit 0: the byte before was part of a word
  for (size_t block = 0; block < kept_.size(); ++block) {
    const uint64_t kept = kept_[block];
    const uint64_t within = block < within_.size() ? within_[block] : 0;
    const uint64_t words = kept | within;
    uint64_t starts = words & ~((words << 1) | before);
    uint64_t ends = ~words & ((words << 1) | before);
    if ((before & words) != 0) {
      rank += Count(kept, 0, ends != 0 ? std::countr_zero(ends) : 64, within);
    }
    if (before != 0) ends &= ends - 1;
    for (; starts != 0; starts &= starts - 1, ends &= ends - 1) {
      SetBit(boundaries_, std::min(rank, size_));
      rank +=
          Count(kept, std::countr_zero(starts), ends != 0 ? std::countr_zero(ends) : 64, within);
    }
    before = words >> 63;
  }
}

void NormalText::MarkDigits() {
  uint64_t before = 0;
  for (size_t begin = 0; begin < size_; begin += kBlock) {
    uint64_t digits = 0;
    for (size_t i = 0; i < kBlock && begin + i < size_; i += 8) {
      digits |= DigitsOf(bytes_.data() + begin + i) << i;
    }
    boundaries_[begin / kBlock] |= digits ^ ((digits << 1) | before);
    before = digits >> 63;
  }
}

void NormalText::ShrinkToFit() {
  bytes_.shrink_to_fit();
  kept_.shrink_to_fit();
  within_.shrink_to_fit();
  ranks_.shrink_to_fit();
}

size_t NormalText::bytes_held() const {
  return bytes_.capacity() + (kept_.capacity() + within_.capacity()) * sizeof(uint64_t) +
         ranks_.capacity() * sizeof(uint32_t);
}

}  // namespace weir::flow
