#include "compiler/check/globs.h"

#include <vector>

namespace weir::check {

// meets[i][j]: some name fits both a[i..] and b[j..]; one row at a time, from the end.
bool NameGlobsMeet(std::string_view a, std::string_view b) {
  std::vector<char> below(b.size() + 1, 0);
  std::vector<char> row(b.size() + 1, 0);
  for (size_t i = a.size() + 1; i-- > 0;) {
    const bool a_ends = i == a.size();
    const bool a_star = !a_ends && a[i] == '*';
    for (size_t j = b.size() + 1; j-- > 0;) {
      const bool b_ends = j == b.size();
      const bool b_star = !b_ends && b[j] == '*';
      bool meets = a_ends && b_ends;
      if (a_star) meets = below[j] != 0 || (!b_ends && row[j + 1] != 0);
      if (b_star) meets = meets || row[j + 1] != 0 || (!a_ends && below[j] != 0);
      const bool same = !a_ends && !b_ends && !a_star && !b_star && a[i] == b[j];
      if (same) meets = below[j + 1] != 0;
      row[j] = meets ? 1 : 0;
    }
    below.swap(row);
  }
  return below[0] != 0;
}

// `a` is matched against the characters of `b`, a `*` of which only a `*` of `a` can take: there
// are more characters than any `a` names, so `b` stands for names that fit `a` in no other way.
bool NameGlobCovers(std::string_view a, std::string_view b) {
  size_t i = 0;
  size_t j = 0;
  size_t star = a.npos;
  size_t retry = 0;
  while (j < b.size()) {
    if (i < a.size() && a[i] == '*') {
      star = i++;
      retry = j;
    } else if (i < a.size() && a[i] == b[j]) {
      ++i;
      ++j;
    } else if (star != a.npos) {
      i = star + 1;
      j = ++retry;
    } else {
      return false;
    }
  }
  while (i < a.size() && a[i] == '*') ++i;
  return i == a.size();
}

}  // namespace weir::check
