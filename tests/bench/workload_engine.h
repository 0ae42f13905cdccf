// The shared workload decided by weir from strings, as a gateway does that knows nothing beforehand
// but the policy: server and tool are looked up, the slots of the target filled, its code called.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "compiler/ir/decision.h"
#include "compiler/ir/name_table.h"
#include "compiler/jit/native_code.h"
#include "compiler/slots/value.h"
#include "tests/bench/workload.h"

namespace weir::bench {

class WorkloadEngine {
 public:
  // `rules`: 100 or 1000. Ends the program if the policy does not compile.
  explicit WorkloadEngine(int rules);

  bool Allows(const WorkloadRequest& request) const {
    const uint32_t server = servers_.Find(request.server, kNoServer);
    if (server == kNoServer) return false;
    const ir::TargetId id = decisions_.servers[server][0].Find(request.tool);
    if (id == ir::Names::kNobody) return false;
    const Target& target = targets_[id];
    const std::array<const std::string*, kTexts> texts{&request.agent, &request.path,
                                                       &request.host};
    std::array<weir_value, kTexts> values;
    for (size_t slot = 0; slot < target.slot_count; ++slot) {
      values[slot] = slots::OfString(*texts[target.text_of_slot[slot]]);
    }
    const weir_request filled{1, 0, values.data()};
    return Unpack(target.decide(&filled)).outcome == Outcome::kAllow;
  }

  const std::vector<WorkloadRequest>& requests() const { return requests_; }

 private:
  static constexpr uint32_t kNoServer = ~uint32_t{0};
  static constexpr size_t kTexts = 3;  // agent, path, host

  // The slot plan as what to do.
  struct Target {
    weir_decide_fn decide = nullptr;
    uint8_t slot_count = 0;
    std::array<uint8_t, kTexts> text_of_slot{};
  };

  std::vector<WorkloadRequest> requests_;
  ir::NameTable servers_;
  ir::Decisions decisions_;
  std::unique_ptr<jit::NativeCode> code_;
  std::vector<Target> targets_;
};

}  // namespace weir::bench
