#include "runtime/guard/engine.h"

#include "runtime/guard/rules.h"

namespace weir::guard {
namespace {

// An at sign is an address only between a name and a domain.
bool IsAddress(std::string_view text, const Hit& hit) {
  if (hit.begin == 0 || hit.end >= text.size()) return false;
  if (!IsWordByte(text[hit.begin - 1]) || !IsWordByte(text[hit.end])) return false;
  size_t end = hit.end;
  bool dot = false;
  for (; end < text.size() && (IsWordByte(text[end]) || text[end] == '-' || text[end] == '.');
       ++end) {
    dot |= text[end] == '.' && end + 1 < text.size() && IsWordByte(text[end + 1]);
  }
  return dot;
}

void DropOtherSigns(std::string_view text, const std::vector<Term>& terms, std::vector<Hit>& hits) {
  std::erase_if(hits, [&](const Hit& hit) {
    return terms[hit.term].meanings == SetOf(Meaning::kAddress) && !IsAddress(text, hit);
  });
}

Meanings MeaningsForResults() {
  Meanings meanings = SetOf(Meaning::kEnd);
  for (const Shape& shape : ShapesIn(kInResult)) meanings |= shape.needed | shape.forbidden;
  return meanings;
}

}  // namespace

Engine::Engine()
    : terms(Lexicon()),
      named(static_cast<uint32_t>(terms.size())),
      unknown(named + 1),
      sibling(named + 2),
      unnamed(named + 3),
      slot(named + 4),
      end(named + 5),
      scanner(Scanner::Build(terms)) {
  const Meanings for_results = MeaningsForResults();
  std::vector<Term> wanted;
  for (uint32_t i = 0; i < terms.size(); ++i) {
    if ((terms[i].meanings & for_results) == 0) continue;
    wanted.push_back(terms[i]);
    result_terms.push_back(i);
  }
  result_scanner = Scanner::Build(wanted);
  terms.push_back({"", SetOf(Meaning::kNamed), false});
  terms.push_back({"", SetOf(Meaning::kUnknown), false});
  terms.push_back({"", SetOf(Meaning::kSibling), false});
  terms.push_back({"", SetOf(Meaning::kUnnamed), false});
  terms.push_back({"", SetOf(Meaning::kSlot), false});
  terms.push_back({"", SetOf(Meaning::kEnd), false});
}

std::vector<Hit> Engine::Scan(std::string_view text) const {
  std::vector<Hit> hits;
  if (!scanner) return hits;
  scanner->Scan(text, hits);
  DropOtherSigns(text, terms, hits);
  return hits;
}

std::vector<Hit> Engine::ScanResult(std::string_view text) const {
  std::vector<Hit> hits;
  if (!result_scanner) return hits;
  result_scanner->Scan(text, hits);
  for (Hit& hit : hits) hit.term = result_terms[hit.term];
  DropOtherSigns(text, terms, hits);
  return hits;
}

const Engine& TheEngine() {
  static const Engine engine;
  return engine;
}

}  // namespace weir::guard
