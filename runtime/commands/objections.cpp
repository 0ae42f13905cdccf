#include "runtime/commands/objections.h"

#include <algorithm>
#include <iterator>

#include "runtime/guard/normal_text.h"
#include "runtime/lock/assess.h"
#include "runtime/lock/compare.h"

namespace weir::commands {
namespace {

std::vector<lock::NamedServer> InOrderOf(const Policy& policy, const lock::LockFile& file) {
  std::vector<lock::NamedServer> servers;
  for (const ServerSettings& settings : policy.servers()) {
    const auto found = file.servers.find(settings.name);
    if (found != file.servers.end()) servers.push_back({settings.name, &found->second});
  }
  return servers;
}

// The rules beside the one that the objection speaks of.
std::string AndOthers(const lock::Objection& objection) {
  const size_t others = objection.rules.size() - 1;
  return others == 0 ? "" : ", and of " + std::to_string(others) + " more";
}

// What was agreed to before stays: an objection does not speak of it.
void AgreeTo(const lock::Objection& objection, lock::Item& item) {
  std::vector<std::string> together;
  std::set_union(item.accepted.begin(), item.accepted.end(), objection.rules.begin(),
                 objection.rules.end(), std::back_inserter(together));
  item.accepted = std::move(together);
}

}  // namespace

void SettleObjections(const Policy& policy, const std::vector<std::string>& named,
                      lock::LockFile& file, std::ostream& err) {
  const std::vector<lock::NamedServer> servers = InOrderOf(policy, file);
  const std::vector<lock::Assessment> assessments = lock::Assess(servers);
  for (size_t i = 0; i < servers.size(); ++i) {
    for (size_t kind = 0; kind < lock::kKindCount; ++kind) {
      for (const auto& [key, report] : assessments[i].items[kind]) {
        lock::Item& item = file.servers.at(servers[i].name).items[kind].at(key);
        const auto objection = lock::ObjectionTo(report, policy.guard(), item.accepted);
        if (!objection) continue;
        const std::string name = servers[i].name + "." + key;
        if (std::find(named.begin(), named.end(), name) != named.end()) {
          AgreeTo(*objection, item);
          err << "weir: " << json::Quote(guard::InOneLine(name)) << " is accepted in spite of "
              << objection->text << AndOthers(*objection) << '\n';
          continue;
        }
        err << "weir: " << json::Quote(guard::InOneLine(name)) << " is held back for "
            << objection->text << "; if that is in order: --accept "
            << lock::AcceptWord(servers[i].name, key) << '\n';
      }
    }
  }
}

}  // namespace weir::commands
