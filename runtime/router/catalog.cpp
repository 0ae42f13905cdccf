#include "runtime/router/catalog.h"

#include <algorithm>

namespace weir::router {
namespace {

constexpr size_t kQuotedBytesMax = 100;

// For the log: names come from outside and may be long.
std::string Quoted(std::string_view text) {
  std::string quoted = json::Quote(text.substr(0, kQuotedBytesMax));
  if (text.size() > kQuotedBytesMax) quoted += "…";
  return quoted;
}

const Definition* FindKey(const std::vector<Definition>& definitions, std::string_view key) {
  const auto found =
      std::find_if(definitions.begin(), definitions.end(),
                   [&](const Definition& definition) { return definition.key == key; });
  return found == definitions.end() ? nullptr : &*found;
}

bool IsNamed(ListKind kind) {
  return kind == ListKind::kTools || kind == ListKind::kPrompts;
}

std::shared_ptr<const json::Document> DocumentOf(const Definition& definition) {
  auto document = json::Document::Parse(definition.Verbatim());
  if (!document) return nullptr;
  return std::make_shared<const json::Document>(std::move(*document));
}

}  // namespace

Catalog::Catalog(const Policy& policy, const Names& names, const std::vector<Lists>& lists,
                 const Holds& holds) {
  AddRoutes(policy, names, lists);
  for (const ListKind kind : kListKinds) {
    for (ServerIndex server = 0; server < lists.size(); ++server) {
      AddList(policy, names, server, kind, lists[server][Index(kind)]);
    }
  }
  AddHolds(policy, names, holds);
}

// After everything else: what is listed in spite of a hold says so with every use; of the rest it
// is kept what it would be called.
void Catalog::AddHolds(const Policy& policy, const Names& names, const Holds& holds) {
  for (const auto& [place, hold] : holds) {
    const auto& [server, kind, key] = place;
    const auto target = policy.Resolve(server, FactsOf(kind).verb, key);
    if (!target) continue;
    if (hold.reaction != Reaction::kQuarantine) {
      for (Entry& entry : tables_[Index(kind)].entries) {
        if (entry.server != server || entry.own_key != key) continue;
        entry.guard = hold.because;
        entry.ask = hold.reaction == Reaction::kAsk;
      }
      continue;
    }
    const HeldEntry held{server, *target, key, hold.because};
    held_[Index(kind)].emplace(ExposedName(names, server, kind, key), held);
    if (kind == ListKind::kResources) held_resources_.emplace(server, key);
    if (kind != ListKind::kTools) continue;
    for (const RouteSettings& route : policy.routes()) {
      if (route.server == server && route.tool == key) held_[Index(kind)].emplace(route.name, held);
    }
  }
}

std::string Catalog::ExposedName(const Names& names, ServerIndex server, ListKind kind,
                                 const std::string& key) const {
  static const std::set<std::string, std::less<>> kNoneTaken;
  if (!IsNamed(kind)) return key;
  return names.Expose(server, key, kind == ListKind::kTools ? route_names_ : kNoneTaken);
}

const HeldEntry* Catalog::FindHeld(ListKind kind, std::string_view exposed) const {
  const auto found = held_[Index(kind)].find(exposed);
  return found == held_[Index(kind)].end() ? nullptr : &found->second;
}

// First, and their names are reserved even while their tool is not there: a route is the policy's
// word.
void Catalog::AddRoutes(const Policy& policy, const Names& names, const std::vector<Lists>& lists) {
  for (const RouteSettings& route : policy.routes()) {
    if (!names.IsValid(route.name)) {
      problems_.push_back("route " + Quoted(route.name) +
                          " is no name that clients accept, left out");
      continue;
    }
    route_names_.insert(route.name);
    const Definition* definition =
        FindKey(lists[route.server][Index(ListKind::kTools)], route.tool);
    const auto target = policy.Resolve(route.server, Verb::kCall, route.tool);
    if (definition == nullptr || !target) continue;
    Add(ListKind::kTools,
        {route.server, *target, route.tool, route.name, definition->With(route.name),
         DocumentOf(*definition)},
        policy.servers()[route.server].name);
  }
}

void Catalog::AddList(const Policy& policy, const Names& names, ServerIndex server, ListKind kind,
                      const std::vector<Definition>& definitions) {
  for (const Definition& definition : definitions) {
    const auto target = policy.Resolve(server, FactsOf(kind).verb, definition.key);
    if (!target) continue;
    std::string exposed = ExposedName(names, server, kind, definition.key);
    std::string rendered = definition.With(exposed);
    Add(kind,
        {server, *target, definition.key, std::move(exposed), std::move(rendered),
         DocumentOf(definition)},
        policy.servers()[server].name);
  }
}

// The proof that exposed names are unique: what is taken already stays as it is.
void Catalog::Add(ListKind kind, Entry entry, std::string_view server_name) {
  Table& table = tables_[Index(kind)];
  const size_t index = table.entries.size();
  if (!table.by_exposed.emplace(entry.exposed, index).second) {
    problems_.push_back(std::string(server_name) + " lists " + Quoted(entry.own_key) +
                        ", which is taken, left out");
    return;
  }
  if (kind == ListKind::kTemplates) {
    AddTemplate(entry, index, server_name);
  }
  table.entries.push_back(std::move(entry));
}

void Catalog::AddTemplate(const Entry& entry, size_t index, std::string_view server_name) {
  auto parsed = UriTemplate::Parse(entry.own_key);
  if (!parsed) return;
  size_t& elements = template_elements_[entry.server];
  if (elements + parsed->size() > kTemplateElementsMax) {
    problems_.push_back("no resource is read through " + Quoted(entry.own_key) + " of " +
                        std::string(server_name) + ", its templates are too long together");
    return;
  }
  elements += parsed->size();
  templates_.emplace_back(std::move(*parsed), index);
}

const Entry* Catalog::Find(ListKind kind, std::string_view exposed) const {
  const Table& table = tables_[Index(kind)];
  const auto found = table.by_exposed.find(exposed);
  return found == table.by_exposed.end() ? nullptr : &table.entries[found->second];
}

}  // namespace weir::router
