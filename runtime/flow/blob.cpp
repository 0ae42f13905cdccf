#include "runtime/flow/blob.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "runtime/flow/byte_block.h"
#include "runtime/flow/inflate.h"

namespace weir::flow {
namespace {

// word_min spells the six characters of the shortest token, long_min the sixteen of the shortest
// run that can be set.
struct Alphabet {
  Encoding encoding;
  int bits;         // that one character spells
  size_t group;     // characters after which bytes and characters are in step again
  size_t word_min;  // characters
  size_t long_min;
  std::array<int8_t, 256> values;  // -1: not in the alphabet
};

constexpr std::array<int8_t, 256> Values(std::string_view first, std::string_view second) {
  std::array<int8_t, 256> values{};
  values.fill(-1);
  for (const std::string_view digits : {first, second}) {
    for (size_t i = 0; i < digits.size(); ++i) {
      values[static_cast<unsigned char>(digits[i])] = static_cast<int8_t>(i);
    }
  }
  return values;
}

constexpr Alphabet kBase64 = {
    Encoding::kBase64,
    6,
    4,
    8,
    22,
    Values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")};
constexpr Alphabet kBase32 = {
    Encoding::kBase32,
    5,
    8,
    10,
    26,
    Values("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "abcdefghijklmnopqrstuvwxyz234567")};
constexpr Alphabet kHex = {
    Encoding::kHex, 4, 2, 12, 32, Values("0123456789ABCDEF", "0123456789abcdef")};

constexpr std::array<uint8_t, 4> kGzipInBase64 = {7, 56, 44, 8};  // H4sI
constexpr size_t kHeadLetters = 16;  // that spell enough for LooksCompressed
constexpr size_t kWider = 3;         // times as much, where it was not enough
constexpr size_t kToTheEnd = ~size_t{0};
constexpr size_t kPiecesMax = 6;
constexpr size_t kWordBytesMax = 32;

bool In(const Alphabet& alphabet, char c) {
  return alphabet.values[static_cast<unsigned char>(c)] >= 0;
}

// The end of the run at `at`, and how many characters it has. It goes on over seams, and with
// `lines`, once it is long, over line breaks, as MIME and PEM have them.
struct Extent {
  size_t end;
  size_t count;
};
Extent RunAt(std::string_view text, size_t at, const Alphabet& alphabet, bool lines) {
  Extent run{at, 0};
  for (size_t i = at; i < text.size(); ++i) {
    if (In(alphabet, text[i])) {
      run = {i + 1, run.count + 1};
    } else if (text[i] != kSeam &&
               !(lines && run.count >= alphabet.long_min && (text[i] == '\n' || text[i] == '\r'))) {
      break;
    }
  }
  return run;
}

// What the letters of a run stand for, and where those are that only stand between them.
struct Letters {
  std::vector<uint8_t> values;
  std::vector<uint32_t> gaps;
};

Letters LettersOf(std::string_view text, size_t begin, size_t end, const Alphabet& alphabet) {
  Letters letters;
  letters.values.reserve(end - begin);
  for (size_t i = begin; i < end; ++i) {
    const int8_t value = alphabet.values[static_cast<unsigned char>(text[i])];
    if (value >= 0) {
      letters.values.push_back(static_cast<uint8_t>(value));
    } else {
      letters.gaps.push_back(static_cast<uint32_t>(i));
    }
  }
  return letters;
}

// Eight values of `bits` bits each, put together: as many bytes as a value has bits, from the
// highest down.
uint64_t PutTogether(const uint8_t* values, int bits) {
  uint64_t word = 0;
  std::memcpy(&word, values, sizeof word);
  word = __builtin_bswap64(word);
  word = ((word & 0xff00ff00ff00ff00) >> (8 - bits)) | (word & 0x00ff00ff00ff00ff);
  word = ((word & 0xffff0000ffff0000) >> (16 - 2 * bits)) | (word & 0x0000ffff0000ffff);
  word = ((word & 0xffffffff00000000) >> (32 - 4 * bits)) | (word & 0x00000000ffffffff);
  return __builtin_bswap64(word << (64 - 8 * bits));
}

void Spell(std::span<const uint8_t> values, int bits, std::string& out) {
  constexpr size_t kStep = 8;
  const size_t size = values.size() * static_cast<size_t>(bits) / 8;
  out.resize(size + kStep);
  char* to = out.data();
  while (values.size() >= kStep) {
    const uint64_t bytes = PutTogether(values.data(), bits);
    std::memcpy(to, &bytes, sizeof bytes);
    to += bits;
    values = values.subspan(kStep);
  }
  std::array<uint8_t, kStep> rest{};
  std::copy(values.begin(), values.end(), rest.begin());
  const uint64_t bytes = PutTogether(rest.data(), bits);
  std::memcpy(to, &bytes, sizeof bytes);
  out.resize(size);
}

// What is decoded, for whom.
struct Job {
  std::string_view text;
  const std::optional<Focus>& focus;
  std::vector<Range>* backwards;
  const std::function<bool(const Decoded&)>& offer;

  bool Wants(size_t begin, size_t end) const {
    return IsBefore(begin) && (!focus || focus->seam < end);
  }
  bool IsBefore(size_t begin) const { return !focus || begin < focus->seam; }
  // Backwards a run may be one of several lines.
  void AddBackwards(size_t begin) const {
    if (backwards == nullptr || (!backwards->empty() && begin < backwards->back().end)) return;
    backwards->push_back(BlobLinesAround(text, begin));
  }
};

class BlobDecoder {
 public:
  BlobDecoder(const Job& job, const Alphabet& alphabet)
      : job_(job), text_(job.text), alphabet_(alphabet) {}

  // One run in all its readings; also what lies between its seams, by itself.
  bool Run(size_t begin, const Extent& run) {
    if (run.count < alphabet_.long_min) return Word(begin, run.end);
    return Long(begin, run.end) && (job_.focus.has_value() || Parts(begin, run.end));
  }

  // A run that can only be a word, in one.
  bool Piece(size_t begin, size_t end) {
    if (IsAscii(begin, end, false) && !Offer(begin, LettersOf(text_, begin, end, alphabet_), 0)) {
      return false;
    }
    if (job_.backwards != nullptr && IsAscii(begin, end, true)) job_.AddBackwards(begin);
    return true;
  }

 private:
  bool Long(size_t begin, size_t end) {
    job_.AddBackwards(begin);
    const Letters letters = LettersOf(text_, begin, end, alphabet_);
    for (size_t first = 0; first < std::min(alphabet_.group, letters.values.size()); ++first) {
      const bool more = job_.focus ? Near(begin, letters, first) : Offer(begin, letters, first);
      if (!more) return false;
    }
    if (alphabet_.encoding != Encoding::kBase64) return true;
    const auto packed = std::search(letters.values.begin(), letters.values.end(),
                                    kGzipInBase64.begin(), kGzipInBase64.end());
    return packed == letters.values.end() ||
           Offer(begin, letters, static_cast<size_t>(packed - letters.values.begin()));
  }

  // A token ends where its argument does, whatever letters the next one begins with.
  bool Parts(size_t begin, size_t end) {
    const std::string_view run = text_.substr(0, end);
    if (run.find(kSeam, begin) == std::string_view::npos) return true;
    for (size_t at = begin; at < end;) {
      const size_t past = std::min(run.find(kSeam, at), end);
      const auto letters =
          static_cast<size_t>(std::count_if(run.begin() + static_cast<std::ptrdiff_t>(at),
                                            run.begin() + static_cast<std::ptrdiff_t>(past),
                                            [this](char c) { return In(alphabet_, c); }));
      const bool more = letters >= alphabet_.long_min   ? Long(at, past)
                        : letters >= alphabet_.word_min ? Word(at, past)
                                                        : true;
      if (!more) return false;
      at = past + 1;
    }
    return true;
  }

  // What the run spells from its letter `first` on, up to `last`.
  bool Offer(size_t begin, const Letters& letters, size_t first, size_t last = kToTheEnd) {
    last = std::min(last, letters.values.size());
    decoded_.encoding = alphabet_.encoding;
    decoded_.spelling = {alphabet_.bits, static_cast<uint32_t>(begin), static_cast<uint32_t>(first),
                         letters.gaps};
    Spell(std::span(letters.values).subspan(first, last - first), alphabet_.bits, decoded_.text);
    decoded_.cut_back = last < letters.values.size();
    if (job_.focus) decoded_.seam = decoded_.spelling.CountBefore(job_.focus->seam);
    return job_.offer(decoded_);
  }

  // Likewise, around the seam, and ever more of it while that is not enough. All of what may begin
  // a compressed stream.
  bool Near(size_t begin, const Letters& letters, size_t first) {
    const auto bits = static_cast<size_t>(alphabet_.bits);
    const size_t size = letters.values.size();
    const Spelling whole{alphabet_.bits, static_cast<uint32_t>(begin), 0, letters.gaps};
    const size_t seam = whole.CountBefore(job_.focus->seam) * 8 / bits;
    const size_t head = std::min(kHeadLetters, size - first);
    Spell(std::span(letters.values).subspan(first, head), alphabet_.bits, decoded_.text);
    if (LooksCompressed(decoded_.text)) return Offer(begin, letters, first);
    bool more = true;
    bool wider = true;
    for (size_t near = job_.focus->bytes_near * 8 / bits; more && wider; near *= kWider) {
      const size_t skipped =
          seam > first + near ? (seam - first - near) / alphabet_.group * alphabet_.group : 0;
      *job_.focus->wider = false;
      decoded_.cut_front = skipped > 0;
      more = Offer(begin, letters, first + skipped, seam + near + alphabet_.group);
      wider = *job_.focus->wider && (decoded_.cut_front || decoded_.cut_back);
    }
    decoded_.cut_front = false;
    return more;
  }

  // Words end at seams and at what is no letter or digit, or do not: each is tried.
  bool Word(size_t begin, size_t end) {
    std::array<size_t, kPiecesMax + 1> edges{};
    size_t count = 0;
    edges[count++] = begin;
    for (size_t i = begin + 1; i < end; ++i) {
      if (IsEdge(text_[i]) == IsEdge(text_[i - 1])) continue;
      if (count == kPiecesMax) break;
      edges[count++] = i;
    }
    edges[count++] = end;
    for (size_t from = 0; from + 1 < count; ++from) {
      for (size_t to = from + 1; to < count; ++to) {
        if (edges[to] - edges[from] < alphabet_.word_min) continue;
        if (!job_.Wants(edges[from], edges[to])) continue;
        if (!Piece(edges[from], edges[to])) return false;
      }
    }
    return true;
  }

  static bool IsEdge(char c) { return c == kSeam || c == '/' || c == '-' || c == '_' || c == '+'; }

  // Leaves at the first byte that is not, which is nearly always one of the first two.
  bool IsAscii(size_t begin, size_t end, bool reversed) const {
    uint32_t buffer = 0;
    int have = 0;
    size_t size = 0;
    for (size_t i = begin; i < end; ++i) {
      const char c = text_[reversed ? begin + end - 1 - i : i];
      const int8_t value = alphabet_.values[static_cast<unsigned char>(c)];
      if (value < 0) continue;
      buffer = (buffer << alphabet_.bits) | static_cast<uint32_t>(value);
      have += alphabet_.bits;
      if (have < 8) continue;
      have -= 8;
      const uint32_t byte = (buffer >> have) & 0xff;
      const bool space = byte == '\t' || byte == '\n' || byte == '\r';
      if ((byte < 0x20 && !space) || byte > 0x7e || ++size > kWordBytesMax) return false;
    }
    return true;
  }

  const Job& job_;
  const std::string_view text_;
  const Alphabet& alphabet_;
  Decoded decoded_;
};

// The run on both sides of the seam, or where it would begin.
size_t BeginAround(std::string_view text, size_t begin, size_t seam, const Alphabet& alphabet) {
  size_t at = seam;
  while (at > begin && (text[at - 1] == kSeam || In(alphabet, text[at - 1]))) --at;
  return at;
}

// The runs of a smaller alphabet within one of base64's, whose characters include theirs.
bool DecodeWithin(const Job& job, size_t begin, const Extent& outer, const Alphabet& alphabet) {
  if (outer.count < alphabet.word_min) return true;
  const size_t end = outer.end;
  const std::string_view within = job.text.substr(0, end);
  const size_t from = job.focus ? BeginAround(within, begin, job.focus->seam, alphabet) : begin;
  for (size_t at = from; at < end && job.IsBefore(at);) {
    const Extent run = RunAt(within, at, alphabet, false);
    if (run.count >= alphabet.word_min && job.Wants(at, run.end) &&
        !BlobDecoder(job, alphabet).Run(at, run)) {
      return false;
    }
    at = std::max(run.end, at + 1);
  }
  return true;
}

// Whether four characters of base64 spell no byte above ASCII. Most words are done with by this.
bool MayBeAscii(const char* four, bool reversed) {
  uint32_t bits = 0;
  for (size_t i = 0; i < 4; ++i) {
    const char c = four[reversed ? 3 - i : i];
    bits = (bits << 6) | static_cast<uint32_t>(kBase64.values[static_cast<unsigned char>(c)]);
  }
  return (bits & 0x808080) == 0;
}

ByteVector Continues(ByteVector bytes) {
  static_assert(kSeam == ('_' & ~0x40));
  return Between(bytes | 0x20, 'a', 'z') | Between(bytes, '0', '9') | Equals(bytes | 0x40, '_') |
         Equals(bytes | 0x04, '/') | Equals(bytes, '-');
}

ByteVector IsLetterOrDigit(ByteVector bytes) {
  return Between(bytes | 0x20, 'a', 'z') | Between(bytes, '0', '9');
}

// Finds the runs of a text that are as long as the shortest that matters, and has them decoded.
class BlobScanner {
 public:
  explicit BlobScanner(const Job& job) : job_(job), text_(job.text) {}

  bool Scan() {
    if (job_.focus) return ScanAround(job_.focus->seam);
    ForEachBlock(text_, [&](size_t begin, const char* block) { return Block(begin, block); });
    return more_;
  }

 private:
  // The bits of a block and the last of the one before it, moved up.
  struct Bits {
    uint64_t now = 0;
    uint64_t before = 0;
    uint64_t Up(int by) const { return (now << by) | (before >> (64 - by)); }
    void Next(uint64_t next) {
      before = now;
      now = next;
    }
  };

  // A bit of `eight_` stands where a run has had eight characters or more.
  bool Block(size_t begin, const char* block) {
    one_.Next(BlockMask(block, Continues));
    two_.Next(one_.now & one_.Up(1));
    four_.Next(two_.now & two_.Up(2));
    eight_.Next(four_.now & four_.Up(4));
    static_assert(kBase64.word_min == 8);
    const uint64_t words = eight_.now == 0 ? 0 : BlockMask(block, IsLetterOrDigit);
    for (uint64_t left = eight_.now & ~eight_.Up(1); left != 0 && more_; left &= left - 1) {
      const int at = std::countr_zero(left);
      const size_t start = begin + static_cast<size_t>(at) - 7;
      // Where the run ends in this block, and begins in it, and is one word, nobody need go through
      // it.
      const int size = at >= 7 ? std::countr_one(one_.now >> (at - 7)) : 64;
      const bool is_word =
          at >= 7 && at - 7 + size < 64 && std::countr_one(words >> (at - 7)) == size;
      more_ = is_word && static_cast<size_t>(size) < kBase64.long_min
                  ? Word(start, start + static_cast<size_t>(size))
                  : Run(start, RunAt(text_, start, kBase64, false));
    }
    return more_;
  }

  bool Word(size_t begin, size_t end) {
    const char* word = text_.data() + begin;
    if (MayBeAscii(word, false) || MayBeAscii(text_.data() + end - 4, true)) {
      if (!BlobDecoder(job_, kBase64).Piece(begin, end)) return false;
    }
    return Within(begin, {end, end - begin});
  }

  // A run on both sides may be one of several lines.
  bool ScanAround(size_t seam) {
    for (size_t at = BlobLinesAround(text_, seam).begin; at < seam;) {
      if (In(kBase64, text_[at])) {
        const Extent run = RunAt(text_, at, kBase64, false);
        if (!Run(at, run)) return false;
        at = run.end;
      } else {
        ++at;
      }
    }
    return true;
  }

  bool Run(size_t begin, const Extent& run) {
    if (run.count < kBase64.word_min) return true;
    if (run.count >= kBase64.long_min && begin >= lines_end_) {
      const Extent lines = GoesOn(run.end) ? RunAt(text_, begin, kBase64, true) : run;
      lines_end_ = lines.end;
      const bool longer = lines.end > run.end && job_.Wants(begin, lines.end);
      if (longer && !BlobDecoder(job_, kBase64).Run(begin, lines)) return false;
    }
    if (!job_.Wants(begin, run.end)) return true;
    return BlobDecoder(job_, kBase64).Run(begin, run) && Within(begin, run);
  }

  // Whether a line ends right behind a run.
  bool GoesOn(size_t end) const {
    while (end < text_.size() && text_[end] == kSeam) ++end;
    return end < text_.size() && (text_[end] == '\n' || text_[end] == '\r');
  }

  bool Within(size_t begin, const Extent& run) {
    return DecodeWithin(job_, begin, run, kBase32) && DecodeWithin(job_, begin, run, kHex);
  }

  const Job& job_;
  const std::string_view text_;
  Bits one_, two_, four_, eight_;
  size_t lines_end_ = 0;
  bool more_ = true;
};

}  // namespace

Range BlobLinesAround(std::string_view text, size_t at) {
  const auto goes_on = [&](size_t i) {
    return In(kBase64, text[i]) || text[i] == kSeam || text[i] == '\n' || text[i] == '\r';
  };
  size_t begin = at;
  size_t end = at;
  while (begin > 0 && goes_on(begin - 1)) --begin;
  while (end < text.size() && goes_on(end)) ++end;
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

bool DecodeBlobs(std::string_view text, const std::optional<Focus>& focus,
                 std::vector<Range>* backwards, const std::function<bool(const Decoded&)>& offer) {
  return BlobScanner({text, focus, backwards, offer}).Scan();
}

}  // namespace weir::flow
