#include "compiler/views/email.h"

#include <algorithm>

#include "compiler/views/domain.h"

namespace weir::views {
namespace {

// RFC 5322's atext without `%` and `!`, by which old mail hosts forward to others.
bool IsAtomCharacter(char letter) {
  constexpr std::string_view kSigns = "#$&'*+-/=?^_`{|}~";
  return ('a' <= letter && letter <= 'z') || ('A' <= letter && letter <= 'Z') ||
         ('0' <= letter && letter <= '9') || kSigns.find(letter) != std::string_view::npos;
}

bool IsDotAtom(std::string_view local) {
  if (local.empty() || local.starts_with('.') || local.ends_with('.')) return false;
  if (local.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(local,
                             [](char letter) { return letter == '.' || IsAtomCharacter(letter); });
}

// A last label of digits makes programs read an IPv4 address.
bool IsMailDomain(std::string_view domain) {
  size_t dot = domain.rfind('.');
  if (dot == std::string_view::npos) return false;
  return domain.find_first_not_of("0123456789", dot + 1) != std::string_view::npos;
}

}  // namespace

std::optional<Email> ParseEmail(std::string_view text) {
  size_t at = text.find('@');
  if (at == std::string_view::npos || at > kEmailLocalBytesMax) return std::nullopt;
  std::string_view local = text.substr(0, at);
  if (!IsDotAtom(local) || text.ends_with('.')) return std::nullopt;
  std::optional<std::string> domain = CanonicalDomain(text.substr(at + 1));
  if (!domain || !IsMailDomain(*domain)) return std::nullopt;
  return Email{std::string(local), std::move(*domain)};
}

}  // namespace weir::views
