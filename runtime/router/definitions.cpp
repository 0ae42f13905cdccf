#include "runtime/router/definitions.h"

#include "runtime/jsonrpc/write.h"

namespace weir::router {

const ListFacts& FactsOf(ListKind kind) {
  static constexpr std::array<ListFacts, kListKindCount> kFacts{{
      {mcp::Method::kToolsList, "tools", "name", Verb::kCall, "notifications/tools/list_changed"},
      {mcp::Method::kPromptsList, "prompts", "name", Verb::kPrompt,
       "notifications/prompts/list_changed"},
      {mcp::Method::kResourcesList, "resources", "uri", Verb::kRead,
       "notifications/resources/list_changed"},
      {mcp::Method::kResourcesTemplatesList, "resourceTemplates", "uriTemplate", Verb::kRead,
       "notifications/resources/list_changed"},
  }};
  return kFacts[static_cast<size_t>(kind)];
}

std::string Definition::With(std::string_view exposed_key) const {
  return before + json::Quote(exposed_key) + after;
}

std::optional<Definition> ReadDefinition(json::Value item, std::string_view key) {
  const std::optional<json::Value> value = item.Find(key);
  if (!value || !value->is_string() || value->string().empty()) return std::nullopt;
  const std::string_view whole = item.raw();
  const auto begin = static_cast<size_t>(value->raw().data() - whole.data());
  return Definition{std::string(value->string()), jsonrpc::OneLine(whole.substr(0, begin)),
                    jsonrpc::OneLine(whole.substr(begin + value->raw().size()))};
}

}  // namespace weir::router
