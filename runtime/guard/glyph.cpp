#include "runtime/guard/glyph.h"

#include <algorithm>
#include <memory>

#include "runtime/guard/unicode.h"

namespace weir::guard {
namespace {

uint8_t FlagsOf(char32_t code_point, size_t fold_size) {
  Oddity oddity{};
  if (IsInvisible(code_point, oddity)) return 0;
  switch (AlphabetOf(code_point)) {
    case Alphabet::kNone:
      return Glyph::kVisible;
    case Alphabet::kLatin:
      return Glyph::kVisible | Glyph::kLetter | Glyph::kLatin;
    case Alphabet::kGreek:
      return static_cast<uint8_t>(Glyph::kVisible | Glyph::kLetter |
                                  (fold_size == 1 ? Glyph::kForeign : 0));
    case Alphabet::kCyrillic:
      return Glyph::kVisible | Glyph::kLetter | Glyph::kForeign;
  }
  return Glyph::kVisible;
}

void SetFold(const std::string& fold, Glyph& glyph, GlyphPage& page) {
  glyph.fold_size = static_cast<uint8_t>(fold.size());
  if (fold.size() <= glyph.fold.size()) {
    std::copy(fold.begin(), fold.end(), glyph.fold.begin());
    return;
  }
  glyph.flags |= Glyph::kLongFold;
  glyph.fold[0] = static_cast<char>(page.long_folds.size() & 0xFF);
  glyph.fold[1] = static_cast<char>(page.long_folds.size() >> 8);
  page.long_folds += fold;
}

std::unique_ptr<const GlyphPage> MakePage(size_t number) {
  auto page = std::make_unique<GlyphPage>();
  for (size_t i = 0; i < page->glyphs.size(); ++i) {
    const auto code_point = static_cast<char32_t>((number << 8) | i);
    const std::string fold =
        code_point < 0x80 ? std::string(1, static_cast<char>(code_point)) : Fold(code_point);
    Glyph& glyph = page->glyphs[i];
    glyph.flags = FlagsOf(code_point, fold.size());
    SetFold(fold, glyph, *page);
  }
  return page;
}

}  // namespace

std::string_view GlyphPage::FoldOf(const Glyph& glyph) const {
  if ((glyph.flags & Glyph::kLongFold) == 0) return {glyph.fold.data(), glyph.fold_size};
  const size_t low = static_cast<uint8_t>(glyph.fold[0]);
  const size_t high = static_cast<uint8_t>(glyph.fold[1]);
  return std::string_view(long_folds).substr(low | high << 8, glyph.fold_size);
}

constinit std::array<std::atomic<const GlyphPage*>, kGlyphPages> glyph_pages{};

const GlyphPage& MakeGlyphPage(size_t number) {
  std::unique_ptr<const GlyphPage> made = MakePage(number);
  const GlyphPage* there = nullptr;
  // Whoever comes second takes the first one's.
  if (glyph_pages[number].compare_exchange_strong(there, made.get(), std::memory_order_acq_rel))
    return *made.release();
  return *there;
}

}  // namespace weir::guard
