#include "compiler/commands/dump.h"

#include <unistd.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ast/print.h"
#include "compiler/base/file.h"
#include "compiler/check/check.h"
#include "compiler/commands/choice.h"
#include "compiler/diagnostics/render.h"
#include "compiler/ir/print.h"
#include "compiler/jit/dump.h"
#include "compiler/lower/lower.h"
#include "compiler/parse/parse.h"
#include "compiler/pipeline/checked.h"

namespace weir::commands {
namespace {

// One policy on its way through the stages, as far as is asked for.
class Dump {
 public:
  Dump(const DumpOptions& options, std::string text, std::ostream& out, std::ostream& err)
      : options_(options), out_(out), err_(err) {
    file_ = sources_.Add(options.file, std::move(text));
  }

  int Run() {
    if (options_.stage == Stage::kTokens) {
      parse::PrintTokens(sources_.file(file_), out_);
      return kExitOk;
    }
    if (options_.stage == Stage::kAst) {
      if (const auto tree = parse::Parse(sources_, file_, sink_)) ast::Print(*tree, out_);
      return Diagnose();
    }
    const auto program = pipeline::CheckSource(sources_, file_, sink_);
    const int exit = Diagnose();
    return program ? RunBack(*program) : exit;
  }

 private:
  // The stages behind the checker.
  int RunBack(const check::Program& program) {
    const auto decisions = lower::Lower(program);
    if (!decisions) return Fail(decisions.error());
    switch (options_.stage) {
      case Stage::kTokens:
      case Stage::kAst:
      case Stage::kIr:
        return PrintIr(program, *decisions);
      case Stage::kLlvm:
        return PrintCode(*decisions, jit::CodeForm::kLlvm);
      case Stage::kAssembly:
        return PrintCode(*decisions, jit::CodeForm::kAssembly);
    }
    return kExitUsage;
  }

  int PrintIr(const check::Program& program, const ir::Decisions& decisions) {
    std::vector<std::string> names;
    for (const check::Server& server : program.servers) names.push_back(server.name);
    ir::Print(out_, decisions, names);
    return kExitOk;
  }

  int PrintCode(const ir::Decisions& decisions, jit::CodeForm form) {
    const auto code = jit::Dump(decisions.targets, form);
    if (!code) return Fail(code.error());
    out_ << *code;
    return kExitOk;
  }

  int Diagnose() {
    const bool failed = sink_.has_errors();
    diagnostics::RenderText(sink_.Take(), sources_, err_, {options_.colors});
    return failed ? kExitPolicyErrors : kExitOk;
  }

  int Fail(const Error& error) {
    err_ << options_.file << ": " << error.message << '\n';
    return kExitPolicyErrors;
  }

  const DumpOptions& options_;
  std::ostream& out_;
  std::ostream& err_;
  SourceSet sources_;
  uint32_t file_ = 0;
  diagnostics::Sink sink_;
};

}  // namespace

int RunDump(const DumpOptions& options, std::ostream& out, std::ostream& err) {
  auto text = ReadFile(options.file, parse::kSourceBytesMax);
  if (!text) {
    err << text.error().message << '\n';
    return kExitUsage;
  }
  return Dump(options, std::move(*text), out, err).Run();
}

CLI::App* AddDump(CLI::App& app, DumpOptions& options) {
  static const std::map<std::string, Stage> kStages = {{"tokens", Stage::kTokens},
                                                       {"ast", Stage::kAst},
                                                       {"ir", Stage::kIr},
                                                       {"llvm", Stage::kLlvm},
                                                       {"asm", Stage::kAssembly}};
  CLI::App* dump =
      app.add_subcommand("dump", "Print what a stage of the compiler makes of a policy");
  dump->add_option("file", options.file, "the policy; - is the standard input")->required();
  AddChoice(*dump, "--stage", options.stage, kStages, "ir is the default");
  options.colors = isatty(STDOUT_FILENO) == 1;
  return dump;
}

}  // namespace weir::commands
