// What the reading of a text needs to know of a code point, at the price of two loads. Pages of it
// are made from unicode.h when a text first needs them.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir::guard {

struct Glyph {
  enum Flag : uint8_t {
    kVisible = 1,  // the rest is for these only
    kLetter = 2,   // of an alphabet that goes into words
    kLatin = 4,
    kForeign = 8,    // a letter of another alphabet that passes for a Latin one
    kLongFold = 16,  // `fold` is the place in GlyphPage::long_folds instead, low byte first
  };

  std::array<char, 6> fold{};  // see Fold in unicode.h; ASCII stays as it is, in its case
  uint8_t fold_size = 0;
  uint8_t flags = 0;
};
static_assert(sizeof(Glyph) == 8);

struct GlyphPage {
  std::array<Glyph, 256> glyphs;
  std::string long_folds;

  // May be empty: a mark.
  std::string_view FoldOf(const Glyph& glyph) const;
};

inline constexpr size_t kGlyphPages = 0x110000 >> 8;
// Filled by MakeGlyphPage; not for others.
extern std::array<std::atomic<const GlyphPage*>, kGlyphPages> glyph_pages;
const GlyphPage& MakeGlyphPage(size_t number);

// The page of a code point, whose low byte is the index in it. Safe from any thread; pages live
// forever.
inline const GlyphPage& PageOf(char32_t code_point) {
  const size_t number = code_point >> 8;
  const GlyphPage* page = glyph_pages[number].load(std::memory_order_acquire);
  return page != nullptr ? *page : MakeGlyphPage(number);
}

}  // namespace weir::guard
