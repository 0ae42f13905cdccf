#include "runtime/guard/hits.h"

#include <algorithm>
#include <array>

#include "runtime/guard/engine.h"

namespace weir::guard {
namespace {

constexpr Meanings kTakings = SetOf(Meaning::kSecret) | SetOf(Meaning::kKeyFile) |
                              SetOf(Meaning::kContext) | SetOf(Meaning::kPrivate);
// Verbs that say what a tool does when they open its description.
constexpr std::array<std::string_view, 30> kServices = {
    "get",     "list",   "read",  "fetch",  "retrieve", "show",   "display", "check",
    "find",    "view",   "query", "search", "scan",     "parse",  "inspect", "open",
    "extract", "locate", "run",   "use",    "execute",  "send",   "collect", "describe",
    "export",  "reveal", "look",  "load",   "examine",  "publish"};
// What turns the opening of a description into an order.
constexpr Meanings kPressing =
    SetOf(Meaning::kMust) | SetOf(Meaning::kWhen) | SetOf(Meaning::kModel) |
    SetOf(Meaning::kSecretly) | SetOf(Meaning::kNot) | SetOf(Meaning::kPersist) |
    SetOf(Meaning::kAddress) | SetOf(Meaning::kTag) | SetOf(Meaning::kMark) |
    SetOf(Meaning::kUser) | SetOf(Meaning::kAuthority) | SetOf(Meaning::kOtherTools) |
    SetOf(Meaning::kShell);

// Parameters that say where something is, not what it holds.
constexpr std::array<std::string_view, 29> kLocators = {
    "path",   "file",   "filename", "dir",      "directory", "folder", "name",   "names",
    "id",     "ids",    "url",      "uri",      "type",      "kind",   "query",  "filter",
    "fields", "sort",   "format",   "mode",     "limit",     "scope",  "scopes", "root",
    "system", "prompt", "message",  "messages", "question"};

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return lower;
}

template <size_t N>
bool Has(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), Lower(word)) != words.end();
}

// Words in the names of parameters that take secrets.
constexpr std::array<std::string_view, 16> kSecretNames = {
    "key",  "keys",   "token", "tokens", "auth",      "authentication", "pass",    "pwd",
    "cred", "secret", "ssl",   "tls",    "variables", "policy",         "headers", "authorization"};

bool IsUpperAt(std::string_view text, size_t at) {
  return at < text.size() && text[at] >= 'A' && text[at] <= 'Z';
}

// "name: …" and "name (string): …", as documentation lists parameters.
bool StartsEntry(std::string_view line) {
  size_t at = 0;
  while (at < line.size() && IsWordByte(line[at])) ++at;
  if (at == 0) return false;
  if (line.substr(at).starts_with(" (")) {
    const size_t close = line.find(')', at);
    if (close == std::string_view::npos) return false;
    at = close + 1;
  }
  return at < line.size() && line[at] == ':';
}

// A line that does not go on with the one before.
bool StartsItem(std::string_view text, size_t line) {
  const size_t begin = text.find_first_not_of(" \t\r", line);
  if (begin == std::string_view::npos) return true;
  constexpr std::string_view kStarts = "\n-*#<[(`>";
  if (kStarts.find(text[begin]) != std::string_view::npos || IsUpperAt(text, begin)) return true;
  if (text[begin] >= '0' && text[begin] <= '9') return true;
  return StartsEntry(text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin));
}

// " - Upper" is an item of a list that was written in one line.
bool StartsInlineItem(std::string_view text, size_t at) {
  return text.substr(at).starts_with(" - ") && IsUpperAt(text, at + 3);
}

Meanings MeaningsOf(const Hit& hit) {
  return TheEngine().terms[hit.term].meanings;
}

// An address behind "e.g." is nobody's.
void DropExamples(std::vector<Hit>& hits) {
  constexpr uint32_t kReach = 60;
  uint32_t example = 0;
  bool seen = false;
  std::erase_if(hits, [&](const Hit& hit) {
    if ((MeaningsOf(hit) & SetOf(Meaning::kExample)) != 0) {
      seen = true;
      example = hit.end;
    }
    return seen && MeaningsOf(hit) == SetOf(Meaning::kAddress) && hit.begin <= example + kReach;
  });
}

void AddBreaks(std::string_view text, std::vector<Hit>& hits) {
  const uint32_t end = TheEngine().end;
  const size_t before = hits.size();
  for (size_t at = 0; at < text.size(); ++at) {
    const bool item = (text[at] == '\n' && StartsItem(text, at + 1)) ||
                      (text[at] == ' ' && StartsInlineItem(text, at));
    if (item) hits.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(at + 1), end});
  }
  std::inplace_merge(hits.begin(), hits.begin() + static_cast<ptrdiff_t>(before), hits.end(),
                     [](const Hit& a, const Hit& b) { return a.end < b.end; });
}

// The meanings of the first statement.
Meanings FirstMeanings(const std::vector<Hit>& hits) {
  Meanings meanings = 0;
  for (const Hit& hit : hits) {
    meanings |= MeaningsOf(hit);
    if ((meanings & SetOf(Meaning::kEnd)) != 0) break;
  }
  return meanings;
}

void DropOpening(std::string_view text, std::vector<Hit>& hits) {
  if ((FirstMeanings(hits) & kPressing) != 0) return;
  const size_t opening = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  size_t end = opening;
  while (end < text.size() && IsWordByte(text[end])) ++end;
  if (!Has(kServices, text.substr(opening, end - opening))) return;
  std::erase_if(hits, [&](const Hit& hit) { return hit.begin == opening; });
}

// The things to take that names speak of.
Meanings TakingsIn(std::string_view words) {
  Meanings said = 0;
  for (const Hit& hit : TheEngine().Scan(words)) said |= MeaningsOf(hit) & kTakings;
  for (size_t at = 0; at < words.size(); ++at) {
    const size_t end = std::min(words.find(' ', at), words.size());
    if (Has(kSecretNames, std::string_view(words).substr(at, end - at)))
      said |= SetOf(Meaning::kSecret);
    at = end;
  }
  return said;
}

// What a parameter may take by its name. What its tool lets the caller choose between is the tool's
// business too: where a password is one of the kinds to be made, parameters speak of passwords.
Meanings SaidToTake(const Setting& setting) {
  const std::string words = WordsOf(setting.property);
  if (Has(kLocators, std::string_view(words).substr(words.rfind(' ') + 1))) return kTakings;
  const Meanings chosen = setting.whole == nullptr ? 0 : TakingsIn(WordsOf(setting.whole->choices));
  return TakingsIn(words) | chosen;
}

// Whether one of the words that say `what` is in the name.
bool SharesWord(std::string_view name, std::string_view what) {
  constexpr size_t kTellingBytes = 4;
  const std::string in_name = " " + Lower(WordsOf(name)) + " ";
  const std::string words = Lower(what) + " ";
  for (size_t at = 0; at < words.size(); ++at) {
    const size_t end = words.find(' ', at);
    const std::string word = " " + words.substr(at, end - at) + " ";
    if (word.size() >= kTellingBytes + 2 && in_name.find(word) != std::string::npos) return true;
    at = end;
  }
  return false;
}

void AddUnnamed(std::string_view text, const Setting& setting, std::vector<Hit>& hits) {
  const Meanings hidden = kTakings & ~SaidToTake(setting);
  const auto taken = [&](const Hit& hit) {
    return (MeaningsOf(hit) & hidden) != 0 &&
           !SharesWord(setting.property, text.substr(hit.begin, hit.end - hit.begin));
  };
  if (std::none_of(hits.begin(), hits.end(), taken)) return;
  std::vector<Hit> all;
  for (const Hit& hit : hits) {
    all.push_back(hit);
    if (taken(hit)) all.push_back({hit.begin, hit.end, TheEngine().unnamed});
  }
  hits = std::move(all);
}

// What a sentence puts something into.
constexpr std::array<std::string_view, 26> kInto = {
    "in",   "into",  "as",   "under", "by",    "via",       "to",       "using", "with",
    "en",   "dans",  "sous", "unter", "als",   "an",        "zu",       "em",    "no",
    "como", "sotto", "nel",  "come",  "field", "parameter", "argument", "per"};

bool IsQuote(char c) {
  return c == '`' || c == '\'' || c == '"';
}

// Spelled as no common word is, or where something is put into it.
bool IsMeant(std::string_view text, size_t begin, size_t end, std::string_view before) {
  if (begin > 0 && end < text.size() && IsQuote(text[begin - 1]) && IsQuote(text[end])) return true;
  for (size_t i = begin; i < end; ++i) {
    if (text[i] == '_' || (i > begin && IsUpperAt(text, i) && !IsUpperAt(text, i - 1))) return true;
  }
  return Has(kInto, before);
}

// Mentions of the tool's own parameters in what is said about it as a whole.
void AddSlots(std::string_view text, const Whole& whole, std::vector<Hit>& hits) {
  const size_t old = hits.size();
  std::string_view before;
  for (size_t at = 0; at < text.size();) {
    while (at < text.size() && !IsWordByte(text[at])) ++at;
    const size_t begin = at;
    while (at < text.size() && IsWordByte(text[at])) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    if (whole.keys.contains(Lower(word)) && IsMeant(text, begin, at, before) &&
        SaidToTake({false, word, &whole}) == 0) {
      hits.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(at), TheEngine().slot});
    }
    before = word;
  }
  std::inplace_merge(hits.begin(), hits.begin() + static_cast<ptrdiff_t>(old), hits.end(),
                     [](const Hit& a, const Hit& b) { return a.end < b.end; });
}

}  // namespace

Setting SettingOf(const Passage& passage) {
  const bool description = passage.pointer.ends_with("/description");
  return {description && passage.property.empty(),
          description ? std::string_view(passage.property) : std::string_view(),
          passage.whole.get()};
}

std::vector<Hit> HitsIn(std::string_view normal_text, const Setting& setting) {
  std::vector<Hit> hits = TheEngine().Scan(normal_text);
  DropExamples(hits);
  AddBreaks(normal_text, hits);
  if (setting.describes) DropOpening(normal_text, hits);
  if (setting.describes && setting.whole != nullptr) AddSlots(normal_text, *setting.whole, hits);
  if (!setting.property.empty()) AddUnnamed(normal_text, setting, hits);
  return hits;
}

}  // namespace weir::guard
