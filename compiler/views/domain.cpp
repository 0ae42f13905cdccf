#include "compiler/views/domain.h"

#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <memory>

namespace weir::views {
namespace {

constexpr size_t kLabelBytesMax = 63;
constexpr size_t kTextBytesMax = 4 * kDomainBytesMax;  // before IDNA makes it short

using OwnedIdna = std::unique_ptr<UIDNA, decltype(&uidna_close)>;

const UIDNA* Idna() {
  static const OwnedIdna idna = [] {
    UErrorCode status = U_ZERO_ERROR;
    constexpr uint32_t kOptions = UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                  UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;
    return OwnedIdna(uidna_openUTS46(kOptions, &status), &uidna_close);
  }();
  return idna.get();
}

std::optional<std::string> ToAscii(std::string_view text) {
  const UIDNA* idna = Idna();
  if (idna == nullptr) return std::nullopt;
  std::array<char, kTextBytesMax> ascii;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  int32_t length =
      uidna_nameToASCII_UTF8(idna, text.data(), static_cast<int32_t>(text.size()), ascii.data(),
                             static_cast<int32_t>(ascii.size()), &info, &status);
  if (U_FAILURE(status) != 0 || static_cast<size_t>(length) > ascii.size()) return std::nullopt;
  // Hyphens at odd places are common in real names; everything else that IDNA finds is an error.
  constexpr uint32_t kHarmless =
      UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
  if ((info.errors & ~kHarmless) != 0) return std::nullopt;
  return std::string(ascii.data(), static_cast<size_t>(length));
}

bool IsHostCharacter(char letter) {
  return ('a' <= letter && letter <= 'z') || ('0' <= letter && letter <= '9') || letter == '-' ||
         letter == '_';
}

bool HasGoodLabels(std::string_view domain) {
  while (true) {
    size_t length = std::min(domain.find('.'), domain.size());
    std::string_view label = domain.substr(0, length);
    if (label.empty() || label.size() > kLabelBytesMax) return false;
    if (!std::ranges::all_of(label, IsHostCharacter)) return false;
    if (length == domain.size()) return true;
    domain.remove_prefix(length + 1);
  }
}

}  // namespace

std::optional<std::string> CanonicalDomain(std::string_view text) {
  if (text.empty() || text.size() > kTextBytesMax) return std::nullopt;
  if (text.ends_with('.')) text.remove_suffix(1);
  std::optional<std::string> domain = ToAscii(text);
  if (!domain || domain->size() > kDomainBytesMax || !HasGoodLabels(*domain)) return std::nullopt;
  return domain;
}

}  // namespace weir::views
