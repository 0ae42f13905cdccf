#include "runtime/flow/inspect.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "runtime/flow/common.h"

namespace weir::flow {
namespace {

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The characters of one run, crossed out as they turn out to say nothing.
class Informative {
 public:
  explicit Informative(size_t size) : crossed_(size, false) {}

  void CrossOut(size_t begin, size_t end) {
    std::fill(crossed_.begin() + static_cast<std::ptrdiff_t>(begin),
              crossed_.begin() + static_cast<std::ptrdiff_t>(end), true);
  }
  bool IsCrossedOut(size_t i) const { return crossed_[i]; }

 private:
  std::vector<bool> crossed_;
};

class Inspector {
 public:
  Inspector(size_t size, const Store& labelled, std::span<const Store* const> publics,
            uint64_t steps, DecodeLimits decode)
      : size_(static_cast<uint32_t>(size)),
        labelled_(labelled),
        publics_(publics),
        work_(steps),
        decode_(decode) {}

  // `text`, which lies beneath layers_.
  void Examine(std::string_view text) {
    // Runs are found in either direction, so what was only turned round was searched.
    const bool reversed = !layers_.empty() && layers_.back()->encoding == Encoding::kReversed;
    if (!reversed || !scratch_[layers_.size() - 1].mirrors()) Search(text);
    if (work_.done()) findings_.complete = false;
    const auto deeper = [&](const Decoded& decoded) {
      if (labelled_.has_tokens()) {
        const size_t depth = layers_.size();
        FindSeams(decoded, text, seams_[depth], seams_[depth + 1]);
      }
      layers_.push_back(&decoded);
      Examine(decoded.text);
      layers_.pop_back();
      return findings_.complete;
    };
    bool complete = findings_.complete;
    if (complete && !layers_.empty() && layers_.back()->encoding != Encoding::kGzip) {
      complete = DecodeCompressed(text, decode_, deeper);
    }
    const size_t depth = layers_.size();
    const DecodeHow how{outer(), scratch_[depth].mirrors(), std::nullopt, seams_[depth]};
    if (complete && Depth() < kEncodingsDeep) complete = Decode(text, how, decode_, deeper);
    findings_.complete = findings_.complete && complete;
  }

  Findings Take() { return std::move(findings_); }

 private:
  size_t Depth() const {
    return static_cast<size_t>(std::count_if(layers_.begin(), layers_.end(), [](const Decoded* d) {
      return d->encoding != Encoding::kGzip;
    }));
  }
  const Encoding* outer() const { return layers_.empty() ? nullptr : &layers_.back()->encoding; }

  void Search(std::string_view text) {
    NormalText& normal = scratch_[layers_.size()];
    normal.Assign(text);
    if (labelled_.has_tokens()) normal.MarkBoundaries(seams_[layers_.size()]);
    const Range all{0, static_cast<uint32_t>(normal.size())};
    labelled_.Find(normal, all, work_, [&](const Run& run) {
      const bool carries = run.token ? !IsPublicToken(normal, run) : IsInformative(normal, run);
      if (carries) Record(text, normal, run);
      return carries;
    });
  }

  bool IsPublicToken(const NormalText& normal, const Run& run) {
    bool found = false;
    for (const Store* store : publics_) {
      store->Find(normal, {run.begin, run.end}, work_, [&](const Run& other) {
        found = found || (other.begin == run.begin && other.end == run.end);
        return found;
      });
      if (found) return true;
    }
    return false;
  }

  bool IsInformative(NormalText& normal, const Run& run) {
    if (normal.boundaries().empty()) normal.MarkBoundaries(seams_[layers_.size()]);
    Informative informative(run.end - run.begin);
    const auto margin = static_cast<uint32_t>(labelled_.run_length());
    const Range around{run.begin > margin ? run.begin - margin : 0,
                       std::min(run.end + margin, static_cast<uint32_t>(normal.size()))};
    for (const Store* store : publics_) {
      store->Find(normal, around, work_, [&](const Run& other) {
        const uint32_t begin = std::max(other.begin, run.begin);
        const uint32_t end = std::min(other.end, run.end);
        if (begin < end) informative.CrossOut(begin - run.begin, end - run.begin);
        return false;
      });
    }
    return HasEnough(run, informative);
  }

  // Goes through the words of the kept text, whose borders nobody could move after the fact.
  bool HasEnough(const Run& run, const Informative& informative) {
    const NormalText& source = labelled_.source(run.source).text;
    size_t own = 0;
    size_t common = 0;
    std::bitset<256> different;
    for (uint32_t at = run.source_begin; at < run.source_end;) {
      const Range word = WordAt(source, at);
      const WordKind kind = KindOf(source.text().substr(word.begin, word.end - word.begin));
      for (; at < std::min(word.end, run.source_end); ++at) {
        different.set(static_cast<unsigned char>(source[at]));
        const uint32_t offset = at - run.source_begin;
        if (informative.IsCrossedOut(run.reversed ? run.end - run.begin - 1 - offset : offset)) {
          continue;
        }
        own += kind == WordKind::kOwn ? 1 : kind == WordKind::kNumber ? 2 : 0;
        common += kind == WordKind::kCommon ? 1 : 0;
      }
      const bool enough = own >= kInformativeMin || own + common >= kCommonMin;
      if (enough && different.count() >= kDifferentMin) return true;
    }
    return false;
  }

  // Around character `at`; of a long word a part that is too long to be common.
  static Range WordAt(const NormalText& source, uint32_t at) {
    Range word{at, at + 1};
    while (at - word.begin < kCommonWordMax && !source.HasGapBefore(word.begin)) --word.begin;
    while (word.end - at < kCommonWordMax && !source.HasGapBefore(word.end)) ++word.end;
    return word;
  }

  void Record(std::string_view text, const NormalText& normal, const Run& run) {
    const Store::Source& source = labelled_.source(run.source);
    findings_.labels |= source.labels;
    if (findings_.all.size() == kFindingsMax) return;
    Finding finding;
    finding.labels = source.labels;
    finding.source = run.source;
    finding.source_range = source.text.RawRange(run.source_begin, run.source_end);
    finding.argument = normal.RawRange(run.begin, run.end);
    while (finding.argument.end < text.size() && IsContinuation(text[finding.argument.end])) {
      ++finding.argument.end;
    }
    finding.token = run.token;
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
      finding.argument = (*layer)->Map(finding.argument);
      finding.encodings.insert(finding.encodings.begin(), (*layer)->encoding);
    }
    finding.argument.end = std::min(finding.argument.end, size_);
    if (run.reversed) finding.encodings.push_back(Encoding::kReversed);
    findings_.all.push_back(std::move(finding));
  }

  const uint32_t size_;  // of the text that is inspected
  const Store& labelled_;
  std::span<const Store* const> publics_;
  Work work_;
  DecodeLimits decode_;
  std::vector<const Decoded*> layers_;
  std::array<NormalText, 2 * kEncodingsDeep + 1>
      scratch_;  // one for each layer; gzip may follow each
  std::array<std::vector<uint32_t>, 2 * kEncodingsDeep + 1> seams_;  // likewise; see FindSeams
  Findings findings_;
};

}  // namespace

Findings Inspect(std::string_view text, const Store& labelled,
                 std::span<const Store* const> publics, const InspectLimits& limits) {
  if (!labelled.is_searchable()) return {};
  Inspector inspector(text.size(), labelled, publics, limits.StepsFor(text.size()),
                      limits.DecodingFor(text.size()));
  inspector.Examine(text);
  return inspector.Take();
}

}  // namespace weir::flow
