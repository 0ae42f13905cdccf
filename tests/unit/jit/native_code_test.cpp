#include "compiler/jit/native_code.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

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

// Pages of this process that are in memory.
size_t ResidentPages() {
  std::ifstream statm("/proc/self/statm");
  size_t size = 0;
  size_t resident = 0;
  statm >> size >> resident;
  return resident;
}

TEST_CASE("the code of a dropped policy is freed") {
  const std::vector<ir::Target> targets = TargetsOf(ManyRules(5));
  const auto compile = [&](int times) {
    for (int i = 0; i < times; ++i) REQUIRE(NativeCode::Compile(targets));
  };
  compile(40);
  const size_t before = ResidentPages();
  compile(160);
  const size_t after = ResidentPages();
  const size_t grown_bytes =
      (after > before ? after - before : 0) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  CAPTURE(before, after);
  CHECK(grown_bytes < (size_t{2} << 20));  // 160 kept policies are many times that
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
