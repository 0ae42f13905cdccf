// Texts with labels, and the finding of their runs and tokens in other texts. A conversation keeps
// what its results said in one Store and what is public in another.
//
// Of every kept text each d-th gram of k normal characters is in a table; a text that is looked at
// has all of its grams looked up. With d + k - 1 = the run length, any common run of that length
// holds a kept gram whole, so none is missed. (Winnowing, Schleimer, Wilkerson, Aiken: Local
// Algorithms for Document Fingerprinting, SIGMOD 2003, gives the same guarantee while thinning both
// sides, for twice the memory on the kept one. Here the other side need not be thinned.) What the
// table proposes is compared with the kept text, so nothing is found that is not there.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string_view>
#include <vector>

#include "runtime/flow/bit_filter.h"
#include "runtime/flow/gram_table.h"
#include "runtime/flow/labels.h"
#include "runtime/flow/normal_text.h"

namespace weir::flow {

class Search;

inline constexpr size_t kRunLengthMin = 16;
inline constexpr size_t kRunLengthDefault = 24;
inline constexpr size_t kRunLengthMax = 256;

// So many places of one gram are looked at one by one.
inline constexpr size_t kSameGramMax = 32;

// The steps that looking at one message may take; hostile texts can ask for many.
class Work {
 public:
  explicit Work(uint64_t steps) : left_(steps) {}
  // False, from then on, once it is used up.
  bool Spend(uint64_t steps) {
    left_ = steps < left_ ? left_ - steps : 0;
    return left_ > 0;
  }
  bool done() const { return left_ == 0; }

 private:
  uint64_t left_;
};

// Normal characters [begin, end) of the text that was looked at are [source_begin, source_end) of a
// kept one.
struct Run {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint64_t source = 0;  // serial number of the kept text
  uint32_t source_begin = 0;
  uint32_t source_end = 0;
  bool reversed = false;  // one reads backwards
  bool token = false;     // a whole token; otherwise a run of the configured length or more
};

class Store {
 public:
  // kRunLengthMin to kRunLengthMax; more or less is taken as the nearest.
  explicit Store(size_t run_length);

  struct Source {
    NormalText text;
    LabelSet labels = 0;
    uint32_t base = 0;  // of its characters among those of all kept texts
  };

  // Returns its serial number, one more than that of the text before. At most 2 GiB in all.
  uint64_t Add(std::string_view raw, LabelSet labels);
  // Lets go of the oldest texts until no more than `bytes` are held or nothing is left. Returns
  // their labels.
  LabelSet ShrinkTo(size_t bytes);
  // From now on runs of this length are found, in all that is kept.
  void SetRunLength(size_t run_length);
  // Changes every text's labels.
  void Relabel(const std::function<LabelSet(LabelSet)>& change);

  bool empty() const { return sources_.empty(); }
  // Whether there is anything that Find could find.
  bool is_searchable() const { return grams_.size() > 0 || token_sizes_ != 0; }
  // Whether any text that was ever kept has normal characters that are not ASCII.
  bool is_wide() const { return wide_; }
  bool has_tokens() const { return token_sizes_ != 0; }
  size_t longest_token() const { return std::bit_width(token_sizes_); }  // at least that
  uint64_t first_serial() const { return first_serial_; }
  const Source& source(uint64_t serial) const { return sources_[serial - first_serial_]; }
  size_t source_count() const { return sources_.size(); }
  LabelSet labels() const;
  size_t run_length() const { return run_length_; }
  // Memory that it holds, in bytes.
  size_t bytes_held() const;

  // Calls for every run that `text`[begin, end), whose boundaries are marked, has in common with a
  // kept text, each as long as it gets, and for every token of a kept text in it. `carries` says
  // whether the run counts; while one that counts covers a place, others there that would bring no
  // further label are passed over.
  using Carries = std::function<bool(const Run&)>;
  void Find(const NormalText& text, Range range, Work& work, const Carries& carries) const;

 private:
  friend class Search;
  struct Token {
    uint32_t place;
    uint32_t size;
  };
  struct Place {
    const Source* source;
    uint64_t serial;
    uint32_t at;
  };

  Place Locate(uint32_t place) const;
  const char* TextAt(uint32_t place) const;
  size_t GramsOf(const Source& source) const;
  void Index(const Source& source);
  void IndexGram(const Source& source, uint32_t at, uint32_t hash);
  void IndexWindows(const Source& source, uint32_t at);
  bool HasWindow(const char* window, uint32_t hash, LabelSet labels) const;
  void IndexTokens(const Source& source, std::string_view raw);
  void IndexToken(Token token);
  void Rebuild();

  size_t run_length_ = 0;
  size_t gram_ = 0;    // k
  size_t stride_ = 0;  // d
  std::deque<Source> sources_;
  uint64_t first_serial_ = 0;
  size_t text_bytes_ = 0;  // held by the sources
  bool wide_ = false;
  GramTable grams_;
  // Where kSameGramMax places have the same gram, whole runs around further ones are kept here,
  // each once for a label: however often a text repeats itself, a look-up stays short.
  GramTable windows_;
  std::vector<Token> token_list_;
  GramTable tokens_;          // places are indices into token_list_
  BitFilter token_heads_;     // how tokens begin, forwards and backwards
  uint64_t token_sizes_ = 0;  // bit n: there is a token of n characters
};

}  // namespace weir::flow
