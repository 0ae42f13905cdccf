#include "runtime/router/warden.h"

#include <algorithm>

#include "runtime/guard/canonical.h"
#include "runtime/guard/normal_text.h"
#include "runtime/guard/rules.h"

namespace weir::router {
namespace {

constexpr size_t kNameBytesMax = 100;

static_assert(kListKindCount == lock::kKindCount);
static_assert(static_cast<size_t>(ListKind::kTemplates) ==
              static_cast<size_t>(guard::DefinitionKind::kResourceTemplate));

// For the log: names come from outside and may be long.
std::string NameOf(const std::string& server, ListKind kind, std::string_view key) {
  std::string name = "the " + std::string(lock::kKinds[static_cast<size_t>(kind)].one) + " " +
                     json::Quote(guard::InOneLine(key.substr(0, kNameBytesMax)));
  if (key.size() > kNameBytesMax) name += "…";
  return name + " of `" + server + "`";
}

std::optional<lock::Item> ItemOf(const Definition& definition) {
  const auto document = json::Document::Parse(definition.Verbatim());
  if (!document) return std::nullopt;
  Result<lock::Item> item = lock::MakeItem(document->root());
  if (!item) return std::nullopt;
  return std::move(*item);
}

std::optional<Definition> DefinitionOf(const lock::Item& item, ListKind kind) {
  const auto document = json::Document::Parse(item.definition);
  if (!document) return std::nullopt;
  return ReadDefinition(document->root(), FactsOf(kind).key);
}

// It reads other servers' names in a server's texts; so whoever comes later could make a text that
// was there before it look bad.
bool DependsOnNeighbours(const lock::Assessment& assessment) {
  const auto depends = [](const auto& entry) {
    const auto& findings = entry.second.findings;
    return std::any_of(findings.begin(), findings.end(), [](const guard::Finding& finding) {
      return finding.rule == guard::RuleId::kMentionOther ||
             finding.rule == guard::RuleId::kOrdersOther;
    });
  };
  return std::any_of(assessment.items.begin(), assessment.items.end(), [&](const auto& items) {
    return std::any_of(items.begin(), items.end(), depends);
  });
}

lock::Server Together(const lock::Server& base, const lock::Server& outside) {
  lock::Server all = base;
  for (size_t kind = 0; kind < lock::kKindCount; ++kind) {
    for (const auto& [key, item] : outside.items[kind]) all.items[kind][key] = item;
  }
  return all;
}

bool HasItems(const lock::Server& server) {
  return std::any_of(server.items.begin(), server.items.end(),
                     [](const lock::Items& items) { return !items.empty(); });
}

}  // namespace

Warden::Warden(const Policy& policy, std::shared_ptr<const lock::LockFile> lock)
    : settings_(policy.guard()), has_lock_(lock != nullptr), served_(policy.servers().size()) {
  for (const ServerSettings& server : policy.servers()) {
    Watched watched;
    watched.name = server.name;
    if (has_lock_) {
      watched.based.fill(true);
      const auto pinned = lock->servers.find(server.name);
      if (pinned != lock->servers.end()) {
        watched.base = pinned->second;
      } else {
        watched.pinned = false;
        Tell(watched, LogLevel::kWarning, "nothing of it is pinned: run weir pin");
      }
    }
    watched_.push_back(std::move(watched));
  }
}

void Warden::Adopt(ServerIndex server, const Warden& other, ServerIndex from) {
  Watched& watched = watched_[server];
  const Watched& known = other.watched_[from];
  watched.base = known.base;
  watched.based = known.based;
  watched.pinned = known.pinned;
  watched.met = known.met;
}

void Warden::Tell(Watched& watched, LogLevel level, const std::string& text) {
  std::string line = "guard: " + watched.name + ": " + text;
  if (watched.said > kWardenNewsMax || told_.contains(line)) return;
  if (++watched.said > kWardenNewsMax) line = "guard: " + watched.name + ": more is not told";
  news_.push_back({level, line});
  told_.insert(std::move(line));
}

bool Warden::Review(ServerIndex server, const Round& round) {
  Watched& watched = watched_[server];
  ReviewIdentity(watched, round.initialized);
  const lock::Server outside = std::exchange(watched.outside, {});
  for (const ListKind kind : kListKinds) {
    const auto index = static_cast<size_t>(kind);
    ReviewList(watched, kind, round.lists[index], !round.given_up[index]);
  }
  const bool anew = !assessed_ || outside != watched.outside;
  if (anew) assessments_ = Assess();
  assessed_ = true;
  Rebuild();
  return anew;
}

// Instructions do not reach clients, whatever they say; what they become is worth a line, and so is
// another program under the same name.
void Warden::ReviewIdentity(Watched& watched, std::string_view initialized) {
  const auto document = json::Document::Parse(std::string(initialized));
  if (!document) return;
  const auto value = document->root().Find("instructions");
  const std::string instructions =
      value && value->is_string() ? std::string(value->string()) : std::string();
  const auto info = document->root().Find("serverInfo");
  const Result<std::string> canonical = info ? guard::Canonical(*info) : Error{"none"};
  const std::string server_info = canonical ? *canonical : "{}";
  const bool trust = !has_lock_ && !watched.met;
  watched.met = true;
  if (trust) {
    watched.base.instructions = instructions;
    watched.base.server_info = server_info;
    assessed_ = false;
    return;
  }
  if (settings_.drift == Reaction::kOff || !watched.pinned) return;
  if (instructions != watched.base.instructions) {
    Tell(watched, LogLevel::kWarning, "drift: its instructions are not the pinned ones");
  }
  if (server_info != watched.base.server_info) {
    Tell(watched, LogLevel::kWarning,
         "drift: it calls itself " + guard::MakeVisible(server_info.substr(0, kNameBytesMax)) +
             ", which is not what is pinned");
  }
}

void Warden::ReviewList(Watched& watched, ListKind kind, const std::vector<Definition>& definitions,
                        bool complete) {
  const auto index = static_cast<size_t>(kind);
  const bool trust = !watched.based[index] && complete;
  watched.listed[index].clear();
  for (const Definition& definition : definitions) ReviewItem(watched, kind, definition, trust);
  if (trust) assessed_ = false;
  watched.based[index] = watched.based[index] || complete;
  if (complete) ReviewVanished(watched, kind);
}

void Warden::ReviewItem(Watched& watched, ListKind kind, const Definition& definition, bool trust) {
  const auto index = static_cast<size_t>(kind);
  const std::optional<lock::Item> item = ItemOf(definition);
  if (!item) {
    Tell(watched, LogLevel::kWarning,
         NameOf(watched.name, kind, definition.key) + " has no canonical form, left out");
    return;
  }
  lock::Items& base = watched.base.items[index];
  if (trust) base.emplace(definition.key, *item);
  const auto pinned = base.find(definition.key);
  if (pinned != base.end() && pinned->second.sha256 == item->sha256) {
    watched.listed[index].push_back({definition, definition.key, Drift::kNone, true});
    return;
  }
  const Drift drift = pinned == base.end() ? Drift::kNew : Drift::kChanged;
  // Where drift does not matter, or there is no other text to show, clients see what is listed now.
  const bool shows_now = settings_.drift == Reaction::kOff || drift == Drift::kNew;
  auto shown = shows_now ? std::optional(definition) : DefinitionOf(pinned->second, kind);
  if (!shown) return;
  watched.listed[index].push_back({std::move(*shown), definition.key, drift, !shows_now});
  const bool is_served =
      settings_.drift != Reaction::kQuarantine && settings_.drift != Reaction::kDeny;
  if (shows_now && is_served) watched.outside.items[index].emplace(definition.key, *item);
}

void Warden::ReviewVanished(Watched& watched, ListKind kind) {
  const auto index = static_cast<size_t>(kind);
  std::set<std::string_view> there;
  for (const Listed& item : watched.listed[index]) there.insert(item.key);
  for (const auto& [key, item] : watched.base.items[index]) {
    if (!there.contains(key)) {
      Tell(watched, LogLevel::kInfo, NameOf(watched.name, kind, key) + " is not listed any more");
    }
  }
}

// What a lock file holds was looked at together when it was pinned. Without one, the order of the
// policy is that of trust, and no server can bring one before it into disrepute.
std::vector<lock::Assessment> Warden::AssessBases() const {
  std::vector<lock::NamedServer> servers;
  for (const Watched& watched : watched_) servers.push_back({watched.name, &watched.base});
  std::vector<lock::Assessment> assessments = lock::Assess(servers);
  if (has_lock_) return assessments;
  for (size_t i = assessments.size(); i-- > 0;) {
    servers.resize(i + 1);
    if (DependsOnNeighbours(assessments[i])) assessments[i] = lock::Assess(servers).back();
  }
  return assessments;
}

// What came later stands behind everything that was there, whatever the order of the policy.
std::vector<lock::Assessment> Warden::Assess() const {
  std::vector<lock::Assessment> assessments = AssessBases();
  for (size_t i = 0; i < watched_.size(); ++i) {
    if (!HasItems(watched_[i].outside)) continue;
    std::vector<lock::NamedServer> servers;
    for (size_t other = 0; other < watched_.size(); ++other) {
      if (other != i) servers.push_back({watched_[other].name, &watched_[other].base});
    }
    const lock::Server all = Together(watched_[i].base, watched_[i].outside);
    servers.push_back({watched_[i].name, &all});
    lock::Assessment last = std::move(lock::Assess(servers).back());
    for (size_t kind = 0; kind < lock::kKindCount; ++kind) {
      for (const auto& [key, item] : watched_[i].outside.items[kind]) {
        assessments[i].items[kind].insert_or_assign(key, std::move(last.items[kind].at(key)));
      }
    }
  }
  return assessments;
}

void Warden::Rebuild() {
  holds_.clear();
  for (ServerIndex server = 0; server < watched_.size(); ++server) {
    if (const auto objection =
            lock::ObjectionTo(assessments_[server].instructions, settings_, {})) {
      Tell(watched_[server], LogLevel::kWarning, "its instructions: " + objection->text);
    }
    for (const ListKind kind : kListKinds) {
      const auto index = static_cast<size_t>(kind);
      served_[server][index].clear();
      const auto& reports = assessments_[server].items[index];
      for (const Listed& item : watched_[server].listed[index]) {
        const auto report = reports.find(item.key);
        Place(server, kind, item, report == reports.end() ? nullptr : &report->second);
      }
    }
  }
}

// Into what is served, into what is held, or, with a person's yes, into both.
void Warden::Place(ServerIndex server, ListKind kind, const Listed& item,
                   const guard::Report* report) {
  Watched& watched = watched_[server];
  const auto index = static_cast<size_t>(kind);
  Hold hold{Reaction::kOff, {}};
  const auto object = [&](Reaction reaction, const std::string& because) {
    if (reaction == Reaction::kOff) return;
    if (reaction == Reaction::kDeny) reaction = Reaction::kQuarantine;
    // The strictest stands first in the list of reactions.
    if (reaction < hold.reaction) hold = {reaction, because};
    Tell(watched, LogLevel::kWarning, NameOf(watched.name, kind, item.key) + ": " + because);
  };
  if (item.drift == Drift::kNew) object(settings_.drift, "drift: it is new, not pinned");
  if (item.drift == Drift::kChanged) {
    object(settings_.drift, "drift: its definition is not the pinned one");
  }
  const auto pinned = watched.base.items[index].find(item.key);
  static const std::vector<std::string> kNothing;
  // Somebody agreed to the pinned text, not to whatever takes its place.
  const bool agreed = item.as_pinned && pinned != watched.base.items[index].end();
  const auto& accepted = agreed ? pinned->second.accepted : kNothing;
  const auto objection =
      report == nullptr ? std::nullopt : lock::ObjectionTo(*report, settings_, accepted);
  if (objection) object(objection->reaction, objection->text);
  if (hold.reaction != Reaction::kQuarantine) served_[server][index].push_back(item.definition);
  if (hold.reaction != Reaction::kOff) {
    holds_.insert_or_assign({server, kind, item.key}, std::move(hold));
  }
}

}  // namespace weir::router
