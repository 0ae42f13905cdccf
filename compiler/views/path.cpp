#include "compiler/views/path.h"

#include "compiler/base/unicode.h"
#include "compiler/views/characters.h"

namespace weir::views {
namespace {

constexpr std::string_view kFileScheme = "file://";
constexpr std::string_view kLocalHost = "localhost";

// `prefix` is lower-case ASCII.
bool StartsWithFolded(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  for (size_t at = 0; at < prefix.size(); ++at) {
    char letter = text[at];
    if ('A' <= letter && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    if (letter != prefix[at]) return false;
  }
  return true;
}

// The path of a file URL, its escapes undone. An escaped slash is refused: whether it separates is
// a matter of taste.
std::optional<std::string> FileUrlPath(std::string_view url) {
  url.remove_prefix(kFileScheme.size());
  if (StartsWithFolded(url, kLocalHost)) url.remove_prefix(kLocalHost.size());
  if (!url.starts_with('/') || url.find_first_of("?#") != std::string_view::npos)
    return std::nullopt;
  for (size_t at = 0; at < url.size(); ++at) {
    if (PercentByte(url.substr(at)) == '/') return std::nullopt;
  }
  return PercentDecode(url);
}

// `%2e`, and the `%u002e` of some old servers.
bool BeginsEscape(std::string_view text) {
  if (PercentByte(text)) return true;
  return text.size() >= 3 && (text[1] == 'u' || text[1] == 'U') && HexDigitValue(text[2]) >= 0;
}

bool IsPlain(char32_t code_point, std::string_view rest) {
  if (code_point == '\\' || (code_point == '%' && BeginsEscape(rest))) return false;
  return !IsControl(code_point) && !IsInvisible(code_point) && !IsConfusableSeparator(code_point);
}

bool HasOnlyPlainCharacters(std::string_view path) {
  for (size_t at = 0; at < path.size();) {
    // Most paths are nothing but these; the tables are for the others.
    bool is_name_like = path[at] >= '-' && path[at] <= 'z' && path[at] != '\\';
    std::string_view rest = path.substr(at);
    std::optional<char32_t> code_point = NextCodePoint(path, at);
    if (!code_point || !(is_name_like || IsPlain(*code_point, rest))) return false;
  }
  return true;
}

// Of UTF-8 that is not empty.
bool EndsInWhiteSpace(std::string_view path) {
  size_t begin = path.size() - 1;
  while ((static_cast<unsigned char>(path[begin]) & 0xC0) == 0x80) --begin;
  return IsWhiteSpace(*NextCodePoint(path, begin));
}

bool IsMisleading(std::string_view component) {
  if (component.empty() || component == "." || component == "..") return false;
  return component.starts_with("..;") ||
         component.find_first_not_of(". ") == std::string_view::npos;
}

// Takes the next component off an absolute rest such as "/a/b".
std::string_view TakeComponent(std::string_view& rest) {
  rest.remove_prefix(1);
  std::string_view component = rest.substr(0, rest.find('/'));
  rest.remove_prefix(component.size());
  return component;
}

bool IsNormal(std::string_view path) {
  if (path == "/") return true;
  while (!path.empty()) {
    std::string_view component = TakeComponent(path);
    if (component.empty() || component == "." || component == ".." || IsMisleading(component))
      return false;
  }
  return true;
}

// Appends the components of `path` to the empty `out`; false where there is no saying what they
// mean.
bool Normalise(std::string_view path, std::string& out) {
  while (!path.empty()) {
    std::string_view component = TakeComponent(path);
    if (IsMisleading(component)) return false;
    if (component.empty() || component == ".") continue;
    if (component != "..") {
      out.append("/").append(component);
      continue;
    }
    if (out.empty()) return false;
    out.erase(out.rfind('/'));
  }
  if (out.empty()) out.push_back('/');
  return true;
}

}  // namespace

std::optional<std::string_view> ResolvePath(std::string_view text, std::string& storage) {
  if (text.size() > kPathBytesMax) return std::nullopt;
  std::optional<std::string> decoded;
  std::string_view path = text;
  if (StartsWithFolded(text, kFileScheme)) {
    decoded = FileUrlPath(text);
    if (!decoded) return std::nullopt;
    path = *decoded;
  }
  if (!path.starts_with('/') || !HasOnlyPlainCharacters(path)) return std::nullopt;
  if (decoded || !IsNormal(path)) {
    storage.clear();
    if (!Normalise(path, storage)) return std::nullopt;
    path = storage;
  }
  if (EndsInWhiteSpace(path)) return std::nullopt;
  return path;
}

}  // namespace weir::views
