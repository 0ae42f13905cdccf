// IP addresses as they are written in URLs, and which of them are no business of a fetched page.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::views {

struct Address {
  std::string text;  // "127.0.0.1", "[::1]"
  bool is_private;
};

using Ipv4 = uint32_t;  // host byte order
using Ipv6 = std::array<uint8_t, 16>;

// Not routed on the public internet, or with a meaning of their own there: loopback, private,
// link-local, shared (carrier-grade NAT), metadata services, documentation, benchmarking,
// multicast, reserved, unspecified.
bool IsPrivate(Ipv4 address);
// Likewise; one that carries an IPv4 address (mapped, compatible, NAT64, 6to4) is private if that
// is. Teredo and ISATAP always are.
bool IsPrivate(const Ipv6& address);

// Whether programs read the host as an IPv4 address, or refuse it: its last label is a number,
// decimal or hexadecimal.
bool IsNumericHost(std::string_view host);
// One to four numbers, each decimal, octal (`0177`) or hexadecimal (`0x7f`), the last filling the
// bytes that are left: as the WHATWG URL standard and inet_aton. Some programs take octal ones for
// decimal: private if either reading is.
std::optional<Address> ParseIpv4Host(std::string_view host);
// Without the brackets; zones (`%eth0`) are refused.
std::optional<Address> ParseIpv6Host(std::string_view host);

}  // namespace weir::views
