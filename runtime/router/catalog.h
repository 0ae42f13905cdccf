// Everything that all servers list, merged in the order of the policy, under the names that clients
// see. Built anew from the servers' lists whenever one changes; who sees what of it is the policy's
// decision.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/pipeline/policy.h"
#include "runtime/router/definitions.h"
#include "runtime/router/names.h"
#include "runtime/router/uri_template.h"
#include "runtime/router/warden.h"

namespace weir::router {

// What an exposed name or a URI means.
struct Entry {
  ServerIndex server;
  TargetId target;
  std::string own_key;  // the server's own name, URI or template
  std::string exposed;
  std::string rendered;                              // the definition as clients get it
  std::shared_ptr<const json::Document> definition;  // as the server wrote it; null if unreadable
  std::string guard = {};                            // what the guard has against it
  bool ask = false;                                  // for which every use needs a person's yes
};

// What would be an entry if it were not held back.
struct HeldEntry {
  ServerIndex server;
  TargetId target;
  std::string own_key;
  std::string because;
};

class Catalog {
 public:
  // `lists` by server. What cannot be exposed is named in problems().
  Catalog(const Policy& policy, const Names& names, const std::vector<Lists>& lists,
          const Holds& holds = {});

  // The entries of a list in their order.
  const std::vector<Entry>& entries(ListKind kind) const { return tables_[Index(kind)].entries; }
  // By its exposed name, URI or template, exactly; null if there is none.
  const Entry* Find(ListKind kind, std::string_view exposed) const;
  // What is held back under that name. It takes no name from anything that is not.
  const HeldEntry* FindHeld(ListKind kind, std::string_view exposed) const;
  // The resource of that URI, or the first template that it comes from, among those for which
  // `visible` holds. What is held back comes from no template of its own server.
  template <typename Visible>
  const Entry* FindUri(std::string_view uri, Visible visible) const;

  const std::vector<std::string>& problems() const { return problems_; }

 private:
  struct Table {
    std::vector<Entry> entries;
    std::map<std::string, size_t, std::less<>> by_exposed;
  };
  static size_t Index(ListKind kind) { return static_cast<size_t>(kind); }

  void AddRoutes(const Policy& policy, const Names& names, const std::vector<Lists>& lists);
  void AddList(const Policy& policy, const Names& names, ServerIndex server, ListKind kind,
               const std::vector<Definition>& definitions);
  void Add(ListKind kind, Entry entry, std::string_view server_name);
  std::string ExposedName(const Names& names, ServerIndex server, ListKind kind,
                          const std::string& key) const;
  void AddHolds(const Policy& policy, const Names& names, const Holds& holds);
  void AddTemplate(const Entry& entry, size_t index, std::string_view server_name);

  std::array<Table, kListKindCount> tables_;
  std::vector<std::pair<UriTemplate, size_t>> templates_;
  std::map<ServerIndex, size_t> template_elements_;
  std::array<std::map<std::string, HeldEntry, std::less<>>, kListKindCount> held_;
  std::set<std::pair<ServerIndex, std::string>> held_resources_;
  std::set<std::string, std::less<>> route_names_;
  std::vector<std::string> problems_;
};

template <typename Visible>
const Entry* Catalog::FindUri(std::string_view uri, Visible visible) const {
  // A listed resource belongs to who listed it: one who may not see it does not reach it through
  // another's template.
  if (const Entry* entry = Find(ListKind::kResources, uri))
    return visible(*entry) ? entry : nullptr;
  const std::string key(uri);
  for (const auto& [uri_template, index] : templates_) {
    const Entry& entry = entries(ListKind::kTemplates)[index];
    if (held_resources_.contains({entry.server, key})) continue;
    if (visible(entry) && uri_template.Matches(uri)) return &entry;
  }
  return nullptr;
}

}  // namespace weir::router
