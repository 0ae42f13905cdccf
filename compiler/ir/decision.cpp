#include "compiler/ir/decision.h"

namespace weir::ir {

std::optional<TargetId> Decisions::Resolve(uint32_t server, Verb verb,
                                           std::string_view name) const {
  if (server >= servers.size()) return std::nullopt;
  // A server's resources are one class: rules tell them apart by `uri`, which is a slot.
  const Names& names = servers[server][static_cast<size_t>(verb)];
  const TargetId target = names.Find(verb == Verb::kRead ? "" : name);
  return target == Names::kNobody ? std::nullopt : std::optional(target);
}

}  // namespace weir::ir
