#include "compiler/slots/plan.h"

#include <algorithm>
#include <cctype>

#include "compiler/json/document.h"

namespace weir::slots {
namespace {

std::string_view NameOf(Root root) {
  switch (root) {
    case Root::kArguments:
      return "args";
    case Root::kUri:
      return "uri";
    case Root::kElement:
      return "element";
    case Root::kTool:
      return "tool";
    case Root::kServerName:
      return "server.name";
    case Root::kAgentName:
      return "agent.name";
    case Root::kClaims:
      return "claims";
  }
  return {};
}

bool IsIdentifier(std::string_view key) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return !key.empty() && std::isdigit(static_cast<unsigned char>(key.front())) == 0 &&
         std::all_of(key.begin(), key.end(), fits);
}

std::string DescribePlace(const Slot& slot) {
  std::string text(NameOf(slot.root));
  if (slot.root == Root::kServerName) return text;
  for (const std::string& key : slot.keys) {
    text += IsIdentifier(key) ? "." + key : "[" + json::Quote(key) + "]";
  }
  return text;
}

// A view around the place that it is of.
struct Wrap {
  std::string_view before;
  std::string_view after;
};

Wrap WrapOf(View view) {
  switch (view) {
    case View::kPlain:
      return {"", ""};
    case View::kPresence:
      return {"exists ", ""};
    case View::kList:
      return {"each ", ""};
    case View::kStrings:
      return {"each strings(", ")"};
    case View::kLength:
      return {"length(", ")"};
    case View::kPath:
      return {"path(", ")"};
    case View::kPathName:
      return {"path(", ").name"};
    case View::kPathExtension:
      return {"path(", ").extension"};
    case View::kUrl:
      return {"url(", ")"};
    case View::kUrlScheme:
      return {"url(", ").scheme"};
    case View::kUrlHost:
      return {"url(", ").host"};
    case View::kUrlPort:
      return {"url(", ").port"};
    case View::kUrlPath:
      return {"url(", ").path"};
    case View::kUrlQuery:
      return {"url(", ").query"};
    case View::kUrlIsPrivate:
      return {"url(", ").is_private"};
    case View::kCommand:
      return {"command(", ")"};
    case View::kCommandProgram:
      return {"command(", ").program"};
    case View::kCommandArguments:
      return {"each command(", ").arguments"};
    case View::kEmail:
      return {"email(", ")"};
    case View::kEmailLocal:
      return {"email(", ").local"};
    case View::kEmailDomain:
      return {"email(", ").domain"};
  }
  return {};
}

}  // namespace

uint32_t IndexOf(Plan& plan, const Slot& slot) {
  const auto same = [&](const Slot& other) { return other.SameSource(slot); };
  const auto found = std::find_if(plan.begin(), plan.end(), same);
  const auto index = static_cast<uint32_t>(found - plan.begin());
  if (found == plan.end()) plan.push_back(slot);
  return index;
}

std::string Describe(const Slot& slot) {
  const Wrap wrap = WrapOf(slot.view);
  std::string text = std::string(wrap.before) + DescribePlace(slot) + std::string(wrap.after);
  if (slot.elements.empty()) return text;
  text += " {";
  for (const Slot& element : slot.elements) text += " " + Describe(element) + ";";
  return text + " }";
}

}  // namespace weir::slots
