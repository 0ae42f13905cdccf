#include "tests/differential/engines.h"

#include <catch2/catch.hpp>
#include <sstream>
#include <stdexcept>

#include "compiler/eval/decide.h"
#include "compiler/ir/print.h"
#include "compiler/lower/lower.h"
#include "compiler/slots/extract.h"

namespace weir::differential {
namespace {

constexpr std::string_view kAgentName = "coder";

// Threads ask as well, and Catch's assertions are for one thread: what cannot be is thrown.
json::Document Parsed(const std::string& text) {
  auto document = json::Document::Parse(text);
  if (!document) throw std::invalid_argument(text);
  return std::move(*document);
}

}  // namespace

ir::Target LoweredTarget(const check::Program& program) {
  auto decisions = lower::Lower(program);
  REQUIRE(decisions);
  const auto target = decisions->Resolve(0, Verb::kCall, "t");
  REQUIRE(target);
  return std::move(decisions->targets[*target]);
}

ParsedRequest::ParsedRequest(const testing::GeneratedRequest& request)
    : request_(request),
      arguments_(Parsed(request.arguments)),
      tool_(Parsed(request.tool)),
      claims_(Parsed(request.claims)) {}

template <typename Engine>
Answer ParsedRequest::Ask(const ir::Target& target, const Engine& engine) const {
  slots::Arena arena;
  const slots::Inputs inputs{arguments_.root(), request_.uri, tool_.root(), claims_.root(),
                             kAgentName};
  const weir_value* values = slots::Extract(target.plan, inputs, arena);
  if (values == nullptr) throw std::length_error("the request's arguments are too large");
  return engine(weir_request{request_.agent, request_.labels, values});
}

Answer ParsedRequest::Interpret(const ir::Target& target) const {
  return Ask(target, [&](const weir_request& request) {
    return Answer{eval::Decide(target, request), eval::ResultLabels(target, request)};
  });
}

Answer ParsedRequest::Run(const ir::Target& target, const jit::NativeCode& code,
                          ir::TargetId number) const {
  return Ask(target, [&](const weir_request& request) {
    const auto labels = code.ResultLabelsOf(number);
    return Answer{Unpack(code.FunctionOf(number)(&request)),
                  labels == nullptr ? eval::ResultLabels(target, request) : labels(&request)};
  });
}

std::string Describe(uint64_t seed, const ir::Target& target,
                     const testing::GeneratedRequest& request) {
  std::ostringstream out;
  out << "seed " << seed << "\n";
  ir::Print(out, target);
  out << "agent " << request.agent << ", labels " << request.labels << ", uri "
      << json::Quote(request.uri) << "\narguments " << request.arguments << "\ntool "
      << request.tool << "\nclaims " << request.claims;
  return out.str();
}

std::unique_ptr<jit::NativeCode> Compile(std::span<const ir::Target> targets,
                                         jit::Quality quality) {
  auto code = jit::NativeCode::Compile(targets, quality);
  REQUIRE(code);
  return std::move(*code);
}

}  // namespace weir::differential
