// Takes a condition apart and asks the reference interpreter about each part. Slow: every part is
// evaluated anew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/base/result.h"
#include "compiler/check/program.h"
#include "compiler/explain/reading.h"
#include "compiler/ir/condition.h"
#include "compiler/slots/extract.h"

namespace weir::explain {

// Of one request; what `inputs` points to must outlive it.
class Reader {
 public:
  static constexpr size_t kElementsMax = 256;  // of one list

  Reader(std::string server_name, slots::Inputs inputs, uint64_t agent, uint64_t labels)
      : server_name_(std::move(server_name)), inputs_(inputs), agent_(agent), labels_(labels) {}

  // Fails where the request holds too many values to decide on.
  Result<Reading> Read(const check::Condition& condition, ir::Stance stance) const;

 private:
  std::string server_name_;
  slots::Inputs inputs_;
  uint64_t agent_;
  uint64_t labels_;
};

}  // namespace weir::explain
