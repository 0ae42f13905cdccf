// The path view: what `path(s)` in a policy is of a string. It is the absolute path that a server
// opens for this string, if every plausible server opens the same one; a string on which they could
// differ has no path view.
//
// What it does not know: symbolic links (`..` is resolved by the text alone; the sandbox covers the
// rest), and whether the server's file system folds case or normalises Unicode (paths are compared
// as bytes).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir::views {

inline constexpr size_t kPathBytesMax = 4096;  // of the string as given, as PATH_MAX

// The path in normal form: absolute, without `.`, `..`, empty components, or a slash at the end but
// in "/". Resolving it again gives it again. It refers to `text` itself where that is in normal
// form already, and nothing is allocated; else to `storage`, which is overwritten.
//
// Accepted: an absolute path, or a `file:///path` or `file://localhost/path` URL without query and
// fragment, whose percent escapes are undone once.
//
// Nothing (the view is invalid), for all that servers may read in different ways:
// - empty, or more than kPathBytesMax bytes;
// - relative, `~`, drive letters: where they lead is known to the server alone;
// - `..` above the root: some stop at the root, some refuse, some leave a directory they took for
// the root;
// - a backslash; a percent escape outside of a file URL, or left over after its escapes are undone;
// `%2F` in one;
// - bytes that are not UTF-8; control and invisible characters; look-alikes of dots, slashes and
// the percent sign;
// - a component of dots and spaces only (`...`, `.. `), or that begins with `..;`; white space at
// the end.
std::optional<std::string_view> ResolvePath(std::string_view text, std::string& storage);

}  // namespace weir::views
