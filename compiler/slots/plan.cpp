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
  for (const std::string& key : slot.keys) {
    text += IsIdentifier(key) ? "." + key : "[" + json::Quote(key) + "]";
  }
  return text;
}

std::string DescribeList(const Slot& slot) {
  std::string text = "each " + DescribePlace(slot) + " {";
  for (const Slot& element : slot.elements) text += " " + Describe(element) + ";";
  return text + " }";
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
  switch (slot.view) {
    case View::kPlain:
      return DescribePlace(slot);
    case View::kPath:
      return "path(" + DescribePlace(slot) + ")";
    case View::kPresence:
      return "exists " + DescribePlace(slot);
    case View::kList:
      return DescribeList(slot);
  }
  return {};
}

}  // namespace weir::slots
