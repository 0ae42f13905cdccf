// One class of targets: what of a policy is about it, with its conditions and slots.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "compiler/check/program.h"
#include "compiler/ir/decision.h"

namespace weir::lower {

// What speaks of a name, by its place in the program; each ascending.
struct Speakers {
  std::set<uint32_t> rules;
  std::set<uint32_t> flows;
  std::set<uint32_t> gives;
  std::set<uint32_t> declassifications;
  std::set<uint32_t> rate_limits;
  bool capability = false;  // the server's own `tools`

  void Add(const Speakers& other);
  friend auto operator<=>(const Speakers&, const Speakers&) = default;
};

ir::Target LowerTarget(const check::Program& program, uint32_t server, const Speakers& speakers);

}  // namespace weir::lower
