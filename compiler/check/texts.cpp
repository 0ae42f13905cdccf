#include "compiler/check/texts.h"

#include <algorithm>
#include <string_view>

#include "compiler/check/addresses.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

// `text`, which begins with `/`, without empty and `.` parts. Nothing where it holds `..`.
std::optional<std::string> Resolved(std::string_view text) {
  std::string resolved;
  while (!text.empty()) {
    const size_t slash = text.find('/');
    const std::string_view part = text.substr(0, slash);
    text.remove_prefix(slash == text.npos ? text.size() : slash + 1);
    if (part == "..") return std::nullopt;
    if (!part.empty() && part != ".") resolved.append("/").append(part);
  }
  return resolved.empty() ? "/" : resolved;
}

bool IsPlain(const std::string& text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') return false;
  }
  return true;
}

}  // namespace

void CheckDirectory(Context& context, const std::string& text, Span span) {
  const bool absolute =
      text.starts_with('/') && text.find('\0') == text.npos && text.find('\\') == text.npos;
  const std::optional<std::string> resolved = absolute ? Resolved(text) : std::nullopt;
  if (resolved == text) return;
  auto report = context.sink.Report<Kind::kBadDirectory>(span, text);
  const bool quoted = context.sources.TextOf(span).starts_with('"');
  if (resolved && quoted && IsPlain(*resolved)) report.Replace("\"" + *resolved + "\"");
}

void CheckGlob(Context& context, const std::string& text, Span span) {
  size_t backslashes = 0;
  while (backslashes < text.size() && text[text.size() - 1 - backslashes] == '\\') ++backslashes;
  if (backslashes % 2 != 0) context.sink.Report<Kind::kBadGlob>(span);
}

void CheckDomain(Context& context, const std::string& what, const std::string& text, Span span) {
  const bool normal = std::all_of(text.begin(), text.end(), [](char c) {
    return c > 0x20 && c < 0x7F && !(c >= 'A' && c <= 'Z') &&
           std::string_view("/\\?#@\"").find(c) == std::string_view::npos;
  });
  if (normal && !text.empty() && !text.starts_with('.') && !text.ends_with('.')) return;
  auto report = context.sink.Report<Kind::kBadDomain>(span, what, text);
  std::string lower = Lower(text);
  while (lower.ends_with('.')) lower.pop_back();
  const bool plain =
      !lower.empty() && !lower.starts_with('.') &&
      std::all_of(lower.begin(), lower.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
      });
  const bool quoted = context.sources.TextOf(span).starts_with('"');
  if (plain && quoted) report.Replace("\"" + lower + "\"");
}

}  // namespace weir::check
