#include "compiler/ir/decision.h"

namespace weir::ir {

std::optional<TargetId> Names::Find(std::string_view name) const {
  const auto found = exact.find(name);
  return found != exact.end() ? found->second : target_of_set[globs.Run(name)];
}

std::optional<TargetId> Decisions::Resolve(uint32_t server, Verb verb,
                                           std::string_view name) const {
  if (server >= servers.size()) return std::nullopt;
  // A server's resources are one class: rules tell them apart by `uri`, which is a slot.
  return servers[server][static_cast<size_t>(verb)].Find(verb == Verb::kRead ? "" : name);
}

}  // namespace weir::ir
