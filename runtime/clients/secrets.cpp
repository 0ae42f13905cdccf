#include "runtime/clients/secrets.h"

#include <algorithm>
#include <array>

namespace weir::clients {
namespace {

constexpr size_t kSecretBytesMin = 4;
constexpr size_t kIssuedBytesMin = 16;  // of what is known by its beginning

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// "--github-token", "API_KEY", "x-api-key": by how the last word ends.
bool NamesSecret(std::string_view name) {
  constexpr std::array<std::string_view, 10> kEndings = {
      "token", "key",  "secret", "password",   "passwd",
      "pwd",   "pass", "cookie", "credential", "authorization"};
  std::string last;
  for (const char c : name) {
    if (!IsLetterOrDigit(c) && !last.empty()) last.clear();
    if (IsLetterOrDigit(c)) last += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return last.ends_with(ending); });
}

// What a name of a secret would be followed by: no path to one, and no other option.
bool MayBeSecret(std::string_view value) {
  constexpr std::string_view kOthers = "-/.~";
  return value.size() >= kSecretBytesMin && kOthers.find(value.front()) == std::string_view::npos;
}

bool IsIssued(std::string_view value) {
  constexpr std::array<std::string_view, 18> kBeginnings = {
      "sk-",   "sk_",   "pk_",  "rk_",  "ghp_", "gho_", "ghs_", "github_pat_", "glpat-",
      "xoxb-", "xoxp-", "xapp", "AKIA", "AIza", "eyJ",  "hf_",  "npm_",        "ntn_"};
  return value.size() >= kIssuedBytesMin &&
         std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return value.starts_with(beginning); });
}

// postgresql://user:password@host
bool HasPassword(std::string_view word) {
  const size_t scheme = word.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view rest = word.substr(scheme + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const size_t at = authority.rfind('@');
  const size_t colon = authority.find(':');
  return at != std::string_view::npos && colon != std::string_view::npos && colon + 1 < at;
}

// NAME=VALUE, "Name: VALUE"; and of a word without a name, all of it.
bool HoldsSecret(std::string_view word) {
  if (HasPassword(word) || IsIssued(word)) return true;
  const size_t sign = word.find_first_of("=:");
  if (sign == std::string_view::npos) return false;
  std::string_view value = word.substr(sign + 1);
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return IsIssued(value) || (NamesSecret(word.substr(0, sign)) && MayBeSecret(value));
}

}  // namespace

std::optional<size_t> FindSecret(const std::vector<std::string>& launch) {
  for (size_t i = 1; i < launch.size(); ++i) {
    const std::string& before = launch[i - 1];
    const bool named = before.starts_with('-') && before.find('=') == std::string::npos &&
                       NamesSecret(before) && MayBeSecret(launch[i]);
    if (named || HoldsSecret(launch[i])) return i;
  }
  return std::nullopt;
}

}  // namespace weir::clients
