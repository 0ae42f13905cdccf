// WordDiff of definition_diff.h: a longest common subsequence over words.
#include <algorithm>

#include "runtime/guard/definition_diff.h"

namespace weir::guard {
namespace {

constexpr size_t kContextWords = 4;  // kept words that are shown on each side of a change

enum class Side : uint8_t { kKept, kOut, kIn };
struct Piece {
  Side side;
  std::string_view word;
};

// A word with the white space before it, so that the words of a text put together are the text.
std::vector<std::string_view> Words(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const size_t begin = std::min(text.find_first_not_of(kSpace), text.size());
    const size_t end = std::min(text.find_first_of(kSpace, begin), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

std::vector<Piece> Align(const std::vector<std::string_view>& a,
                         const std::vector<std::string_view>& b) {
  const size_t width = b.size() + 1;
  std::vector<uint16_t> common((a.size() + 1) * width, 0);
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      const auto longer = std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
      common[i * width + j] =
          a[i] == b[j] ? static_cast<uint16_t>(common[(i + 1) * width + j + 1] + 1) : longer;
    }
  }
  std::vector<Piece> pieces;
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      pieces.push_back({Side::kKept, a[i++]});
      ++j;
    } else if (i < a.size() &&
               (j == b.size() || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      pieces.push_back({Side::kOut, a[i++]});
    } else {
      pieces.push_back({Side::kIn, b[j++]});
    }
  }
  return pieces;
}

// [begin, end) are kept words; those in the middle of a long run say nothing.
void AppendKept(const std::vector<Piece>& pieces, size_t begin, size_t end, std::string& to) {
  const size_t head = begin == 0 ? 0 : kContextWords;
  const size_t tail = end == pieces.size() ? 0 : kContextWords;
  for (size_t i = begin; i < end; ++i) {
    if (i == begin + head && end - begin > head + tail + 1) {
      to += " …";
      i = end - tail;
      if (i >= end) break;
    }
    to += pieces[i].word;
  }
}

}  // namespace

std::string WordDiff(std::string_view before, std::string_view after) {
  const std::vector<std::string_view> a = Words(before);
  const std::vector<std::string_view> b = Words(after);
  if (a.size() > kDiffWordsMax || b.size() > kDiffWordsMax) {
    return "rewritten: " + std::to_string(a.size()) + " words, now " + std::to_string(b.size());
  }
  const std::vector<Piece> pieces = Align(a, b);
  std::string text;
  for (size_t begin = 0; begin < pieces.size();) {
    size_t end = begin;
    while (end < pieces.size() && pieces[end].side == pieces[begin].side) ++end;
    if (pieces[begin].side == Side::kKept) {
      AppendKept(pieces, begin, end, text);
    } else {
      text += pieces[begin].side == Side::kOut ? "[-" : "{+";
      for (size_t i = begin; i < end; ++i) text += pieces[i].word;
      text += pieces[begin].side == Side::kOut ? "-]" : "+}";
    }
    begin = end;
  }
  return text;
}

}  // namespace weir::guard
