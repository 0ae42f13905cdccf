#include "runtime/mcp/protocol.h"

#include <algorithm>

namespace weir::mcp {
namespace {

constexpr std::array<std::string_view, kMethodCount> kWireNames{
#define WEIR_METHOD(Name, wire) wire,
#include "runtime/mcp/methods.def"
#undef WEIR_METHOD
};

constexpr std::array<std::string_view, 8> kLogLevels{"debug", "info",     "notice", "warning",
                                                     "error", "critical", "alert",  "emergency"};

template <size_t kSize>
std::optional<size_t> IndexOf(const std::array<std::string_view, kSize>& names,
                              std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<size_t>(found - names.begin());
}

}  // namespace

bool IsSupported(std::string_view revision) {
  return IndexOf(kRevisions, revision).has_value();
}

std::string_view Negotiate(std::string_view requested) {
  const auto index = IndexOf(kRevisions, requested);
  return index ? kRevisions[*index] : kLatestRevision;
}

std::optional<Method> MethodOf(std::string_view wire_name) {
  const auto index = IndexOf(kWireNames, wire_name);
  if (!index) return std::nullopt;
  return static_cast<Method>(*index);
}

std::string_view WireName(Method method) {
  return kWireNames[static_cast<size_t>(method)];
}

Capabilities ReadCapabilities(json::Value result) {
  const std::optional<json::Value> declared = result.Find("capabilities");
  const auto has = [&](std::string_view name) {
    const auto member = declared ? declared->Find(name) : std::nullopt;
    return member && member->is_object();
  };
  Capabilities capabilities{.tools = has("tools"),
                            .prompts = has("prompts"),
                            .resources = has("resources"),
                            .logging = has("logging"),
                            .completions = has("completions")};
  if (capabilities.resources) {
    const auto subscribe = declared->Find("resources")->Find("subscribe");
    capabilities.subscribe =
        subscribe && subscribe->kind() == json::Kind::kBool && subscribe->boolean();
  }
  const auto revision = result.Find("protocolVersion");
  if (revision && revision->is_string() && revision->string() == kRevisions.front()) {
    capabilities.completions = true;
  }
  return capabilities;
}

std::string_view OwnCapabilities() {
  return R"({"tools":{"listChanged":true},"prompts":{"listChanged":true},)"
         R"("resources":{"subscribe":true,"listChanged":true},"logging":{},"completions":{}})";
}

std::optional<int> LogSeverity(std::string_view name) {
  const auto index = IndexOf(kLogLevels, name);
  if (!index) return std::nullopt;
  return static_cast<int>(*index);
}

std::string_view LogLevelName(int severity) {
  return kLogLevels[static_cast<size_t>(severity)];
}

}  // namespace weir::mcp
