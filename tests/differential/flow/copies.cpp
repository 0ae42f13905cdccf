#include "tests/differential/flow/copies.h"

#include <cctype>
#include <unordered_set>

#include "runtime/flow/store.h"

namespace weir::flow {

std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return plain;
}

bool Copies(const std::string& source, const std::string& text) {
  constexpr size_t kLength = kRunLengthDefault;
  if (source.size() < kLength || text.size() < kLength) return false;
  std::unordered_set<std::string_view> windows;
  const std::string_view view = source;
  for (size_t i = 0; i + kLength <= view.size(); ++i) windows.insert(view.substr(i, kLength));
  for (size_t i = 0; i + kLength <= text.size(); ++i) {
    if (windows.contains(std::string_view(text).substr(i, kLength))) return true;
  }
  return false;
}

}  // namespace weir::flow
