// A text in normal form, with the way back: for every normal character the byte of the text that it
// came from. Case, white space and punctuation are gone (fold.h says how); so are the `\n`, `\r`
// and `\t` that texts quoted as JSON or source code have for white space.
//
// Takes about one byte for each byte of ASCII text; the text itself is not kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/flow/labels.h"

namespace weir::flow {

class NormalText {
 public:
  // Zero bytes after data()[size()], so that hashing may load whole words.
  static constexpr size_t kPadding = 16;

  NormalText() = default;
  explicit NormalText(std::string_view raw) { Assign(raw); }

  // At most 2 GiB. What is no UTF-8 counts as punctuation.
  void Assign(std::string_view raw);
  void ShrinkToFit();

  std::string_view text() const { return {bytes_.data(), size_}; }
  const char* data() const { return bytes_.data(); }
  size_t size() const { return size_; }
  char operator[](size_t i) const { return bytes_[i]; }

  // The byte of the raw text that normal character `i` came from.
  uint32_t RawOffset(size_t i) const;
  // How many normal characters come from before byte `offset` of the raw text.
  uint32_t IndexAt(uint32_t offset) const;
  // The raw bytes behind normal characters [begin, end), which must not be empty.
  Range RawRange(size_t begin, size_t end) const;

  // Whether there is white space, punctuation or an end of the text right before normal character
  // `i`.
  bool HasGapBefore(size_t i) const;

  // Finds the places where a token may begin or end: those with a gap before them, and changes
  // between digits and letters, and what comes from behind one of `seams`, bytes of the raw text in
  // any order. Assign() forgets them.
  void MarkBoundaries(std::span<const uint32_t> seams = {});
  bool IsBoundary(size_t i) const {
    return i >= size_ || ((boundaries_[i / 64] >> (i % 64)) & 1) != 0;
  }
  // As bits: i is bit i % 64 of word i / 64.
  const std::vector<uint64_t>& boundaries() const { return boundaries_; }

  // Whether the normal form of the text read backwards, character by character, is this one read
  // backwards. It is not if a character stands for several normal ones (`ﬁ`).
  bool mirrors() const { return mirrors_; }
  // Whether a normal character is no ASCII letter or digit.
  bool is_wide() const { return wide_; }

  // Memory that it holds, in bytes.
  size_t bytes_held() const;

 private:
  uint64_t AppendBlock(std::string_view raw, size_t begin, const char* block, uint64_t before);
  uint64_t AppendWide(std::string_view raw, size_t begin, const char* block, const char* folded,
                      uint64_t kept);
  void AppendWords(const char* folded, uint64_t kept);
  void AppendCharacter(size_t at, char32_t code_point, size_t size);
  void BuildRanks();
  void MarkGaps();
  void MarkDigits();

  std::string bytes_;
  size_t size_ = 0;
  bool mirrors_ = true;
  bool wide_ = false;
  std::vector<uint64_t> kept_;  // one bit for each raw byte: it yielded a normal character
  std::vector<uint64_t>
      within_;  // likewise: it yielded none, but is part of a word; empty for ASCII
  std::vector<uint64_t> boundaries_;  // one bit for each normal character; empty if not marked
  std::vector<uint32_t> ranks_;       // normal characters before each kRankWords words of kept_
};

}  // namespace weir::flow
