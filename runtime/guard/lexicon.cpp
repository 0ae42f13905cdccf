#include "runtime/guard/lexicon.h"

#include <array>
#include <map>
#include <utility>

#include "runtime/guard/normal_text.h"

namespace weir::guard {
namespace {

constexpr std::array<std::string_view, kMeaningCount> kNames = {
#define WEIR_CLASS(Name, name) #name,
#include "runtime/guard/lexicon.def"
};

struct Line {
  Meaning meaning;
  std::string_view terms;
};
constexpr Line kLines[] = {
#define WEIR_TERMS(Name, language, terms) {Meaning::k##Name, terms},
#include "runtime/guard/lexicon.def"
};

std::vector<std::string_view> Split(std::string_view terms) {
  std::vector<std::string_view> parts;
  for (size_t bar = 0; (bar = terms.find('|')) != std::string_view::npos;) {
    parts.push_back(terms.substr(0, bar));
    terms.remove_prefix(bar + 1);
  }
  parts.push_back(terms);
  return parts;
}

// The broken bar that a term writes for a bar is a bar.
std::string WithBars(std::string_view term) {
  constexpr std::string_view kBrokenBar = "¦";
  std::string spelled;
  for (size_t at = 0; (at = term.find(kBrokenBar)) != std::string_view::npos;) {
    spelled.append(term.substr(0, at)).push_back('|');
    term.remove_prefix(at + kBrokenBar.size());
  }
  return spelled.append(term);
}

std::string Folded(std::string_view term) {
  const std::string spelled = WithBars(term);
  std::string folded(NormalText(spelled).text());
  for (char& byte : folded) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte | 0x20);
  }
  return folded;
}

std::vector<Term> Build() {
  std::map<std::pair<std::string, bool>, Meanings> meanings;
  for (const Line& line : kLines) {
    for (std::string_view term : Split(line.terms)) {
      const bool stem = term.size() > 1 && term.ends_with('*') && term != "* * * * *";
      if (stem) term.remove_suffix(1);
      if (!term.empty()) meanings[{Folded(term), stem}] |= SetOf(line.meaning);
    }
  }
  std::vector<Term> terms;
  for (auto& [key, set] : meanings) terms.push_back({key.first, set, key.second});
  return terms;
}

}  // namespace

std::string_view NameOf(Meaning meaning) {
  return kNames[static_cast<size_t>(meaning)];
}

const std::vector<Term>& Lexicon() {
  static const std::vector<Term> terms = Build();
  return terms;
}

}  // namespace weir::guard
