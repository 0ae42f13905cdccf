#include "runtime/commands/objections.h"

#include <algorithm>

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
          item.accepted = objection->rules;
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
