#include "compiler/jit/native_code.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/jit/dump.h"
#include "compiler/lower/target.h"
#include "tests/support/conditions.h"

namespace weir::jit {
namespace {

using namespace testing;

check::Program ManyRules(size_t count) {
  check::Program program = OneServer();
  for (size_t i = 0; i < count; ++i) {
    program.rules.push_back(RuleAbout(
        Outcome::kAllow, "t" + std::to_string(i),
        Text(PathArg({"path"}), check::TextTestKind::kWithin, {"/srv/" + std::to_string(i)})));
  }
  return program;
}

std::vector<ir::Target> TargetsOf(const check::Program& program) {
  std::vector<ir::Target> targets;
  for (uint32_t rule = 0; rule < program.rules.size(); ++rule) {
    lower::Speakers speakers;
    speakers.rules.insert(rule);
    targets.push_back(lower::LowerTarget(program, 0, speakers));
  }
  return targets;
}

weir_value PathValue(std::string_view text) {
  weir_value value{};
  value.kind = WEIR_STRING;
  value.length = static_cast<uint32_t>(text.size());
  value.as.bytes = text.data();
  return value;
}

TEST_CASE("each target has its own function, across batches") {
  const std::vector<ir::Target> targets = TargetsOf(ManyRules(300));
  const auto code = NativeCode::Compile(targets);
  REQUIRE(code);
  for (uint32_t id = 0; id < targets.size(); ++id) {
    const std::string inside = "/srv/" + std::to_string(id) + "/x";
    const weir_value value = PathValue(inside);
    const weir_request request{1, 0, &value};
    CHECK(Unpack((*code)->FunctionOf(id)(&request)) ==
          Decision{Outcome::kAllow, Because::kRule, id});
    const uint32_t other = (id + 1) % 300;
    CHECK(Unpack((*code)->FunctionOf(other)(&request)) == Decision{});
  }
}

TEST_CASE("a policy without targets compiles to nothing") {
  CHECK(NativeCode::Compile({}));
}

// Executable mappings of this process that no file is behind: generated code.
int MappingsOfCode() {
  std::ifstream maps("/proc/self/maps");
  int count = 0;
  for (std::string line; std::getline(maps, line);) {
    const bool is_executable = line.find("r-xp") != std::string::npos;
    const bool is_anonymous = line.find(" 00:00 0 ") != std::string::npos;
    const bool is_of_the_kernel = line.find("[v") != std::string::npos;  // vdso, vsyscall
    if (is_executable && is_anonymous && !is_of_the_kernel) ++count;
  }
  return count;
}

TEST_CASE("the code of a dropped policy is freed") {
  const std::vector<ir::Target> targets = TargetsOf(ManyRules(5));
  const int before = MappingsOfCode();
  {
    std::vector<std::unique_ptr<NativeCode>> kept;
    for (int i = 0; i < 40; ++i) {
      auto code = NativeCode::Compile(targets);
      REQUIRE(code);
      kept.push_back(std::move(*code));
    }
    CHECK(MappingsOfCode() > before);
  }
  for (int i = 0; i < 160; ++i) REQUIRE(NativeCode::Compile(targets));
  CHECK(MappingsOfCode() <= before + 1);
}

TEST_CASE("code is printed as LLVM IR and as assembly") {
  const std::vector<ir::Target> targets = TargetsOf(ManyRules(2));
  const auto llvm = Dump(targets, CodeForm::kLlvm);
  REQUIRE(llvm);
  CHECK(llvm->find("define i64 @weir_decide_1(") != std::string::npos);
  const auto assembly = Dump(targets, CodeForm::kAssembly);
  REQUIRE(assembly);
  CHECK(assembly->find("weir_decide_1:") != std::string::npos);
}

TEST_CASE("generated code calls nothing outside of its module") {
  check::Program program = OneServer();
  program.rules.push_back(RuleAbout(
      Outcome::kDeny, "*",
      Any(Pair(Arg({"a"}), check::Relation::kEqual, Arg({"b"})),
          Number(Arg({"n"}), check::Relation::kLess, {0.5}),
          Number(Arg({"n"}), check::Relation::kEqual, {int64_t{3}}),
          Each(check::Quantifier::kAny, Arg({"l"}).path, Equals(Element(), {"x", "y"})))));
  const auto llvm = Dump(TargetsOf(program), CodeForm::kLlvm);
  REQUIRE(llvm);
  // Intrinsics are instructions.
  const std::string declaration = "\ndeclare ";
  for (size_t at = llvm->find(declaration); at != llvm->npos;
       at = llvm->find(declaration, at + 1)) {
    const std::string line = llvm->substr(at + 1, llvm->find('\n', at + 1) - at - 1);
    CAPTURE(line);
    CHECK(line.find("@llvm.") != std::string::npos);
  }
}

}  // namespace
}  // namespace weir::jit
