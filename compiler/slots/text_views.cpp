#include "compiler/slots/text_views.h"

#include <algorithm>

#include "compiler/slots/value.h"
#include "compiler/views/path.h"

namespace weir::slots {
namespace {

int64_t CodePoints(std::string_view text) {
  const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
  return std::count_if(text.begin(), text.end(), begins);
}

std::string_view NameOf(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string_view ExtensionOf(std::string_view path) {
  const std::string_view name = NameOf(path);
  const size_t dot = name.rfind('.');
  return dot == name.npos ? name.substr(name.size()) : name.substr(dot + 1);
}

}  // namespace

weir_value TextViews::Of(View view, std::string_view text) {
  switch (view) {
    case View::kPlain:
      return OfString(text);
    case View::kLength:
      return OfInteger(WEIR_INTEGER, CodePoints(text));
    case View::kPath:
    case View::kPathName:
    case View::kPathExtension:
      return PathPart(view, text);
    case View::kUrl:
    case View::kUrlScheme:
    case View::kUrlHost:
    case View::kUrlPort:
    case View::kUrlPath:
    case View::kUrlQuery:
    case View::kUrlIsPrivate:
      return UrlPart(view, text);
    case View::kCommand:
    case View::kCommandProgram:
      return CommandPart(view, text);
    case View::kEmail:
    case View::kEmailLocal:
    case View::kEmailDomain:
      return EmailPart(view, text);
    case View::kPresence:
    case View::kList:
    case View::kStrings:
    case View::kCommandArguments:
      return OfKind(WEIR_INVALID);
  }
  return OfKind(WEIR_INVALID);
}

weir_value TextViews::PathPart(View view, std::string_view text) {
  const auto& path = paths_.Get(text, [this](std::string_view raw) { return ResolvedPath(raw); });
  if (!path) return OfKind(WEIR_INVALID);
  if (view == View::kPathName) return OfString(NameOf(*path));
  if (view == View::kPathExtension) return OfString(ExtensionOf(*path));
  return OfString(*path);
}

std::optional<std::string_view> TextViews::ResolvedPath(std::string_view text) {
  const std::optional<std::string_view> path = views::ResolvePath(text, storage_);
  const bool is_borrowed = path && path->data() == storage_.data();
  return is_borrowed ? arena_.Keep(*path) : path;
}

weir_value TextViews::UrlPart(View view, std::string_view text) {
  const auto& url = urls_.Get(text, views::ParseUrl);
  if (!url) return OfKind(WEIR_INVALID);
  if (view == View::kUrlScheme) return OfString(arena_.Keep(url->scheme));
  if (view == View::kUrlHost) return OfString(arena_.Keep(url->host));
  if (view == View::kUrlPort) return OfInteger(WEIR_INTEGER, url->port);
  if (view == View::kUrlPath) return OfString(arena_.Keep(url->path));
  if (view == View::kUrlQuery) return OfString(arena_.Keep(url->query));
  if (view == View::kUrlIsPrivate) return OfInteger(WEIR_BOOL, url->is_private ? 1 : 0);
  return OfString(text);
}

weir_value TextViews::CommandPart(View view, std::string_view text) {
  const auto& words = Words(text);
  if (!words) return OfKind(WEIR_INVALID);
  return OfString(view == View::kCommandProgram ? words->front() : text);
}

const std::optional<std::vector<std::string_view>>& TextViews::Words(std::string_view text) {
  return commands_.Get(text, [this](std::string_view line) {
    std::optional<std::vector<std::string_view>> kept;
    if (const auto command = views::ParseCommand(line)) {
      kept.emplace();
      for (const std::string& word : command->words) kept->push_back(arena_.Keep(word));
    }
    return kept;
  });
}

weir_value TextViews::EmailPart(View view, std::string_view text) {
  const auto& email = emails_.Get(text, views::ParseEmail);
  if (!email) return OfKind(WEIR_INVALID);
  if (view == View::kEmailLocal) return OfString(arena_.Keep(email->local));
  if (view == View::kEmailDomain) return OfString(arena_.Keep(email->domain));
  return OfString(text);
}

}  // namespace weir::slots
