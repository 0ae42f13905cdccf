#include "runtime/flow/search.h"

#include <algorithm>
#include <array>
#include <bit>

#include "runtime/flow/hash.h"
#include "runtime/flow/tokens.h"

namespace weir::flow {
namespace {

constexpr uint32_t kBatch = 256;
constexpr size_t kSeenKept = 32;
constexpr uint64_t kTryCost = 8;
constexpr uint64_t kWindowsCost = 256;

// What stays the same along a run: the distance of the two places, or their sum if one is read
// backwards.
int64_t Diagonal(uint32_t at, uint32_t source_at, uint32_t size, bool reversed) {
  return reversed ? int64_t{at} + source_at + size : int64_t{at} - source_at;
}

}  // namespace

void Search::Run() {
  if (!work_.Spend(range_.end - range_.begin + 1)) return;
  const auto gram = static_cast<uint32_t>(store_.gram_);
  const uint32_t grams_end =
      range_.end - range_.begin >= gram ? range_.end - gram + 1 : range_.begin;
  for (uint32_t at = range_.begin; at < grams_end; at += kBatch) {
    Batch(at, std::min(kBatch, grams_end - at));
  }
  if (store_.token_sizes_ != 0) AllTokens();
}

// Asks the filter about many places before it follows any answer, so that the processor waits for
// all at once.
void Search::Batch(uint32_t begin, uint32_t count) {
  std::array<uint32_t, kBatch> hashes;
  std::array<uint32_t, kBatch> found;
  const char* data = text_.data() + begin;
  const size_t gram = store_.gram_;
  for (uint32_t i = 0; i < count; ++i) {
    hashes[i] = HashGram(data + i, gram);
    store_.grams_.PrefetchFilter(hashes[i]);
  }
  size_t found_count = 0;
  for (uint32_t i = 0; i < count; ++i) {
    found[found_count] = i;
    found_count += store_.grams_.MayHave(hashes[i]) ? 1 : 0;
  }
  for (size_t i = 0; i < found_count; ++i) store_.grams_.Prefetch(hashes[found[i]]);
  for (size_t i = 0; i < found_count; ++i) Candidates(begin + found[i], hashes[found[i]]);
}

void Search::Candidates(uint32_t at, uint32_t hash) {
  if (work_.done()) return;
  size_t same = 0;
  store_.grams_.ForEach(hash, [&](uint32_t place) {
    ++same;
    return Try(at, static_cast<uint32_t>(store_.gram_), place);
  });
  if (same >= kSameGramMax && store_.windows_.size() > 0) Windows(at);
}

// The whole runs that hold the gram at `at`, for a gram whose further places are in windows_ only.
void Search::Windows(uint32_t at) {
  const auto reach = static_cast<uint32_t>(store_.stride_ - 1);
  const auto size = static_cast<uint32_t>(store_.run_length_);
  for (uint32_t i = std::max(range_.begin, at > reach ? at - reach : 0);
       i <= at && i + size <= range_.end; ++i) {
    if (!work_.Spend(kWindowsCost)) return;
    const uint32_t hash = HashRun(text_.data() + i, size);
    if (!store_.windows_.MayHave(hash)) continue;
    store_.windows_.ForEach(hash, [&](uint32_t place) { return Try(i, size, place); });
  }
}

// False: stop looking.
bool Search::Try(uint32_t at, uint32_t size, uint32_t place) {
  if (!work_.Spend(kTryCost + seen_.size())) return false;
  const Store::Place found = store_.Locate(place);
  const char* source = found.source->text.data() + found.at;
  for (const bool reversed : {false, true}) {
    if (SameRun(text_.data() + at, source, size, reversed) && !IsSeen(found, at, size, reversed)) {
      Extend(found, at, size, reversed);
    }
  }
  return !work_.done();
}

bool Search::IsSeen(const Store::Place& place, uint32_t at, uint32_t size, bool reversed) {
  if (seen_.size() > kSeenKept) {
    std::erase_if(seen_, [&](const Seen& seen) { return seen.end < at + size; });
  }
  const int64_t diagonal = Diagonal(at, place.at, size, reversed);
  return std::any_of(seen_.begin(), seen_.end(), [&](const Seen& seen) {
    const bool same =
        seen.source == place.serial && seen.diagonal == diagonal && seen.reversed == reversed;
    const bool nothing_new = seen.carried && (place.source->labels & ~seen.labels) == 0;
    return seen.end >= at + size && (same || nothing_new);
  });
}

void Search::Extend(const Store::Place& place, uint32_t at, uint32_t size, bool reversed) {
  const NormalText& source = place.source->text;
  uint32_t begin = at;
  uint32_t end = at + size;
  uint32_t low = place.at;
  uint32_t high = place.at + size;
  if (reversed) {
    while (begin > range_.begin && high < source.size() && text_[begin - 1] == source[high]) {
      --begin, ++high;
    }
    while (end < range_.end && low > 0 && text_[end] == source[low - 1]) ++end, --low;
  } else {
    while (begin > range_.begin && low > 0 && text_[begin - 1] == source[low - 1]) --begin, --low;
    while (end < range_.end && high < source.size() && text_[end] == source[high]) ++end, ++high;
  }
  work_.Spend(end - begin);
  bool carried = false;
  if (end - begin >= store_.run_length_) {
    carried = carries_({begin, end, place.serial, low, high, reversed, false});
  }
  seen_.push_back({place.serial, Diagonal(at, place.at, size, reversed), reversed, end, carried,
                   place.source->labels});
}

void Search::AllTokens() {
  const std::vector<uint64_t>& boundaries = text_.boundaries();
  for (size_t word = range_.begin / 64; word * 64 < range_.end; ++word) {
    for (uint64_t left = boundaries[word]; left != 0; left &= left - 1) {
      const auto at =
          static_cast<uint32_t>(word * 64 + static_cast<size_t>(std::countr_zero(left)));
      if (at < range_.begin || at + kTokenCharactersMin > range_.end) continue;
      if (store_.token_heads_.MayHave(HashTokenHead(text_.data() + at))) Tokens(at);
    }
  }
}

// Every token that may begin at `at`.
void Search::Tokens(uint32_t at) {
  if (work_.done()) return;
  for (uint64_t sizes = store_.token_sizes_; sizes != 0; sizes &= sizes - 1) {
    const auto size = static_cast<uint32_t>(std::countr_zero(sizes));
    if (at + size > range_.end) return;
    TryToken(at, size);
  }
}

void Search::TryToken(uint32_t at, uint32_t size) {
  if (!work_.Spend(size)) return;
  const char* data = text_.data() + at;
  const uint32_t hash = HashRun(data, size);
  if (!store_.tokens_.MayHave(hash) || !text_.IsBoundary(at + size)) return;
  store_.tokens_.ForEach(hash, [&](uint32_t index) {
    const Store::Token token = store_.token_list_[index];
    if (!work_.Spend(kTryCost) || token.size != size) return !work_.done();
    const Store::Place place = store_.Locate(token.place);
    const char* source = place.source->text.data() + place.at;
    for (const bool reversed : {false, true}) {
      if (!SameRun(data, source, size, reversed)) continue;
      carries_({at, at + size, place.serial, place.at, place.at + size, reversed, true});
      break;
    }
    return true;
  });
}

}  // namespace weir::flow
