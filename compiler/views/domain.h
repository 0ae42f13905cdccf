// A domain name as the resolver sees it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir::views {

inline constexpr size_t kDomainBytesMax = 253;

// In ASCII and lower case, IDNA labels encoded (UTS 46, non-transitional), one dot at the end
// removed. Nothing where a label is empty, longer than 63 bytes or has characters that host names
// do not have (letters, digits, `-` and `_`), where the whole is too long, or where IDNA refuses
// it.
std::optional<std::string> CanonicalDomain(std::string_view text);

}  // namespace weir::views
