// The command view: the words of a command line that means the same to a POSIX shell, to a splitter
// such as shlex, and to a reader; a line that a shell would do more with than split it has no
// command view.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::views {

inline constexpr size_t kCommandBytesMax = 65'536;
inline constexpr size_t kCommandWordsMax = 1'024;

struct Command {
  std::vector<std::string>
      words;  // at least one, quotes and backslashes removed; the first is not empty

  const std::string& program() const { return words.front(); }
  std::span<const std::string> arguments() const { return std::span(words).subspan(1); }

  friend bool operator==(const Command&, const Command&) = default;
};

// Words are separated by spaces and tabs. '…' keeps everything; "…" keeps everything but `$`,
// backtick and `!`, which are refused in it, and `\` before `"` and `\`; outside of quotes `\`
// makes printable ASCII plain.
//
// Nothing (the view is invalid) where there are: no words; expansions, substitutions, operators,
// redirections, globs, braces, tildes or history (any unquoted one of $ ` | & ; < > ( ) * ? [ ] { }
// ! ~ ^); a comment; an assignment before the program; a reserved word as the program; a quote that
// is not closed; a `\` at the end; control or invisible characters (line breaks too), white space
// that is not ASCII, bytes that are no UTF-8; or more than the limits allow.
std::optional<Command> ParseCommand(std::string_view line);

}  // namespace weir::views
