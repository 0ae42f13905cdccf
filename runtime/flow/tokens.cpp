#include "runtime/flow/tokens.h"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cstddef>
#include <string>

#include "runtime/flow/byte_block.h"

namespace weir::flow {
namespace {

constexpr size_t kNumberDigitsMin = 6;
constexpr size_t kNumberDifferentMin = 3;
constexpr size_t kTokenBytesMax = 128;  // longer ones are runs
constexpr size_t kMixedMin = 8;
constexpr size_t kMixedChangesMin = 3;
constexpr size_t kKeyTailMin = 12;
constexpr std::array<std::string_view, 16> kKeyPrefixes = {
    "AKIA", "ASIA", "AIza", "ghp_", "gho_", "ghs_",  "github_pat_", "glpat-",
    "npm_", "sk-",  "sk_",  "pk_",  "rk_",  "xoxb-", "xoxp-",       "eyJ"};

enum Class : uint8_t { kOther = 0, kDigit = 1, kLower = 2, kUpper = 4, kJoin = 8 };

constexpr std::array<uint8_t, 256> Classes() {
  std::array<uint8_t, 256> table{};
  for (size_t c = '0'; c <= '9'; ++c) table[c] = kDigit;
  for (size_t c = 'a'; c <= 'z'; ++c) table[c] = kLower;
  for (size_t c = 'A'; c <= 'Z'; ++c) table[c] = kUpper;
  for (const char c : {'.', '_', '-', '+', '%'}) table[static_cast<size_t>(c)] = kJoin;
  return table;
}
constexpr std::array<uint8_t, 256> kClasses = Classes();

uint8_t ClassOf(char c) {
  return kClasses[static_cast<unsigned char>(c)];
}
bool IsDigit(char c) {
  return ClassOf(c) == kDigit;
}
bool IsAlnum(char c) {
  return (ClassOf(c) & (kDigit | kLower | kUpper)) != 0;
}
bool IsLetter(char c) {
  return (ClassOf(c) & (kLower | kUpper)) != 0;
}
bool IsWord(char c) {
  return IsAlnum(c) || c == '_' || c == '-';
}

// The finder looks closer only where there is a digit, an `@` or a key's beginning; each look is
// bounded.
class Finder {
 public:
  Finder(std::string_view text, std::vector<Range>& out) : text_(text), out_(out) {}

  void Run() {
    ForEachBlock(text_, [&](size_t begin, const char* block) {
      uint64_t marks = BlockMask(
          block, [](ByteVector bytes) { return Between(bytes, '0', '9') | Equals(bytes, '@'); });
      for (; marks != 0; marks &= marks - 1) {
        Mark(begin + static_cast<size_t>(std::countr_zero(marks)));
      }
      return true;
    });
  }

 private:
  void Mark(size_t at) {
    if (text_[at] == '@') {
      Address(at);
    } else if (at >= looked_) {
      looked_ = std::max(at + 1, Numbers(at));
    }
  }

  void Emit(size_t begin, size_t end) {
    if (end - begin > kTokenBytesMax) return;
    const Range range{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    const auto letters =
        std::count_if(text_.begin() + range.begin, text_.begin() + range.end, IsAlnum);
    if (static_cast<size_t>(letters) >= kTokenCharactersMin) out_.push_back(range);
  }

  // local@labels.tld around the `@` at `at`.
  void Address(size_t at) {
    const size_t low = at > kTokenBytesMax ? at - kTokenBytesMax : 0;
    size_t begin = at;
    while (begin > low && (IsAlnum(text_[begin - 1]) || ClassOf(text_[begin - 1]) == kJoin))
      --begin;
    while (begin < at && !IsAlnum(text_[begin])) ++begin;
    const size_t high = std::min(text_.size(), at + kTokenBytesMax);
    size_t end = at + 1;
    size_t dots = 0;
    while (end < high && (IsAlnum(text_[end]) || text_[end] == '-' || text_[end] == '.')) {
      dots += text_[end] == '.' ? 1 : 0;
      ++end;
    }
    while (end > at + 1 && !IsAlnum(text_[end - 1])) dots -= text_[--end] == '.' ? 1 : 0;
    if (begin < at && dots > 0 && end > at + 1 && IsLetter(text_[end - 1])) Emit(begin, end);
  }

  // All that the digit at `at` belongs to. Returns where to look on.
  size_t Numbers(size_t at) {
    size_t begin = at;
    const size_t low = at > kTokenBytesMax ? at - kTokenBytesMax : 0;
    while (begin > low && IsWord(text_[begin - 1])) --begin;
    size_t end = at;
    const size_t high = std::min(text_.size(), at + kTokenBytesMax);
    while (end < high && IsWord(text_[end])) ++end;
    if (const size_t past = Account(begin); past != 0) return past;
    if (IsMixed(begin, end) || IsKey(begin, end)) {
      Emit(begin, end);
      return end;
    }
    return Grouped(at);
  }

  // An IBAN at `begin`: two letters, two digits, at most 30 more in groups of four, and the right
  // remainder.
  size_t Account(size_t begin) {
    constexpr size_t kMin = 15;
    constexpr size_t kMax = 34;
    std::string plain;
    size_t end = begin;
    for (size_t i = begin; i < text_.size() && plain.size() < kMax; ++i) {
      const bool space = text_[i] == ' ' && plain.size() % 4 == 0 && !plain.empty();
      if (space) continue;
      if (!IsDigit(text_[i]) && ClassOf(text_[i]) != kUpper) break;
      plain += text_[i];
      if (plain.size() == 4 &&
          !(IsLetter(plain[0]) && IsLetter(plain[1]) && IsDigit(plain[2]) && IsDigit(plain[3]))) {
        return 0;
      }
      if (plain.size() >= kMin && Remainder(plain) == 1) end = i + 1;
    }
    if (end == begin) return 0;
    Emit(begin, end);
    return end;
  }

  static unsigned Remainder(std::string_view iban) {
    unsigned remainder = 0;
    for (size_t i = 0; i < iban.size(); ++i) {
      const char c = iban[(i + 4) % iban.size()];
      if (IsDigit(c)) {
        remainder = (remainder * 10 + static_cast<unsigned>(c - '0')) % 97;
      } else {
        remainder = (remainder * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
      }
    }
    return remainder;
  }

  // Changes between digits, lower and upper case more often than words and names do.
  bool IsMixed(size_t begin, size_t end) const {
    size_t changes = 0;
    size_t size = 0;
    uint8_t last = 0;
    uint8_t seen = 0;
    for (size_t i = begin; i < end; ++i) {
      const uint8_t c = ClassOf(text_[i]);
      if (c == kJoin) continue;
      changes += size > 0 && (c == kDigit) != (last == kDigit) ? 1 : 0;
      seen |= c;
      last = c;
      ++size;
    }
    return size >= kMixedMin && changes >= kMixedChangesMin && changes * 5 >= size &&
           (seen & (kLower | kUpper)) != 0 && !IsTimestamp(begin, end) && !IsConstant(begin, end);
  }

  // 20240520T103000Z, 2024-05-20T10…: digits with one `T` and perhaps a `Z`.
  bool IsTimestamp(size_t begin, size_t end) const {
    return std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                       text_.begin() + static_cast<std::ptrdiff_t>(end), [](char c) {
                         return IsDigit(c) || c == '-' || c == 'T' || c == 'Z' || c == 't' ||
                                c == 'z';
                       });
  }

  // 0x7fffffff, as every program has them.
  bool IsConstant(size_t begin, size_t end) const {
    while (begin < end && !IsAlnum(text_[begin])) ++begin;
    return text_.substr(begin, 2) == "0x" && end - begin <= 11;
  }

  bool IsKey(size_t begin, size_t end) const {
    const std::string_view word = text_.substr(begin, end - begin);
    return std::any_of(kKeyPrefixes.begin(), kKeyPrefixes.end(), [&](std::string_view prefix) {
      return word.starts_with(prefix) && word.size() >= prefix.size() + kKeyTailMin;
    });
  }

  // A number at `at`, in groups: 4111 1111 1111 1111, 1,234,567, +1 (555) 123-4567, 123-45-6789.
  size_t Grouped(size_t at) {
    if (const size_t past = PastDate(at); past != 0) return past;
    size_t end = GroupEnd(at);
    size_t digits = end - at;
    std::bitset<10> different;
    Note(at, end, different);
    bool years = IsYearGroup(at, end);
    while (true) {
      const size_t next = end + SeparatorSize(end);
      if (next == end || next >= text_.size() || !IsDigit(text_[next])) break;
      if (PastDate(next) != 0) break;
      const size_t next_end = GroupEnd(next);
      const bool comma = text_[end] == ',';
      if (next_end - next < 2 || (comma && next_end - next != 3)) break;
      if (next_end - at > kTokenBytesMax) break;
      Note(next, next_end, different);
      years = years && (IsYearGroup(next, next_end) || next_end - next == 2);
      digits += next_end - next;
      end = next_end;
    }
    if (years) return end;
    if (digits >= kNumberDigitsMin && different.count() >= kNumberDifferentMin) Emit(at, end);
    return end;
  }

  // 1995-2001; 2022-07.
  bool IsYearGroup(size_t begin, size_t end) const {
    return end - begin == 4 && IsYear(Number(begin, 4));
  }

  void Note(size_t begin, size_t end, std::bitset<10>& different) const {
    for (size_t i = begin; i < end; ++i) different.set(static_cast<size_t>(text_[i] - '0'));
  }

  size_t GroupEnd(size_t at) const {
    while (at < text_.size() && IsDigit(text_[at])) ++at;
    return at;
  }

  size_t SeparatorSize(size_t at) const {
    const auto next_is = [&](char c) { return at + 1 < text_.size() && text_[at + 1] == c; };
    if (at >= text_.size()) return 0;
    switch (text_[at]) {
      case ' ':
        return next_is('(') ? 2 : 1;
      case ')':
        return next_is(' ') || next_is('-') ? 2 : 1;
      case '-':
      case '.':
      case ',':
        return 1;
      default:
        return 0;
    }
  }

  int Number(size_t at, size_t size) const {
    int value = 0;
    for (size_t i = at; i < at + size; ++i) {
      if (i >= text_.size() || !IsDigit(text_[i])) return -1;
      value = value * 10 + (text_[i] - '0');
    }
    return value;
  }

  static bool IsYear(int y) { return y >= 1900 && y < 2100; }
  static bool IsMonthDay(int m, int d) { return m >= 1 && m <= 12 && d >= 1 && d <= 31; }

  // Past a date at `at`, with the hour that may follow it; 0: there is none.
  size_t PastDate(size_t at) const {
    const size_t size = GroupEnd(at) - at;
    if (size == 6 && IsYear(Number(at, 4)) && IsMonthDay(Number(at + 4, 2), 1)) return at + 6;
    if (size == 8 && IsYear(Number(at, 4)) && IsMonthDay(Number(at + 4, 2), Number(at + 6, 2))) {
      const bool time =
          at + 13 <= text_.size() && text_[at + 8] == 'T' && GroupEnd(at + 9) >= at + 13;
      return time ? GroupEnd(at + 9) : at + 8;
    }
    const auto separated = [&](size_t first, size_t second) {
      const size_t a = at + first;
      const size_t b = a + 1 + second;
      return b < text_.size() && text_[a] == text_[b] &&
             (text_[a] == '-' || text_[a] == '.' || text_[a] == '/');
    };
    size_t past = 0;
    if (size == 4 && separated(4, 2) && IsYear(Number(at, 4)) &&
        IsMonthDay(Number(at + 5, 2), Number(at + 8, 2))) {
      past = at + 10;
    } else if (size == 2 && separated(2, 2) && IsYear(Number(at + 6, 4))) {
      const int a = Number(at, 2);
      const int b = Number(at + 3, 2);
      if (IsMonthDay(a, b) || IsMonthDay(b, a)) past = at + 10;
    }
    if (past == 0 || (past < text_.size() && IsDigit(text_[past]))) return 0;
    const bool hour = past + 3 < text_.size() && Number(past + 1, 2) >= 0 && text_[past + 3] == ':';
    return hour ? past + 3 : past;
  }

  std::string_view text_;
  std::vector<Range>& out_;
  size_t looked_ = 0;
};

}  // namespace

void FindTokens(std::string_view text, std::vector<Range>& out) {
  Finder(text, out).Run();
}

}  // namespace weir::flow
