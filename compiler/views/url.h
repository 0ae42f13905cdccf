// The url view: where a fetcher goes for a string, if every fetcher goes to the same place; a
// string on which parsers of URLs could differ (RFC 3986, WHATWG, those of programming languages)
// has no url view.
//
// What it does not know: what a domain resolves to, now or a moment later. A name under the
// attacker's control can point at a private address; against that only the sandbox's network rules
// help.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::views {

inline constexpr size_t kUrlBytesMax = 8'192;

struct Url {
  std::string scheme;  // "http", "https", "ws", "wss", "ftp"
  std::string host;    // as CanonicalDomain has it, "192.0.2.1", or "[2001:db8::1]"
  uint16_t port;       // the scheme's own where none is written
  std::string
      path;  // at least "/"; escapes of letters, digits and `-._~` undone, other ones in capitals
  std::string query;  // likewise, without the `?`
  // An address that is private in some reading, or a name that only a local network knows: one
  // label, localhost, .local, .internal and the like.
  bool is_private;

  friend bool operator==(const Url&, const Url&) = default;
};

// `scheme://host[:port][/path][?query][#fragment]`.
//
// Nothing (the view is invalid) for: other schemes; user information (`https://good@evil/`); no
// host; escapes or other odd characters in the host; a number that is no address; a port that is
// empty, 0, past 65535 or begins with 0; `\`, white space, control and invisible characters
// anywhere; any of "<>^`{|} in it; a `%` that begins no escape, an escaped NUL;
// `.` and `..` in the path, escaped or not; bytes that are no UTF-8; more than kUrlBytesMax bytes.
std::optional<Url> ParseUrl(std::string_view text);

}  // namespace weir::views
