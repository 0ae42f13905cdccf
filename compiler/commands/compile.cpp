#include "compiler/commands/compile.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

#include "compiler/base/write_file.h"
#include "compiler/commands/commands.h"
#include "compiler/commands/headers_text.h"
#include "compiler/diagnostics/render.h"
#include "compiler/jit/ahead.h"
#include "compiler/lower/lower.h"
#include "compiler/pipeline/checked.h"
#include "compiler/pipeline/settings.h"

namespace weir::commands {
namespace {

enum class Output : uint8_t { kLlvm, kObject, kShared };

struct Ending {
  std::string_view text;
  Output output;
};
constexpr std::array kEndings = {Ending{".ll", Output::kLlvm}, Ending{".o", Output::kObject},
                                 Ending{".so", Output::kShared}};

std::optional<Output> OutputOf(std::string_view path) {
  const auto found = std::find_if(kEndings.begin(), kEndings.end(), [&](const Ending& ending) {
    return path.size() > ending.text.size() && path.ends_with(ending.text);
  });
  if (found == kEndings.end()) return std::nullopt;
  return found->output;
}

bool IsCName(std::string_view name) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
         std::all_of(name.begin(), name.end(), fits);
}

jit::AheadTexts TextsOf(const check::Program& program, const SourceSet& sources) {
  jit::AheadTexts texts;
  for (const auto& server : program.servers) texts.servers.push_back(server.name);
  for (const auto& agent : program.agents) texts.agents.push_back(agent.name);
  for (const auto& label : program.labels) texts.labels.push_back(label.name);
  for (RuleText& rule : pipeline::TextsOf(program.rules, sources)) {
    texts.rules.push_back({std::move(rule.source), std::move(rule.place), std::move(rule.because)});
  }
  return texts;
}

// What only makes sense in a file of its own: the pragma and the include of the other header.
std::string WithoutFileLines(std::string_view header) {
  std::string text;
  while (!header.empty()) {
    const size_t end = std::min(header.find('\n'), header.size() - 1) + 1;
    const std::string_view line = header.substr(0, end);
    if (line != "#pragma once\n" && !line.starts_with("#include \"compiler/")) text += line;
    header.remove_prefix(end);
  }
  return text;
}

std::string HeaderOf(const std::string& symbol) {
  const auto once = [](const std::string& guard, const std::string& text) {
    return "#ifndef " + guard + "\n#define " + guard + "\n" + text + "#endif /* " + guard + " */\n";
  };
  // Several policies in one program bring the same structs.
  return "/* A policy compiled by weir; see docs/embedding.md of weir. */\n#pragma once\n\n" +
         once("WEIR_DECISION_ABI", WithoutFileLines(kDecisionAbiText)) + "\n" +
         once("WEIR_POLICY_TABLE", WithoutFileLines(kPolicyTableText)) +
         "\n#ifdef __cplusplus\nextern \"C\"\n#else\nextern\n#endif\nconst weir_policy " + symbol +
         ";\n";
}

// Nothing: done. The C compiler is only asked to link; CC names it, as for make.
std::optional<Error> Link(const std::string& object, const std::string& output) {
  const char* chosen = std::getenv("CC");
  std::string compiler = chosen != nullptr && *chosen != '\0' ? chosen : "cc";
  std::array<std::string, 6> words = {compiler, "-shared", "-nostdlib", "-o", output, object};
  std::array<char*, 7> arguments{};
  std::transform(words.begin(), words.end(), arguments.begin(),
                 [](std::string& word) { return word.data(); });
  pid_t process = 0;
  const int failed =
      posix_spawnp(&process, words[0].c_str(), nullptr, nullptr, arguments.data(), environ);
  if (failed != 0) return Error{"`" + words[0] + "` cannot be started: " + std::strerror(failed)};
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::nullopt;
  return Error{"`" + words[0] + "` could not link `" + output + "`"};
}

// Linked beside its place and moved there, as every file that weir writes.
std::optional<Error> WriteShared(const std::string& output, const std::string& object) {
  const std::string beside = output + ".linking";
  if (auto error = WriteFile(beside + ".o", object)) return error;
  auto error = Link(beside + ".o", beside);
  if (!error && std::rename(beside.c_str(), output.c_str()) != 0) {
    error = Error{"`" + output + "` cannot be written: " + std::strerror(errno)};
  }
  unlink((beside + ".o").c_str());
  unlink(beside.c_str());
  return error;
}

int Fail(std::ostream& err, int code, const std::string& message) {
  err << "weir compile: " << message << '\n';
  return code;
}

}  // namespace

int RunCompile(const CompileOptions& options, std::ostream&, std::ostream& err) {
  const auto output = OutputOf(options.output);
  if (!output) return Fail(err, kExitUsage, "the output has to end in .ll, .o or .so");
  if (!IsCName(options.symbol)) return Fail(err, kExitUsage, "`--symbol` has to be a name in C");
  const pipeline::Checked checked = pipeline::CheckFile(options.policy);
  diagnostics::RenderText(checked.diagnostics, checked.sources, err, {options.colors});
  if (!checked.program) return kExitPolicyErrors;
  const auto decisions = lower::Lower(*checked.program);
  if (!decisions) return Fail(err, kExitPolicyErrors, decisions.error().message);
  const jit::AheadForm form =
      *output == Output::kLlvm ? jit::AheadForm::kLlvm : jit::AheadForm::kObject;
  const auto code = jit::CompileAhead(*decisions, TextsOf(*checked.program, checked.sources),
                                      options.symbol, form);
  if (!code) return Fail(err, kExitPolicyErrors, code.error().message);
  const auto error = *output == Output::kShared ? WriteShared(options.output, *code)
                                                : WriteFile(options.output, *code);
  if (error) return Fail(err, kExitUsage, error->message);
  if (options.header.empty()) return kExitOk;
  if (const auto failed = WriteFile(options.header, HeaderOf(options.symbol))) {
    return Fail(err, kExitUsage, failed->message);
  }
  return kExitOk;
}

CLI::App* AddCompile(CLI::App& app, CompileOptions& options) {
  CLI::App* compile =
      app.add_subcommand("compile", "Compile a policy ahead of time, for another program");
  compile->add_option("policy", options.policy, "the policy; - is the standard input")->required();
  compile
      ->add_option("-o,--output", options.output,
                   "LLVM IR (.ll), an object (.o) or a library (.so)")
      ->required()
      ->type_name("FILE");
  compile->add_option("--header", options.header, "write a C header that declares it")
      ->type_name("FILE");
  compile->add_option("--symbol", options.symbol, "what it is called in C; `policy` by default")
      ->type_name("NAME");
  compile->footer("docs/embedding.md says how a program decides with it.");
  options.colors = isatty(STDERR_FILENO) == 1;
  return compile;
}

}  // namespace weir::commands
