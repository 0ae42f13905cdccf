// What a code point looks like and whether a reader sees it. ICU is contained in this file's .cpp:
// compatibility decomposition, confusable skeletons, character names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::guard {

// Ways for text to say more to a model than to the person who reads it.
enum class Oddity : uint8_t {
  kZeroWidth,      // zero-width characters, soft hyphens and other unseen format characters
  kBidirectional,  // changes the order in which text is shown
  kTag,            // the tag block: whole sentences that no screen shows
  kVariation,      // a variation selector that has nothing to vary
  kControl,        // a control character other than tab and line break
  kEscape,         // a terminal escape sequence
  kMixedScript,    // a word of letters from two alphabets that look alike
  kInvalid,        // bytes that are not UTF-8
};
inline constexpr int kOddityCount = 8;

std::string_view NameOf(Oddity oddity);

// True of what a reader cannot see at all, with the kind in `oddity`. Joiners and variation
// selectors are told apart by the caller, who knows what stands before them.
bool IsInvisible(char32_t code_point, Oddity& oddity);
// Zero-width joiner and non-joiner: ordinary spelling outside the Latin alphabet and in emoji.
bool IsJoiner(char32_t code_point);
bool IsVariationSelector(char32_t code_point);

// An alphabet whose letters pass for Latin ones.
enum class Alphabet : uint8_t { kNone, kLatin, kGreek, kCyrillic };
Alphabet AlphabetOf(char32_t code_point);

// How the code point is compared: decomposed, lower-cased, marks off, and each letter that looks
// like an ASCII letter written as that letter. May be empty (a mark). Not for ASCII. Slow: glyph.h
// remembers it.
std::string Fold(char32_t code_point);

}  // namespace weir::guard
