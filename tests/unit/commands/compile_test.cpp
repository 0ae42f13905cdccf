// `weir compile`: what the library decides, reached through the C tables alone, is what weir
// decides.
#include "compiler/commands/compile.h"

#include <dlfcn.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>

#include "compiler/abi/policy_table.h"
#include "compiler/commands/commands.h"
#include "compiler/json/document.h"
#include "compiler/lower/lower.h"
#include "compiler/pipeline/build.h"
#include "compiler/pipeline/checked.h"
#include "compiler/slots/extract.h"
#include "tests/support/temporary_folder.h"

namespace weir::commands {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPolicy = R"(weir 1;
label private;
agent coder { client "claude-code"; }
agent ci { client "ci"; }
server files { launch "f"; tools read_*, "odd name"; gives private; takes private; }
server git { launch "g"; tools git_*; }
allow coder: files.read_* where path(args.path) within "/srv" and not exists args.force;
allow {coder, ci}: git.* where args.branch matches /[a-z]+/ or args.n in [1, 2];
ask ci: files."odd name" because "odd";
deny any: *.* where any s in strings(args): s contains "secret";
allow any: read files where uri like "file:///srv/**";
allow coder: prompt git.*;
flow private -> git where args.n == 1;
test "t" as coder {
  allow files.read_file { "path": "/srv/x" };
  deny files.read_file { "path": "/srv/../x" };
  deny files.read_file { "path": "/srv/x", "force": null };
  deny files.read_file { "path": "/srv/secret" };
  deny files.delete_file {};
  allow git.git_push { "branch": "main" };
  deny git.git_push { "branch": "Main" };
  allow git.git_push { "n": 1 } with labels {private};
  deny git.git_push { "n": 2 } with labels {private};
  allow read files "file:///srv/x";
  deny read files "file:///etc/x";
  allow prompt git.review { "a": "b" };
  deny prompt files.review;
}
test "u" as ci { ask files."odd name"; deny files.read_file {}; }
)";

class Folder : public testing::TemporaryFolder {
 public:
  std::string Policy(const char* text) const {
    std::ofstream(path() / "p.weir") << text;
    return path() / "p.weir";
  }
  ptrdiff_t Count() const { return std::distance(fs::directory_iterator(path()), {}); }
};

int Compile(const CompileOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = RunCompile(options, out, err);
  INFO(err.str());
  return code;
}

std::string Read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct CloseLibrary {
  void operator()(void* library) const { dlclose(library); }
};

Decision DecideEmbedded(const weir_policy& policy, const ir::Decisions& decisions,
                        const check::TestStep& step, uint64_t agent,
                        const json::Document& arguments) {
  const weir_target* target = weir_find_target(
      &policy, step.server, static_cast<weir_verb>(step.verb), step.name.data(), step.name.size());
  if (target == nullptr) return {Outcome::kDeny, Because::kNotExposed, 0};
  const slots::Plan& plan = decisions.targets[static_cast<size_t>(target - policy.targets)].plan;
  REQUIRE(target->slot_count == plan.size());
  for (size_t i = 0; i < plan.size(); ++i) {
    CHECK(target->slots[i].view == static_cast<uint32_t>(plan[i].view));
    CHECK(target->slots[i].root == static_cast<uint32_t>(plan[i].root));
    REQUIRE(target->slots[i].key_count == plan[i].keys.size());
    for (size_t key = 0; key < plan[i].keys.size(); ++key)
      CHECK(target->slots[i].keys[key].bytes == plan[i].keys[key]);
  }
  slots::Arena arena;
  slots::Inputs inputs;
  inputs.arguments = arguments.root();
  if (step.verb == Verb::kRead) inputs.uri = step.name;
  const weir_request request{agent, step.labels, slots::Extract(plan, inputs, arena)};
  return Unpack(target->decide(&request));
}

// Every step of the policy's tests, in the library and as the step says.
void CompareSteps(const std::string& path, const weir_policy& policy, size_t expected_steps) {
  const pipeline::Checked checked = pipeline::CheckFile(path);
  REQUIRE(checked.program);
  const auto decisions = lower::Lower(*checked.program);
  REQUIRE(decisions.ok());
  size_t steps = 0;
  for (const check::Test& test : checked.program->tests) {
    for (const check::TestStep& step : test.steps) {
      INFO(checked.sources.TextOf(step.span));
      const auto arguments = json::Document::Parse(step.arguments);
      REQUIRE(arguments.ok());
      const Decision decision = DecideEmbedded(policy, *decisions, step, test.agent, *arguments);
      CHECK(decision.outcome == step.outcome);
      ++steps;
    }
  }
  CHECK(steps == expected_steps);
}

using Library = std::unique_ptr<void, CloseLibrary>;

Library Load(const std::string& path) {
  Library library(dlopen(path.c_str(), RTLD_NOW));
  REQUIRE(library);
  return library;
}

const weir_policy& PolicyIn(const Library& library, const char* symbol) {
  const auto* policy = static_cast<const weir_policy*>(dlsym(library.get(), symbol));
  REQUIRE(policy != nullptr);
  return *policy;
}

TEST_CASE("the library decides every step as weir does") {
  const Folder folder;
  const std::string path = folder.Policy(kPolicy);
  REQUIRE(Compile({.policy = path, .output = folder / "p.so", .symbol = "mine"}) == kExitOk);
  const Library library = Load(folder / "p.so");
  const weir_policy& policy = PolicyIn(library, "mine");
  CHECK(policy.abi_version == WEIR_ABI_VERSION);
  CHECK(weir_index_of(policy.agents, policy.agent_count, "ci", 2) == 1);
  CHECK(weir_index_of(policy.agents, policy.agent_count, "c", 1) == UINT32_MAX);
  CHECK(std::string(policy.labels[2].bytes) == "private");
  CHECK(std::string(policy.rules[2].because.bytes) == "odd");
  CompareSteps(path, policy, 15);
}

TEST_CASE("patterns over the automaton budget are matched by the library itself") {
  const Folder folder;
  const std::string path = folder.Policy(R"(weir 1;
import "std/secrets.weir";
agent coder { client "c"; }
server files { launch "f"; }
deny any: files.* where any s in strings(args): s contains std.secret;
ask any: files.* where args.name matches /(.*a.{12}){2}/ or args.name matches /()|x.*y$/;
allow any: files.*;
test "t" as coder {
  allow files.read { "text": "nothing" };
  deny files.read { "text": "AKIAIOSFODNN7EXAMPLE" };
  deny files.read { "text": "see AKIAIOSFODNN7EXAMPLE, and" };
  allow files.read { "text": "AKIAIOSFODNN7EXAM" };
  deny files.read { "deep": [["-----BEGIN RSA PRIVATE KEY-----"]] };
  ask files.read { "name": "ba123456789012a123456789012" };
  allow files.read { "name": "ba123456789012a12345678901" };
  ask files.read { "name": "" };
  ask files.read { "name": "xy" };
  allow files.read { "name": "xyz" };
}
)");
  REQUIRE(Compile({.policy = path, .output = folder / "p.so"}) == kExitOk);
  const Library library = Load(folder / "p.so");
  CompareSteps(path, PolicyIn(library, "policy"), 10);
}

TEST_CASE("each ending is its own form, and nothing else is left behind") {
  const Folder folder;
  const std::string path = folder.Policy(kPolicy);
  CHECK(Compile({.policy = path, .output = folder / "p.ll"}) == kExitOk);
  CHECK(Read(folder / "p.ll").find("@policy = constant") != std::string::npos);
  CHECK(Compile({.policy = path, .output = folder / "p.o", .header = folder / "p.h"}) == kExitOk);
  CHECK(Read(folder / "p.o")
            .starts_with("\x7f"
                         "ELF"));
  CHECK(Read(folder / "p.h").find("const weir_policy policy;") != std::string::npos);
  CHECK(Read(folder / "p.h").find("#include \"compiler/") == std::string::npos);
  CHECK(Compile({.policy = path, .output = folder / "p.so"}) == kExitOk);
  CHECK(folder.Count() == 5);
}

TEST_CASE("wrong uses and wrong policies") {
  const Folder folder;
  const std::string path = folder.Policy(kPolicy);
  CHECK(Compile({.policy = path, .output = folder / "p.exe"}) == kExitUsage);
  CHECK(Compile({.policy = path, .output = folder / "p.o", .symbol = "1x"}) == kExitUsage);
  CHECK(Compile({.policy = path, .output = "/no/such/folder/p.o"}) == kExitUsage);
  CHECK(Compile({.policy = folder.Policy("weir 1; allow nobody: x.y;"),
                 .output = folder / "p.o"}) == kExitPolicyErrors);
  CHECK(folder.Count() == 1);
}

}  // namespace
}  // namespace weir::commands
