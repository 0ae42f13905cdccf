#include "compiler/explain/request.h"

#include <algorithm>
#include <optional>

#include "compiler/abi/words.h"
#include "compiler/json/document.h"

namespace weir::explain {
namespace {

std::optional<Verb> VerbOf(std::string_view word) {
  for (int i = 0; i < kVerbCount; ++i) {
    if (WordOf(Verb(i)) == word) return Verb(i);
  }
  return std::nullopt;
}

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view TakeWord(std::string_view& text) {
  const size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view word = text.substr(0, end);
  text = Trimmed(text.substr(end));
  return word;
}

std::string Unquoted(std::string_view name) {
  const bool quoted = name.size() >= 2 && name.front() == '"' && name.back() == '"';
  return std::string(quoted ? name.substr(1, name.size() - 2) : name);
}

Error Unreadable(std::string_view text) {
  return {"`" + std::string(text) +
          "` is no request; write `SERVER.TOOL {\"argument\": ...}`, `read SERVER URI` or "
          "`prompt SERVER.NAME {...}`"};
}

// The name and the arguments behind it; a quoted name may hold anything.
void SplitArguments(std::string_view text, TypedRequest& request) {
  const bool quoted = text.starts_with('"');
  const size_t name_end = quoted ? std::min(text.find('"', 1), text.size() - 1) + 1 : 0;
  const size_t brace = std::min(text.find('{', name_end), text.size());
  request.name = Unquoted(Trimmed(text.substr(0, brace)));
  request.arguments = text.substr(brace);
}

}  // namespace

Result<TypedRequest> ParseRequest(std::string_view text) {
  std::string_view rest = Trimmed(text);
  TypedRequest request;
  std::string_view after_verb = rest;
  if (const auto verb = VerbOf(TakeWord(after_verb))) {
    request.verb = *verb;
    rest = after_verb;
  }
  const size_t end = std::min(rest.find_first_of(". \t"), rest.size());
  request.server = rest.substr(0, end);
  if (end == rest.size() || request.server.empty()) return Unreadable(text);
  const bool by_name = rest[end] == '.';
  rest = Trimmed(rest.substr(end + 1));
  const bool takes_uri = request.verb == Verb::kRead || request.verb == Verb::kComplete;
  if (!by_name && !takes_uri) return Unreadable(text);
  if (request.verb == Verb::kRead) {
    request.name = Unquoted(rest);  // a URI may hold braces
  } else {
    SplitArguments(rest, request);
  }
  if (request.name.empty() || (by_name && request.verb == Verb::kRead)) return Unreadable(text);
  return request;
}

Result<TypedRequest> ParseAuditLine(std::string_view line, std::string& agent) {
  const auto document = json::Document::Parse(std::string(Trimmed(line)));
  if (!document) return Error{"the audit line is no JSON: " + document.error().message};
  if (!document->root().is_object()) return Error{"the audit line is no JSON object"};
  const auto text = [&](std::string_view key) {
    const auto value = document->root().Find(key);
    return value && value->is_string() ? std::string(value->string()) : std::string();
  };
  const auto verb = VerbOf(text("verb"));
  TypedRequest request{verb.value_or(Verb::kCall), text("server"), text("target"), {}};
  agent = text("agent");
  if (!verb || request.server.empty() || request.name.empty()) {
    return Error{"the audit line does not say `verb`, `server` and `target`"};
  }
  return request;
}

}  // namespace weir::explain
