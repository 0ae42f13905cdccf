#include "runtime/guard/clues.h"

#include <algorithm>
#include <array>
#include <string>

#include "runtime/guard/passages.h"

namespace weir::guard {
namespace {

constexpr size_t kTokenBytesMax = 24;  // of a longer word the beginning counts
constexpr size_t kShoutLettersMin = 4;
constexpr size_t kStemLetters = 5;

struct Token {
  uint32_t begin;
  uint32_t end;
  std::string_view text;  // folded
};

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsUpper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool IsLetter(char c) {
  return IsUpper(c) || (c >= 'a' && c <= 'z') || static_cast<uint8_t>(c) >= 0x80;
}
bool IsTokenByte(char c) {
  return IsLetter(c) || IsDigit(c);
}
char Folded(char c) {
  return IsUpper(c) ? static_cast<char>(c | 0x20) : c;
}

// Scripts that write no blanks between words: each letter is a word of its own. In UTF-8 those are
// the sequences from U+3040 on that take three bytes, Hangul aside.
bool IsIdeograph(std::string_view text, size_t at) {
  const auto lead = static_cast<uint8_t>(text[at]);
  return lead >= 0xE3 && lead <= 0xE9 && at + 3 <= text.size();
}

// Ends of sentences of three bytes: 。！？
bool IsWideStop(std::string_view text, size_t at) {
  const std::string_view here = text.substr(at, 3);
  return here == "。" || here == "！" || here == "？";
}

// The first letters of a longer word; empty of a short one. Stands for what is behind its endings.
std::string_view StemOf(std::string_view word) {
  size_t letters = 0;
  for (size_t at = 0; at < word.size(); ++at) {
    const bool begins = (static_cast<uint8_t>(word[at]) & 0xC0) != 0x80;
    if (begins && letters++ == kStemLetters) return word.substr(0, at);
  }
  return {};
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = Folded(c);
  return lower;
}

class Reader {
 public:
  Reader(std::string_view text, const Setting& setting, const OnSentence& visit, const OnName& told)
      : text_(text), setting_(setting), visit_(visit), told_(told), folded_(Lower(text)) {
    if (setting.whole != nullptr) own_name_ = Lower(setting.whole->name);
    const size_t slash = setting.property.rfind('/');
    key_ = Lower(WordsOf(setting.property.substr(slash + 1)));
  }

  void ReadText(std::span<const Hit> hits, std::span<const Term> terms) {
    hits_ = hits;
    terms_ = terms;
    while (at_ < text_.size()) {
      if (EndsSentence() || tokens_.size() >= kSentenceWordsMax) EndSentence();
      if (!ReadToken()) ++at_;
    }
    EndSentence();
  }

  void ReadKey() {
    while (at_ < text_.size()) {
      if (!ReadToken()) ++at_;
    }
    for (size_t i = 0; i < tokens_.size(); ++i) {
      Add('k', {tokens_[i].text}, RangeOf(i, i));
      if (i > 0) Add('k', {tokens_[i - 1].text, tokens_[i].text}, RangeOf(i - 1, i));
    }
    Visit();
  }

 private:
  Range RangeOf(size_t first, size_t last) const {
    return {tokens_[first].begin, tokens_[last].end};
  }

  bool EndsSentence() const {
    const char c = text_[at_];
    if (c == '.' || c == '!' || c == '?' || c == ';') {
      return at_ + 1 == text_.size() || !IsTokenByte(text_[at_ + 1]);
    }
    if (c == '\n') return StartsLine();
    return static_cast<uint8_t>(c) >= 0xE3 && IsWideStop(text_, at_);
  }

  // A line that begins like an item, a heading or a sentence does not go on with the one before.
  bool StartsLine() const {
    const size_t next = text_.find_first_not_of(" \t\r", at_ + 1);
    if (next == std::string_view::npos) return true;
    constexpr std::string_view kStarts = "\n-*#<[(`";
    return kStarts.find(text_[next]) != std::string_view::npos || IsUpper(text_[next]) ||
           IsDigit(text_[next]);
  }

  bool ReadToken() {
    const size_t begin = at_;
    const char c = text_[at_];
    if (static_cast<uint8_t>(c) >= 0xE3 && IsIdeograph(text_, at_)) {
      if (IsWideStop(text_, at_)) {
        at_ += 3;
        return true;
      }
      Take(begin, begin + 3);
      return true;
    }
    if (ReadOwnName()) return true;
    if (IsTokenByte(c)) {
      while (at_ < text_.size() && IsWordHere()) ++at_;
      Take(begin, at_);
      return true;
    }
    return ReadMark();
  }

  // The tool's name or a parameter's, where it is quoted or spelled as no common word is.
  bool ReadOwnName() {
    const size_t begin = at_;
    if (setting_.whole == nullptr || !IsTokenByte(text_[begin])) return false;
    constexpr std::string_view kQuotes = "`'\"";
    bool named = begin > 0 && kQuotes.find(text_[begin - 1]) != std::string_view::npos;
    size_t end = begin;
    for (; end < text_.size() && IsNameByte(text_[end]); ++end)
      named = named || IsNameSign(begin, end);
    if (!named) return false;
    const std::string word = folded_.substr(begin, end - begin);
    const bool own = word == own_name_;
    if (!own && !setting_.whole->keys.contains(word)) return false;
    tokens_.push_back(
        {static_cast<uint32_t>(begin), static_cast<uint32_t>(end), own ? "<self>" : "<parameter>"});
    at_ = end;
    return true;
  }

  static bool IsNameByte(char c) { return IsTokenByte(c) || c == '_' || c == '-'; }

  // Something inside of a name that words do not have.
  bool IsNameSign(size_t begin, size_t at) const {
    const char c = text_[at];
    return c == '_' || c == '-' || IsDigit(c) ||
           (at > begin && IsUpper(c) && !IsUpper(text_[at - 1]));
  }

  bool IsWordHere() const {
    const char c = text_[at_];
    if (static_cast<uint8_t>(c) >= 0xE3) return !IsIdeograph(text_, at_);
    if (c == '\'') return at_ + 1 < text_.size() && IsLetter(text_[at_ + 1]);
    return IsTokenByte(c);
  }

  // Marks that say something: an opening tag, an address, a link, a variable to be filled in.
  bool ReadMark() {
    const bool before = at_ > 0 && IsTokenByte(text_[at_ - 1]);
    const bool after = at_ + 1 < text_.size() && IsTokenByte(text_[at_ + 1]);
    const char c = text_[at_];
    const bool tells = (c == '@' && before && after) || ((c == '<' || c == '[') && after) ||
                       text_.substr(at_, 3) == "://" || text_.substr(at_, 4) == "<!--" ||
                       text_.substr(at_, 2) == "![";
    if (tells) Take(at_, at_ + 1);
    return tells;
  }

  void Take(size_t begin, size_t end) {
    std::string_view word = std::string_view(folded_).substr(begin, end - begin);
    if (std::all_of(word.begin(), word.end(), IsDigit)) word = "0";
    tokens_.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end),
                       word.substr(0, std::min(word.size(), kTokenBytesMax))});
    at_ = end;
  }

  void EndSentence() {
    if (tokens_.empty()) return;
    AddWords();
    AddMeanings();
    AddPlace();
    AddSpelling();
    ++sentences_;
    Visit();
  }

  void AddWords() {
    Add('o', {tokens_[0].text}, RangeOf(0, 0));
    for (size_t i = 0; i < tokens_.size(); ++i) {
      Add('w', {tokens_[i].text}, RangeOf(i, i));
      if (const std::string_view stem = StemOf(tokens_[i].text); !stem.empty())
        Add('x', {stem}, RangeOf(i, i));
      if (i >= 1) Add('b', {tokens_[i - 1].text, tokens_[i].text}, RangeOf(i - 1, i));
      if (i >= 2) Add('g', {tokens_[i - 2].text, tokens_[i].text}, RangeOf(i - 2, i));
    }
  }

  void AddMeanings() {
    std::array<Range, kMeaningCount> places{};
    Meanings meanings = 0;
    const uint32_t end = tokens_.back().end;
    while (next_hit_ < hits_.size() && hits_[next_hit_].end <= end) {
      const Hit& hit = hits_[next_hit_++];
      const Meanings fresh =
          terms_[hit.term].meanings & ~meanings & ~SetOf(Meaning::kEnd) & ~SetOf(Meaning::kUnknown);
      for (size_t m = 0; m < kMeaningCount; ++m) {
        if ((fresh >> m & 1) != 0) places[m] = {hit.begin, hit.end};
      }
      meanings |= fresh;
    }
    for (size_t i = 0; i < kMeaningCount; ++i) {
      if ((meanings >> i & 1) == 0) continue;
      const std::string_view first = NameOf(static_cast<Meaning>(i));
      Add('m', {first}, places[i]);
      Add('n', {Place(), first}, places[i]);
      for (size_t j = i + 1; j < kMeaningCount; ++j) {
        if ((meanings >> j & 1) == 0) continue;
        Add('p', {first, NameOf(static_cast<Meaning>(j))},
            {std::min(places[i].begin, places[j].begin), std::max(places[i].end, places[j].end)});
      }
    }
  }

  std::string_view Place() const {
    if (setting_.describes) return sentences_ == 0 ? "first" : "later";
    return setting_.property.empty() ? "other" : "parameter";
  }

  void AddPlace() {
    const Range whole = RangeOf(0, tokens_.size() - 1);
    Add('z', {Place()}, whole);
    if (setting_.describes && sentences_ > 0) Add('j', {tokens_[0].text}, RangeOf(0, 0));
    for (size_t at = 0; at < key_.size(); ++at) {
      const size_t end = std::min(key_.find(' ', at), key_.size());
      if (end > at) Add('k', {std::string_view(key_).substr(at, end - at)}, whole);
      at = end;
    }
  }

  void AddSpelling() {
    size_t shouted = 0;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      const std::string_view word = text_.substr(token.begin, token.end - token.begin);
      if (word.size() < kShoutLettersMin || !std::all_of(word.begin(), word.end(), IsUpper))
        continue;
      ++shouted;
      if (shouted == 1) Add('s', {"shout"}, RangeOf(i, i));
      if (shouted == 2) Add('s', {"shouts"}, RangeOf(i, i));
    }
  }

  void Add(char kind, std::initializer_list<std::string_view> words, Range range) {
    name_.clear();
    name_.push_back(kind);
    for (const std::string_view word : words) name_.append(1, ' ').append(word);
    const ClueId id = IdOf(name_);
    if (told_) told_(id, name_);
    clues_.push_back({id, range});
  }

  void Visit() {
    if (tokens_.empty()) return;
    std::stable_sort(clues_.begin(), clues_.end(),
                     [](const Clue& a, const Clue& b) { return a.id < b.id; });
    const auto last = std::unique(clues_.begin(), clues_.end(),
                                  [](const Clue& a, const Clue& b) { return a.id == b.id; });
    clues_.erase(last, clues_.end());
    visit_({RangeOf(0, tokens_.size() - 1), clues_});
    tokens_.clear();
    clues_.clear();
  }

  std::string_view text_;
  Setting setting_;
  const OnSentence& visit_;
  const OnName& told_;
  std::string folded_;
  std::string own_name_;  // the tool's, folded
  std::string key_;       // the parameter's name as words, folded
  size_t sentences_ = 0;  // that were read
  std::span<const Hit> hits_;
  std::span<const Term> terms_;
  size_t next_hit_ = 0;
  size_t at_ = 0;
  std::vector<Token> tokens_;
  std::vector<Clue> clues_;
  std::string name_;
};

}  // namespace

// FNV-1a in 64 bits. Source: draft-eastlake-fnv.
ClueId IdOf(std::string_view name) {
  ClueId id = 0xcbf29ce484222325U;
  for (const char c : name) id = (id ^ static_cast<uint8_t>(c)) * 0x100000001b3U;
  return id;
}

void ReadClues(std::string_view normal_text, std::span<const Hit> hits, std::span<const Term> terms,
               const Setting& setting, const OnSentence& visit, const OnName& told) {
  Reader(normal_text, setting, visit, told).ReadText(hits, terms);
}

void ReadKeyClues(std::string_view key, const OnSentence& visit, const OnName& told) {
  const std::string words = WordsOf(key);
  Reader(words, {}, visit, told).ReadKey();
}

}  // namespace weir::guard
