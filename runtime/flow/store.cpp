#include "runtime/flow/store.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "runtime/flow/hash.h"
#include "runtime/flow/search.h"
#include "runtime/flow/tokens.h"

namespace weir::flow {
namespace {

constexpr size_t kGramMax = 16;
constexpr size_t kAhead = 16;  // so many steps before it is used a place of the table is asked for
constexpr size_t kSortedMin = 4'096;
constexpr uint32_t kTokenSizeMax =
    63;  // as bits of one word; longer ones are runs of every length that can be set

struct Gram {
  uint32_t hash;
  uint32_t at;
};

// By the highest bits of the hash, which is roughly the order of the table: to fill a large one
// front to back is a few times faster.
std::vector<Gram> Sorted(const std::vector<Gram>& grams) {
  constexpr int kShift = 24;
  std::array<size_t, 257> begins{};
  for (const Gram& gram : grams) ++begins[(gram.hash >> kShift) + 1];
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  std::vector<Gram> sorted(grams.size());
  for (const Gram& gram : grams) sorted[begins[gram.hash >> kShift]++] = gram;
  return sorted;
}

size_t Clamped(size_t run_length) {
  return std::clamp(run_length, kRunLengthMin, kRunLengthMax);
}

}  // namespace

Store::Store(size_t run_length) {
  SetRunLength(run_length);
}

void Store::SetRunLength(size_t run_length) {
  run_length_ = Clamped(run_length);
  gram_ = std::min(kGramMax, run_length_ / 2);
  stride_ = run_length_ - gram_ + 1;
  Rebuild();
}

uint64_t Store::Add(std::string_view raw, LabelSet labels) {
  const uint32_t base =
      sources_.empty() ? 0
                       : sources_.back().base + static_cast<uint32_t>(sources_.back().text.size());
  Source& source = sources_.emplace_back(Source{NormalText(raw), labels, base});
  source.text.ShrinkToFit();
  wide_ = wide_ || source.text.is_wide();
  text_bytes_ += source.text.bytes_held() + sizeof(Source);
  Index(source);
  IndexTokens(source, raw);
  return first_serial_ + sources_.size() - 1;
}

size_t Store::GramsOf(const Source& source) const {
  return source.text.size() < run_length_ ? 0 : source.text.size() / stride_ + 1;
}

void Store::Index(const Source& source) {
  if (source.text.size() < run_length_) return;
  grams_.Reserve(grams_.size() + GramsOf(source));
  std::vector<Gram> grams;
  grams.reserve(GramsOf(source));
  for (size_t at = 0; at + gram_ <= source.text.size(); at += stride_) {
    grams.push_back({HashGram(source.text.data() + at, gram_), static_cast<uint32_t>(at)});
  }
  if (grams.size() >= kSortedMin) grams = Sorted(grams);
  for (size_t i = 0; i < grams.size(); ++i) {
    if (i + kAhead < grams.size()) grams_.PrefetchInsert(grams[i + kAhead].hash);
    IndexGram(source, grams[i].at, grams[i].hash);
  }
}

void Store::IndexGram(const Source& source, uint32_t at, uint32_t hash) {
  size_t same = 0;
  if (grams_.MayHave(hash)) {
    grams_.ForEach(hash, [&](uint32_t) { return ++same < kSameGramMax; });
  }
  if (same < kSameGramMax) {
    grams_.Insert(hash, source.base + at);
  } else {
    IndexWindows(source, at);
  }
}

// Every run of the configured length around the gram at `at`.
void Store::IndexWindows(const Source& source, uint32_t at) {
  windows_.Reserve(windows_.size() + stride_);
  const size_t reach = stride_ - 1;
  for (size_t i = at > reach ? at - reach : 0; i <= at && i + run_length_ <= source.text.size();
       ++i) {
    const char* window = source.text.data() + i;
    const uint32_t hash = HashRun(window, run_length_);
    if (HasWindow(window, hash, source.labels)) continue;
    windows_.Insert(hash, source.base + static_cast<uint32_t>(i));
  }
}

bool Store::HasWindow(const char* window, uint32_t hash, LabelSet labels) const {
  if (!windows_.MayHave(hash)) return false;
  bool found = false;
  LabelSet known = 0;
  windows_.ForEach(hash, [&](uint32_t place) {
    const Place other = Locate(place);
    if (SameRun(window, other.source->text.data() + other.at, run_length_, false)) {
      found = true;
      known |= other.source->labels;
    }
    return true;
  });
  return found && (labels & ~known) == 0;
}

void Store::IndexTokens(const Source& source, std::string_view raw) {
  std::vector<Range> ranges;
  FindTokens(raw, ranges);
  const NormalText& text = source.text;
  for (const Range& range : ranges) {
    const uint32_t begin = text.IndexAt(range.begin);
    const uint32_t size = text.IndexAt(range.end) - begin;
    if (size >= kTokenCharactersMin && size <= kTokenSizeMax) {
      IndexToken({source.base + begin, size});
    }
  }
}

void Store::IndexToken(Token token) {
  const Place place = Locate(token.place);
  const char* text = place.source->text.data() + place.at;
  const uint32_t hash = HashRun(text, token.size);
  bool known = false;
  tokens_.ForEach(hash, [&](uint32_t index) {
    const Token other = token_list_[index];
    known = other.size == token.size && SameRun(text, TextAt(other.place), token.size, false) &&
            Locate(other.place).source->labels == place.source->labels;
    return !known;
  });
  if (known) return;
  token_list_.push_back(token);
  tokens_.Reserve(token_list_.size());
  tokens_.Insert(hash, static_cast<uint32_t>(token_list_.size() - 1));
  token_sizes_ |= uint64_t{1} << token.size;
  const auto add_heads = [this](const Token& other) {
    const char* from = TextAt(other.place);
    token_heads_.Add(HashTokenHead(from));
    token_heads_.Add(HashTokenTail(from + other.size));
  };
  if (token_heads_.Fits(2 * token_list_.size())) {
    add_heads(token);
  } else {
    token_heads_.Reset(4 * token_list_.size());
    std::for_each(token_list_.begin(), token_list_.end(), add_heads);
  }
}

Store::Place Store::Locate(uint32_t place) const {
  const auto above = std::upper_bound(sources_.begin(), sources_.end(), place,
                                      [](uint32_t at, const Source& s) { return at < s.base; });
  const Source& source = *std::prev(above);
  const auto index = static_cast<uint64_t>(above - sources_.begin()) - 1;
  return {&source, first_serial_ + index, place - source.base};
}

const char* Store::TextAt(uint32_t place) const {
  const Place found = Locate(place);
  return found.source->text.data() + found.at;
}

LabelSet Store::ShrinkTo(size_t bytes) {
  LabelSet labels = 0;
  while (!sources_.empty() && bytes_held() > bytes) {
    // A quarter at a time, so that a conversation that stays full does not rebuild with every text.
    const size_t goal = text_bytes_ / 4 * 3;
    do {
      labels |= sources_.front().labels;
      text_bytes_ -= sources_.front().text.bytes_held() + sizeof(Source);
      sources_.pop_front();
      ++first_serial_;
    } while (!sources_.empty() && text_bytes_ > goal);
    Rebuild();
  }
  return labels;
}

// Moves what is left to the front of the numbering of places.
void Store::Rebuild() {
  const uint32_t dropped = sources_.empty() ? 0 : sources_.front().base;
  std::vector<Token> tokens = std::exchange(token_list_, {});
  grams_ = GramTable();
  windows_ = GramTable();
  tokens_ = GramTable();
  token_heads_ = BitFilter();
  token_sizes_ = 0;
  if (sources_.empty()) return;
  for (Source& source : sources_) source.base -= dropped;
  size_t grams = 0;
  for (const Source& source : sources_) grams += GramsOf(source);
  grams_.Reserve(grams);
  for (const Source& source : sources_) Index(source);
  for (const Token& token : tokens) {
    if (token.place >= dropped) IndexToken({token.place - dropped, token.size});
  }
}

void Store::Relabel(const std::function<LabelSet(LabelSet)>& change) {
  for (Source& source : sources_) source.labels = change(source.labels);
}

LabelSet Store::labels() const {
  LabelSet labels = 0;
  for (const Source& source : sources_) labels |= source.labels;
  return labels;
}

size_t Store::bytes_held() const {
  return text_bytes_ + grams_.bytes_held() + windows_.bytes_held() + tokens_.bytes_held() +
         token_list_.capacity() * sizeof(Token) + token_heads_.bytes_held();
}

void Store::Find(const NormalText& text, Range range, Work& work, const Carries& carries) const {
  if (is_searchable()) Search(*this, text, range, work, carries).Run();
}

}  // namespace weir::flow
