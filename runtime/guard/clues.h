// What the learned part reads: a text as sentences, a sentence as clues. A clue is a word, two
// words that follow each other, how a sentence opens, a meaning of the lexicon, where the sentence
// stands, a word of a parameter's name, something about the spelling. A tool's own name and those
// of its parameters are `<self>` and `<parameter>` where they are spelled as names. The trainer and
// the guard share this reading.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/guard/hits.h"
#include "runtime/guard/normal_text.h"
#include "runtime/guard/scanner.h"

namespace weir::guard {

// A clue by name, as the model's file spells it: a letter for its kind, a blank, its words.
//   w word     b first second     g first second (one word between)  x first letters of a word
//   o opening word               j opening word of a description's second sentence and later ones
//   m meaning  p meaning meaning  n place meaning                      z place
//   k word of the parameter's name                                     s spelling
using ClueId = uint64_t;
ClueId IdOf(std::string_view name);

struct Clue {
  ClueId id;
  Range range;  // bytes of the text
};

// One sentence; each clue once, where it stands first. Views of the reader's memory.
struct Sentence {
  Range range;
  std::span<const Clue> clues;
};

inline constexpr size_t kSentenceWordsMax = 60;  // a longer one is read in parts

// Told every name that is read. The trainer's way to spell out a model; the guard has none.
using OnName = std::function<void(ClueId, std::string_view name)>;

using OnSentence = std::function<void(const Sentence&)>;

// `hits` are the lexicon's, in the order in which they end; `setting` is where the text stands.
void ReadClues(std::string_view normal_text, std::span<const Hit> hits, std::span<const Term> terms,
               const Setting& setting, const OnSentence& visit, const OnName& told = {});
// Of a parameter's name, which is one sentence of its own.
void ReadKeyClues(std::string_view key, const OnSentence& visit, const OnName& told = {});

}  // namespace weir::guard
