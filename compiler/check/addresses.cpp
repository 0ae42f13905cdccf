#include "compiler/check/addresses.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace weir::check {
namespace {

using diagnostics::Kind;

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool AllOf(std::string_view text, std::string_view besides) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return IsAlphanumeric(c) || besides.find(c) != besides.npos; });
}

// Host and port of `rest`, what stands behind `://`.
std::string_view AuthorityOf(std::string_view rest) {
  return rest.substr(0, rest.find_first_of("/?"));
}

bool IsAuthority(std::string_view authority) {
  std::string_view host = authority;
  if (host.starts_with('[')) {
    const size_t close = host.find(']');
    if (close == host.npos || !AllOf(host.substr(1, close - 1), ":.")) return false;
    host.remove_prefix(close + 1);
  } else {
    const std::string_view name = host.substr(0, host.find(':'));
    if (name.empty() || !AllOf(name, ".-")) return false;
    host.remove_prefix(name.size());
  }
  if (host.empty()) return true;
  host.remove_prefix(1);
  const bool digits =
      std::all_of(host.begin(), host.end(), [](char c) { return c >= '0' && c <= '9'; });
  return authority[authority.size() - host.size() - 1] == ':' && !host.empty() &&
         host.size() <= 5 && digits;
}

bool IsThisMachine(std::string_view authority) {
  constexpr std::array<std::string_view, 3> kNames = {"localhost", "127.0.0.1", "[::1]"};
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
    return authority == name || authority.starts_with(std::string(name) + ":");
  });
}

// What the protocol itself puts into a request; a policy that could change it would change where
// the request ends or what it is.
constexpr std::array<std::string_view, 12> kOwnHeaders = {
    "host",       "content-length", "content-type", "transfer-encoding",    "connection",
    "accept",     "upgrade",        "te",           "mcp-protocol-version", "mcp-session-id",
    "keep-alive", "trailer"};

}  // namespace

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return text;
}

void CheckServerUrl(Context& context, const std::string& url, Span span) {
  const bool secure = url.starts_with("https://");
  const bool plain = url.starts_with("http://");
  const std::string_view rest = std::string_view(url).substr(secure ? 8 : plain ? 7 : 0);
  const bool printable =
      std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!(secure || plain) || !IsAuthority(AuthorityOf(rest)) || !printable ||
      url.find_first_of("#\\\"<>") != url.npos) {
    context.sink.Report<Kind::kBadUrl>(span, url);
    return;
  }
  if (plain && !IsThisMachine(AuthorityOf(rest)))
    context.sink.Report<Kind::kUnencrypted>(span, url);
}

void CheckHeader(Context& context, const ast::Header& header) {
  const std::string& name = header.name.value;
  const bool own =
      std::find(kOwnHeaders.begin(), kOwnHeaders.end(), Lower(name)) != kOwnHeaders.end();
  if (name.empty() || !AllOf(name, "!#$%&'*+-.^_`|~")) {
    context.sink.Report<Kind::kBadHeader>(header.name.span, name, "the name of a header");
  } else if (own) {
    context.sink.Report<Kind::kBadHeader>(header.name.span, name,
                                          "set by a policy: weir writes that header itself");
  }
  CheckVariable(context, header.variable.value, header.variable.span);
}

void CheckVariable(Context& context, const std::string& name, Span span) {
  const bool digit = !name.empty() && name[0] >= '0' && name[0] <= '9';
  if (!name.empty() && !digit && AllOf(name, "_")) return;
  context.sink.Report<Kind::kBadHeader>(span, name, "the name of an environment variable");
}

}  // namespace weir::check
