// A generated policy on every engine at once.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/ir/decision.h"
#include "compiler/jit/native_code.h"
#include "compiler/json/document.h"
#include "tests/differential/generator.h"

namespace weir::differential {

// The target of the tool `t`.
ir::Target LoweredTarget(const check::Program& program);

// What an engine says of a request.
struct Answer {
  Decision decision;
  uint64_t result_labels = 0;

  friend bool operator==(const Answer&, const Answer&) = default;
};

// A request in JSON, parsed.
class ParsedRequest {
 public:
  explicit ParsedRequest(const testing::GeneratedRequest& request);

  Answer Interpret(const ir::Target& target) const;
  // `target` is what the code was made of; `number` its place there.
  Answer Run(const ir::Target& target, const jit::NativeCode& code, ir::TargetId number) const;

 private:
  template <typename Engine>
  Answer Ask(const ir::Target& target, const Engine& engine) const;

  const testing::GeneratedRequest& request_;
  json::Document arguments_;
  json::Document tool_;
  json::Document claims_;
};

std::string Describe(uint64_t seed, const ir::Target& target,
                     const testing::GeneratedRequest& request);

std::unique_ptr<jit::NativeCode> Compile(std::span<const ir::Target> targets,
                                         jit::Quality quality = jit::Quality::kNormal);

}  // namespace weir::differential
