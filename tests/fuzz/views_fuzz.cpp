// Views of a string written out again give the same views.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/views/command.h"
#include "compiler/views/email.h"
#include "compiler/views/url.h"
#include "tests/fuzz/fuzz.h"

namespace {

void TryUrl(std::string_view text) {
  std::optional<weir::views::Url> url = weir::views::ParseUrl(text);
  if (!url) return;
  Hold(url->host.find_first_of("@\\/%?# ") == std::string::npos, "a host has no delimiters");
  std::string again = url->scheme + "://" + url->host + ":" + std::to_string(url->port) + url->path;
  if (!url->query.empty()) again += "?" + url->query;
  if (again.size() > weir::views::kUrlBytesMax) return;
  std::optional<weir::views::Url> reparsed = weir::views::ParseUrl(again);
  Hold(reparsed.has_value(), "a canonical URL is a URL");
  // An octal address is private in either reading; once it is canonical, one reading is left.
  Hold(url->is_private || !reparsed->is_private, "what is private stays known");
  reparsed->is_private = url->is_private;
  Hold(reparsed == url, "a canonical URL is canonical");
}

void TryEmail(std::string_view text) {
  std::optional<weir::views::Email> email = weir::views::ParseEmail(text);
  if (!email) return;
  Hold(std::count(text.begin(), text.end(), '@') == 1, "an address has one @");
  Hold(weir::views::ParseEmail(email->local + "@" + email->domain) == email,
       "an address is canonical");
}

void TryCommand(std::string_view text) {
  std::optional<weir::views::Command> command = weir::views::ParseCommand(text);
  if (!command) return;
  std::string quoted;
  for (const std::string& word : command->words) {
    quoted += " '";
    for (char letter : word)
      quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    quoted += "'";
  }
  if (quoted.size() > weir::views::kCommandBytesMax) return;
  Hold(weir::views::ParseCommand(quoted) == command, "quoted words are the same words");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  TryUrl(text);
  TryEmail(text);
  TryCommand(text);
  return 0;
}
