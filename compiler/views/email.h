// The email view: one plain address, as every mail program reads it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir::views {

inline constexpr size_t kEmailLocalBytesMax = 64;

struct Email {
  std::string local;   // as written: only the receiving host knows whether case matters
  std::string domain;  // as CanonicalDomain has it, with two labels at least and no address

  friend bool operator==(const Email&, const Email&) = default;
};

// `local@domain`, where local is a dot-atom of ASCII. Nothing for all else that mail programs take:
// quoted local parts, comments, display names, `<…>`, lists, address literals, routes (`%` and `!`
// in the local part), white space anywhere.
std::optional<Email> ParseEmail(std::string_view text);

}  // namespace weir::views
