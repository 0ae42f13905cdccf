#include "compiler/views/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <vector>

namespace weir::views {
namespace {

struct Ipv4Network {
  Ipv4 prefix;
  uint32_t bits;
};

constexpr Ipv4 Quad(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

// The IANA special-purpose registry, multicast and reserved space, and Azure's metadata address.
constexpr std::array<Ipv4Network, 16> kPrivateIpv4{{
    {Quad(0, 0, 0, 0), 8},
    {Quad(10, 0, 0, 0), 8},
    {Quad(100, 64, 0, 0), 10},
    {Quad(127, 0, 0, 0), 8},
    {Quad(168, 63, 129, 16), 32},
    {Quad(169, 254, 0, 0), 16},
    {Quad(172, 16, 0, 0), 12},
    {Quad(192, 0, 0, 0), 24},
    {Quad(192, 0, 2, 0), 24},
    {Quad(192, 88, 99, 0), 24},
    {Quad(192, 168, 0, 0), 16},
    {Quad(198, 18, 0, 0), 15},
    {Quad(198, 51, 100, 0), 24},
    {Quad(203, 0, 113, 0), 24},
    {Quad(224, 0, 0, 0), 4},
    {Quad(240, 0, 0, 0), 4},
}};

struct Ipv6Network {
  std::array<uint8_t, 16> prefix;
  uint32_t bits;
};

constexpr Ipv6Network kGlobalUnicast{{0x20}, 3};

// Within the global unicast space.
constexpr std::array<Ipv6Network, 3> kPrivateIpv6{{
    {{0x20, 0x01}, 23},              // IETF protocols, Teredo among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff}, 20},              // documentation
}};

struct Embedding {
  Ipv6Network network;
  size_t offset;  // of the four bytes of the IPv4 address
};

constexpr std::array<Embedding, 4> kEmbeddings{{
    {{{}, 96}, 12},                                          // compatible
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // mapped
    {{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},                    // NAT64
    {{{0x20, 0x02}, 16}, 2},                                 // 6to4
}};

bool IsIn(Ipv4 address, const Ipv4Network& network) {
  return (address ^ network.prefix) >> (32 - network.bits) == 0;
}

bool IsIn(const Ipv6& address, const Ipv6Network& network) {
  for (uint32_t bit = 0; bit < network.bits; ++bit) {
    auto differing = static_cast<uint8_t>(address[bit / 8] ^ network.prefix[bit / 8]);
    if ((differing >> (7 - bit % 8) & 1) != 0) return false;
  }
  return true;
}

bool IsIsatap(const Ipv6& address) {
  return (address[8] & 0xFD) == 0 && address[9] == 0 && address[10] == 0x5E && address[11] == 0xFE;
}

std::vector<std::string_view> SplitLabels(std::string_view host) {
  std::vector<std::string_view> labels;
  for (size_t dot; (dot = host.find('.')) != std::string_view::npos; host.remove_prefix(dot + 1)) {
    labels.push_back(host.substr(0, dot));
  }
  labels.push_back(host);
  return labels;
}

bool IsHex(std::string_view label) {
  return label.starts_with("0x") || label.starts_with("0X");
}

std::optional<uint64_t> Number(std::string_view digits, int base) {
  uint64_t value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

// `0x` alone is nought, as in the WHATWG standard.
std::optional<uint64_t> PartValue(std::string_view label, bool knows_octal) {
  if (IsHex(label)) return label.size() == 2 ? 0 : Number(label.substr(2), 16);
  bool is_octal = knows_octal && label.size() > 1 && label[0] == '0';
  return Number(label, is_octal ? 8 : 10);
}

std::optional<Ipv4> ReadIpv4(std::span<const std::string_view> labels, bool knows_octal) {
  uint64_t address = 0;
  for (size_t at = 0; at < labels.size(); ++at) {
    bool is_last = at + 1 == labels.size();
    uint32_t bits = is_last ? static_cast<uint32_t>(32 - 8 * at) : 8;
    std::optional<uint64_t> value = PartValue(labels[at], knows_octal);
    if (!value || *value >> bits != 0) return std::nullopt;
    address = address << bits | *value;
  }
  return static_cast<Ipv4>(address);
}

}  // namespace

bool IsPrivate(Ipv4 address) {
  return std::ranges::any_of(kPrivateIpv4,
                             [address](const auto& each) { return IsIn(address, each); });
}

bool IsPrivate(const Ipv6& address) {
  for (const Embedding& embedding : kEmbeddings) {
    if (!IsIn(address, embedding.network)) continue;
    const uint8_t* bytes = address.data() + embedding.offset;
    return IsPrivate(Quad(bytes[0], bytes[1], bytes[2], bytes[3]));
  }
  if (!IsIn(address, kGlobalUnicast) || IsIsatap(address)) return true;
  return std::ranges::any_of(kPrivateIpv6, [&](const auto& each) { return IsIn(address, each); });
}

bool IsNumericHost(std::string_view host) {
  std::string_view last = host.substr(host.rfind('.') + 1);
  if (last.empty()) return false;
  if (last.find_first_not_of("0123456789") == std::string_view::npos) return true;
  return IsHex(last) &&
         last.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
}

std::optional<Address> ParseIpv4Host(std::string_view host) {
  std::vector<std::string_view> labels = SplitLabels(host);
  if (labels.size() > 4) return std::nullopt;
  std::optional<Ipv4> address = ReadIpv4(labels, true);
  if (!address) return std::nullopt;
  std::optional<Ipv4> decimal = ReadIpv4(labels, false);
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    text += std::to_string(*address >> shift & 0xFF) + (shift > 0 ? "." : "");
  }
  return Address{text, IsPrivate(*address) || (decimal && IsPrivate(*decimal))};
}

std::optional<Address> ParseIpv6Host(std::string_view host) {
  if (host.find('\0') != std::string_view::npos) return std::nullopt;
  Ipv6 address;
  if (inet_pton(AF_INET6, std::string(host).c_str(), address.data()) != 1) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> text;
  if (inet_ntop(AF_INET6, address.data(), text.data(), text.size()) == nullptr) return std::nullopt;
  return Address{"[" + std::string(text.data()) + "]", IsPrivate(address)};
}

}  // namespace weir::views
