#include "runtime/router/names.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace weir::router {
namespace {

constexpr std::string_view kSeparator = "__";
constexpr std::string_view kHexDigits = "0123456789abcdef";

bool IsPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

std::string Map(std::string_view text) {
  std::string mapped(text);
  std::replace_if(
      mapped.begin(), mapped.end(), [](char c) { return !IsPlain(c); }, '_');
  return mapped;
}

// The length in front of the server's name keeps ("ab", "c") and ("a", "bc") apart.
std::string HashOf(std::string_view server, std::string_view own_name) {
  const std::string identity =
      std::to_string(server.size()) + ":" + std::string(server) + std::string(own_name);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(identity.data(), identity.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string hash;
  for (size_t i = 0; i < kNameHashDigits / 2; ++i) {
    hash += kHexDigits[digest[i] >> 4];
    hash += kHexDigits[digest[i] & 0xF];
  }
  return hash;
}

bool LooksHashed(std::string_view name) {
  if (name.size() <= kNameHashDigits) return false;
  const std::string_view tail = name.substr(name.size() - kNameHashDigits);
  return name[name.size() - kNameHashDigits - 1] == '_' &&
         tail.find_first_not_of(kHexDigits) == std::string_view::npos;
}

}  // namespace

Names::Names(const Policy& policy, size_t length_max) : length_max_(length_max) {
  for (const ServerSettings& server : policy.servers()) {
    servers_.push_back(server.name);
    prefixes_.push_back(server.name + std::string(kSeparator));
  }
}

// Of all servers whose prefix fits, the one with the longest.
bool Names::BelongsTo(std::string_view name, ServerIndex server) const {
  return std::none_of(prefixes_.begin(), prefixes_.end(), [&](const std::string& other) {
    return name.starts_with(other) && other.size() > prefixes_[server].size();
  });
}

bool Names::IsValid(std::string_view name) const {
  return !name.empty() && name.size() <= length_max_ &&
         std::all_of(name.begin(), name.end(), IsPlain);
}

std::string Names::Expose(ServerIndex server, std::string_view own_name,
                          const std::set<std::string, std::less<>>& taken) const {
  std::string natural = prefixes_[server] + std::string(own_name);
  const bool keeps_it = IsValid(natural) && BelongsTo(natural, server) && !LooksHashed(natural) &&
                        !taken.contains(natural);
  if (keeps_it) return natural;
  const size_t readable = length_max_ - kNameHashDigits - 1;
  return Map(std::string_view(natural).substr(0, readable)) + "_" +
         HashOf(servers_[server], own_name);
}

}  // namespace weir::router
