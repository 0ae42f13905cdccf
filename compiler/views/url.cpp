#include "compiler/views/url.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/base/unicode.h"
#include "compiler/views/address.h"
#include "compiler/views/characters.h"
#include "compiler/views/domain.h"

namespace weir::views {
namespace {

struct Scheme {
  std::string_view name;
  uint16_t port;
};

constexpr std::array<Scheme, 5> kSchemes{
    {{"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}, {"ftp", 21}}};

// The names that resolvers keep to the local network, by standard or by custom.
constexpr std::array<std::string_view, 10> kPrivateDomains{
    "localhost", "local", "localdomain", "internal", "intranet",
    "home.arpa", "home",  "lan",         "corp",     "private"};

constexpr std::string_view kNever = " \\\"<>^`{|}";
constexpr std::string_view kUnreservedSigns = "-._~";
constexpr std::string_view kCapitalHex = "0123456789ABCDEF";

bool HasOnlyPlainCharacters(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (kNever.find(text[at]) != std::string_view::npos) return false;
    std::optional<char32_t> code_point = NextCodePoint(text, at);
    if (!code_point || IsControl(*code_point) || IsInvisible(*code_point) ||
        IsWhiteSpace(*code_point)) {
      return false;
    }
  }
  return true;
}

bool IsUnreserved(unsigned char byte) {
  return ('a' <= byte && byte <= 'z') || ('A' <= byte && byte <= 'Z') ||
         ('0' <= byte && byte <= '9') ||
         kUnreservedSigns.find(static_cast<char>(byte)) != std::string_view::npos;
}

void AppendEscape(std::string& text, unsigned char byte) {
  text += {'%', kCapitalHex[byte >> 4], kCapitalHex[byte & 0xF]};
}

// One spelling for each path and query. What is not ASCII is escaped, as fetchers send it.
std::optional<std::string> CanonicalEscapes(std::string_view text) {
  std::string canonical;
  while (!text.empty()) {
    auto byte = static_cast<unsigned char>(text[0]);
    bool is_escape = byte == '%';
    if (is_escape) {
      std::optional<unsigned char> escaped = PercentByte(text);
      if (!escaped || *escaped == 0) return std::nullopt;
      byte = *escaped;
    }
    if (byte >= 0x80 || (is_escape && !IsUnreserved(byte))) {
      AppendEscape(canonical, byte);
    } else {
      canonical.push_back(static_cast<char>(byte));
    }
    text.remove_prefix(is_escape ? 3 : 1);
  }
  return canonical;
}

bool HasDotSegment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

// Takes what stands before the first of `ends`, or all.
std::string_view TakeUntil(std::string_view& rest, std::string_view ends) {
  std::string_view taken = rest.substr(0, rest.find_first_of(ends));
  rest.remove_prefix(taken.size());
  return taken;
}

const Scheme* FindScheme(std::string_view name) {
  auto is_same = [name](const Scheme& scheme) {
    return std::ranges::equal(name, scheme.name, {}, [](char letter) {
      return 'A' <= letter && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
  };
  auto scheme = std::ranges::find_if(kSchemes, is_same);
  return scheme == kSchemes.end() ? nullptr : &*scheme;
}

std::optional<uint16_t> ParsePort(std::string_view digits) {
  uint16_t port = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  bool is_whole = error == std::errc() && end == digits.data() + digits.size();
  if (!is_whole || digits[0] == '0') return std::nullopt;
  return port;
}

bool IsPrivateDomain(std::string_view domain) {
  if (domain.find('.') == std::string_view::npos) return true;
  return std::ranges::any_of(kPrivateDomains, [domain](std::string_view parent) {
    return domain == parent ||
           (domain.ends_with(parent) && domain[domain.size() - parent.size() - 1] == '.');
  });
}

std::optional<Address> ParseHost(std::string_view host) {
  if (host.starts_with('[')) {
    if (!host.ends_with(']')) return std::nullopt;
    return ParseIpv6Host(host.substr(1, host.size() - 2));
  }
  std::optional<std::string> domain = CanonicalDomain(host);
  if (!domain) return std::nullopt;
  if (IsNumericHost(*domain)) return ParseIpv4Host(*domain);
  return Address{*domain, IsPrivateDomain(*domain)};
}

// `host` or `host:port`.
bool ParseAuthority(std::string_view authority, Url& url) {
  size_t host_end = authority.starts_with('[') ? authority.find(']') : 0;
  if (host_end == std::string_view::npos) return false;
  std::string_view host = authority.substr(0, authority.find(':', host_end));
  std::optional<Address> parsed = ParseHost(host);
  if (!parsed) return false;
  url.host = parsed->text;
  url.is_private = parsed->is_private;
  if (host.size() == authority.size()) return true;
  std::optional<uint16_t> port = ParsePort(authority.substr(host.size() + 1));
  url.port = port.value_or(0);
  return port.has_value();
}

}  // namespace

std::optional<Url> ParseUrl(std::string_view text) {
  if (text.size() > kUrlBytesMax || !HasOnlyPlainCharacters(text)) return std::nullopt;
  std::string_view rest = text;
  const Scheme* scheme = FindScheme(TakeUntil(rest, ":"));
  if (scheme == nullptr || !rest.starts_with("://")) return std::nullopt;
  rest.remove_prefix(3);
  Url url{std::string(scheme->name), "", scheme->port, "/", "", false};
  if (!ParseAuthority(TakeUntil(rest, "/?#"), url)) return std::nullopt;
  std::optional<std::string> path = CanonicalEscapes(TakeUntil(rest, "?#"));
  std::string_view query_part = TakeUntil(rest, "#");
  if (!query_part.empty()) query_part.remove_prefix(1);
  std::optional<std::string> query = CanonicalEscapes(query_part);
  if (!path || !query || !CanonicalEscapes(rest) || HasDotSegment(*path)) return std::nullopt;
  if (!path->empty()) url.path = std::move(*path);
  url.query = std::move(*query);
  return url;
}

}  // namespace weir::views
