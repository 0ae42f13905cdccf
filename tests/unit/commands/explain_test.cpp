// `weir explain` and `weir bench`: their options and exit codes. What explanations say is tested
// with compiler/explain.
#include "compiler/commands/explain.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "compiler/commands/bench.h"
#include "compiler/commands/commands.h"

namespace weir::commands {
namespace {

constexpr const char* kPolicy = WEIR_SOURCE_DIR "/examples/embed/policy.weir";

struct Ran {
  int code;
  std::string out;
  std::string err;
};

Ran Run(ExplainOptions options) {
  options.policy = kPolicy;
  std::ostringstream out;
  std::ostringstream err;
  const int code = RunExplain(options, out, err);
  return {code, out.str(), err.str()};
}

TEST_CASE("a request is explained, whatever the decision") {
  const Ran allowed =
      Run({.request = R"(tickets.create_ticket {"project": "weir"})", .agent = "coder"});
  CHECK(allowed.code == kExitOk);
  CHECK(allowed.out.starts_with("allow: by `allow coder: tickets.create_ticket where"));
  const Ran denied = Run({.request = "tickets.create_ticket {}", .agent = "ci"});
  CHECK(denied.code == kExitOk);
  CHECK(denied.out.starts_with("deny: "));
}

TEST_CASE("an audit line needs its arguments") {
  const std::string line =
      R"({"agent":"coder","server":"tickets","verb":"call","target":"close_ticket"})";
  const Ran without = Run({.audit_line = line});
  CHECK(without.code == kExitUsage);
  CHECK(without.err.find("--arguments") != std::string::npos);
  const Ran with = Run({.audit_line = line, .arguments = "{}"});
  CHECK(with.code == kExitOk);
  CHECK(with.out.starts_with("ask: by `ask coder: tickets.close_ticket`"));
}

TEST_CASE("names that are not there get a suggestion, and a wrong use ends with 3") {
  const Ran server = Run({.request = "ticket.read_ticket"});
  CHECK(server.code == kExitUsage);
  CHECK(server.err.find("did you mean `tickets`?") != std::string::npos);
  const Ran agent = Run({.request = "tickets.read_ticket", .agent = "codr"});
  CHECK(agent.err.find("did you mean `coder`?") != std::string::npos);
  CHECK(Run({.request = "tickets.read_ticket", .labels = "privat"}).code == kExitUsage);
  CHECK(Run({.request = "tickets.read_ticket {]"}).code == kExitUsage);
  CHECK(Run({.request = "tickets.read_ticket"}).code == kExitOk);
}

TEST_CASE("a policy is measured on its own tests") {
  std::ostringstream out;
  std::ostringstream err;
  CHECK(RunBench({kPolicy, true, false}, out, err) == kExitOk);
  CHECK(out.str().starts_with("{\"steps\":6,\"native_ns\":"));
  const std::string without_tests = WEIR_SOURCE_DIR "/tests/golden/cases/warn_unused_name.weir";
  CHECK(RunBench({without_tests, false, false}, out, err) == kExitUsage);
}

}  // namespace
}  // namespace weir::commands
