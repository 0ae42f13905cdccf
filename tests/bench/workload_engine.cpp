#include "tests/bench/workload_engine.h"

#include <cstdlib>
#include <utility>

#include "compiler/lower/lower.h"

namespace weir::bench {
namespace {

uint8_t TextOf(const slots::Slot& slot) {
  if (slot.root == slots::Root::kClaims) return 0;
  return slot.keys.front() == "path" ? 1 : 2;
}

}  // namespace

WorkloadEngine::WorkloadEngine(int rules) {
  Workload workload = LoadWorkload(rules);
  requests_ = std::move(workload.requests);
  std::vector<ir::NameTable::Entry> servers;
  for (const check::Server& server : workload.program.servers) {
    servers.emplace_back(server.name, static_cast<uint32_t>(servers.size()));
  }
  servers_ = ir::NameTable(std::move(servers));
  auto lowered = lower::Lower(workload.program);
  if (!lowered) std::abort();
  decisions_ = std::move(*lowered);
  auto compiled = jit::NativeCode::Compile(decisions_.targets);
  if (!compiled) std::abort();
  code_ = std::move(*compiled);
  for (ir::TargetId id = 0; id < decisions_.targets.size(); ++id) {
    Target& target = targets_.emplace_back();
    target.decide = code_->FunctionOf(id);
    for (const slots::Slot& slot : decisions_.targets[id].plan) {
      target.text_of_slot.at(target.slot_count++) = TextOf(slot);
    }
  }
}

}  // namespace weir::bench
