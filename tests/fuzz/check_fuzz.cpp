// Any policy is either refused with an error or means something: what the checker lets through is
// lowered, and the interpreter decides each of its own test steps.
#include <cstdint>
#include <sstream>
#include <string>

#include "compiler/analyze/analyze.h"
#include "compiler/check/check.h"
#include "compiler/diagnostics/render.h"
#include "compiler/diagnostics/sink.h"
#include "compiler/eval/decide.h"
#include "compiler/imports/imports.h"
#include "compiler/lower/lower.h"
#include "compiler/slots/extract.h"
#include "tests/fuzz/fuzz.h"

namespace {

using weir::SourceSet;
using weir::diagnostics::Sink;

constexpr size_t kInputBytesMax = 4'096;

// There are no other files.
class NoFiles : public weir::imports::Reader {
 public:
  weir::Result<std::string> Read(const std::string& path) override {
    return weir::Error{"there is no `" + path + "`"};
  }
  std::string Identity(const std::string& path) override { return path; }
};

void Decide(const weir::ir::Decisions& decisions, const weir::check::Test& test,
            const weir::check::TestStep& step) {
  const auto target = decisions.Resolve(step.server, step.verb, step.name);
  const auto arguments = weir::json::Document::Parse(step.arguments);
  Hold(arguments.ok(), "a step's arguments are JSON");
  if (!target) return;
  const weir::ir::Target& of_step = decisions.targets.at(*target);
  weir::slots::Arena arena;
  const weir::slots::Inputs inputs{arguments->root(), step.name, {}, {}, "fuzz"};
  const weir_value* slots = weir::slots::Extract(of_step.plan, inputs, arena);
  if (slots == nullptr) return;
  const weir_request request{test.agent, step.labels, slots};
  const weir::Decision decision = weir::eval::Decide(of_step, request);
  Hold(decision.because != weir::Because::kFailure, "a step is decided");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > kInputBytesMax) return 0;
  SourceSet sources;
  Sink sink;
  const uint32_t file =
      sources.Add("fuzz.weir", std::string(reinterpret_cast<const char*>(data), size));
  NoFiles no_files;
  const auto tree = weir::imports::Load(sources, file, no_files, sink);
  if (!tree) return 0;
  const auto program = weir::check::Check(*tree, sources, sink);
  Hold(program || sink.has_errors(), "what is no program has a mistake");
  if (program) weir::analyze::Analyze(*program, sources, nullptr, sink);
  const bool is_good = program && !sink.has_errors();
  std::ostringstream out;
  weir::diagnostics::RenderText(sink.Take(), sources, out);
  if (!is_good) return 0;
  const auto decisions = weir::lower::Lower(*program);
  if (!decisions) return 0;  // too many targets
  for (const weir::check::Test& test : program->tests) {
    for (const weir::check::TestStep& step : test.steps) Decide(*decisions, test, step);
  }
  return 0;
}
