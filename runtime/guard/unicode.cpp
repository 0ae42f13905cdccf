#include "runtime/guard/unicode.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "compiler/json/unicode.h"

namespace weir::guard {
namespace {

constexpr char32_t kTagBegin = 0xE0000;
constexpr char32_t kTagEnd = 0xE0080;

// What folds to something else than itself lies in these ranges; ideographs and Hangul between them
// fold to themselves.
struct FoldRange {
  char32_t begin;
  char32_t end;
};
constexpr std::array kFoldRanges = {
    FoldRange{0x80, 0x3400},     FoldRange{0xA490, 0xAC00},   FoldRange{0xF900, 0x10000},
    FoldRange{0x10280, 0x10450}, FoldRange{0x118A0, 0x11900}, FoldRange{0x16E40, 0x16F60},
    FoldRange{0x1D400, 0x1D800}, FoldRange{0x1F100, 0x1F200}, FoldRange{0x1FBF0, 0x1FBFA},
};

bool MayFold(char32_t code_point) {
  return std::any_of(kFoldRanges.begin(), kFoldRanges.end(), [=](const FoldRange& range) {
    return code_point >= range.begin && code_point < range.end;
  });
}

struct SpoofClose {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};
using Spoof = std::unique_ptr<USpoofChecker, SpoofClose>;

Spoof OpenSpoof() {
  UErrorCode status = U_ZERO_ERROR;
  return Spoof(uspoof_open(&status));
}

// ICU's tables leave out letters that are drawn rather than spelled (small capitals, squared and
// circled capitals) and those with a stroke through them. Their names say which letter they show.
char LetterInName(char32_t code_point) {
  std::array<char, 96> buffer{};
  UErrorCode status = U_ZERO_ERROR;
  const int32_t size = u_charName(static_cast<UChar32>(code_point), U_UNICODE_CHAR_NAME,
                                  buffer.data(), static_cast<int32_t>(buffer.size()), &status);
  if (U_FAILURE(status) || size < 2) return 0;
  const std::string_view name(buffer.data(), static_cast<size_t>(size));
  constexpr std::array<std::string_view, 6> kPrefixes = {"LATIN LETTER SMALL CAPITAL ",
                                                         "NEGATIVE SQUARED LATIN CAPITAL LETTER ",
                                                         "NEGATIVE CIRCLED LATIN CAPITAL LETTER ",
                                                         "REGIONAL INDICATOR SYMBOL LETTER ",
                                                         "LATIN SMALL LETTER ",
                                                         "LATIN CAPITAL LETTER "};
  for (const std::string_view prefix : kPrefixes) {
    if (!name.starts_with(prefix)) continue;
    const std::string_view letter = name.substr(prefix.size());
    if (letter.size() == 1 || letter.substr(1).starts_with(" WITH ")) {
      return static_cast<char>(letter.front() | 0x20);
    }
  }
  return 0;
}

// The one ASCII character that `code_point` passes for, or 0.
char AsciiLookalike(const USpoofChecker* checker, UChar32 code_point) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString one(code_point);
  icu::UnicodeString skeleton;
  uspoof_getSkeletonUnicodeString(checker, 0, one, skeleton, &status);
  if (U_FAILURE(status) || skeleton.length() != 1 || skeleton[0] >= 0x80) return 0;
  return static_cast<char>(u_tolower(skeleton[0]));
}

std::string FoldOne(const USpoofChecker* checker, UChar32 code_point) {
  if (u_getCombiningClass(code_point) != 0) return {};
  if (code_point < 0x80) return {static_cast<char>(u_tolower(code_point))};
  if (const char letter = LetterInName(static_cast<char32_t>(code_point))) return {letter};
  const UChar32 lower = u_tolower(code_point);
  // A capital is first compared by its small form: capital I looks like l, which would hide which
  // letter was meant.
  if (const char small = AsciiLookalike(checker, lower)) return {small};
  if (const char capital = AsciiLookalike(checker, code_point)) return {capital};
  std::string folded;
  json::AppendUtf8(static_cast<char32_t>(lower), folded);
  return folded;
}

}  // namespace

std::string_view NameOf(Oddity oddity) {
  constexpr std::array<std::string_view, kOddityCount> kNames = {
      "zero-width", "bidirectional", "tag",          "variation",
      "control",    "escape",        "mixed-script", "invalid"};
  return kNames[static_cast<size_t>(oddity)];
}

bool IsJoiner(char32_t c) {
  return c == 0x200C || c == 0x200D;
}

bool IsVariationSelector(char32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

bool IsInvisible(char32_t c, Oddity& oddity) {
  if (c >= kTagBegin && c < kTagEnd) return oddity = Oddity::kTag, true;
  if (IsVariationSelector(c)) return oddity = Oddity::kVariation, true;
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
    return oddity = Oddity::kBidirectional, true;
  }
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
    return oddity = Oddity::kControl, c != '\t' && c != '\n' && c != '\r';
  }
  if (c < 0x80) return false;
  oddity = Oddity::kZeroWidth;
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
         u_charType(static_cast<UChar32>(c)) == U_FORMAT_CHAR;
}

Alphabet AlphabetOf(char32_t c) {
  if (c < 0x80)
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ? Alphabet::kLatin : Alphabet::kNone;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_LATIN:
      return Alphabet::kLatin;
    case USCRIPT_GREEK:
      return Alphabet::kGreek;
    case USCRIPT_CYRILLIC:
      return Alphabet::kCyrillic;
    default:
      return Alphabet::kNone;
  }
}

std::string Fold(char32_t code_point) {
  static const Spoof checker = OpenSpoof();
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  const auto c = static_cast<UChar32>(code_point);
  std::string folded;
  if (U_FAILURE(status) || !checker || !u_isdefined(c) || !MayFold(code_point)) {
    json::AppendUtf8(code_point, folded);
    return folded;
  }
  icu::UnicodeString decomposed;
  if (!nfkc->getDecomposition(c, decomposed)) decomposed = icu::UnicodeString(c);
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    folded += FoldOne(checker.get(), decomposed.char32At(i));
  }
  return folded;
}

}  // namespace weir::guard
