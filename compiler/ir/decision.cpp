#include "compiler/ir/decision.h"

namespace weir::ir {

std::optional<TargetId> Names::Find(std::string_view name) const {
  const std::optional<uint32_t> known = exact.Find(name);
  const TargetId target = known ? *known : target_of_set[globs.Run(name)];
  return target == kNobody ? std::nullopt : std::optional(target);
}

std::optional<TargetId> Decisions::Resolve(uint32_t server, Verb verb,
                                           std::string_view name) const {
  if (server >= servers.size()) return std::nullopt;
  // A server's resources are one class: rules tell them apart by `uri`, which is a slot.
  return servers[server][static_cast<size_t>(verb)].Find(verb == Verb::kRead ? "" : name);
}

}  // namespace weir::ir
