// Explanations: what was looked at, with which values, and what would have to change.
#include "compiler/explain/explain.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "compiler/explain/report.h"
#include "compiler/explain/request.h"
#include "compiler/json/document.h"
#include "compiler/pipeline/build.h"
#include "compiler/pipeline/checked.h"

namespace weir::explain {
namespace {

constexpr const char* kHead = R"(weir 1;
label private;
agent coder { client "claude-code"; }
agent ci { client "ci"; }
server files { launch "f"; tools read_*, write_file; gives private; takes private; }
server git { launch "g"; tools git_*; }
)";

class Asking {
 public:
  explicit Asking(const std::string& rules)
      : checked_(pipeline::CheckText("policy.weir", kHead + rules)) {
    REQUIRE(checked_.program);
    native_ = Built(pipeline::Engine::kNative);
    interpreted_ = Built(pipeline::Engine::kInterpreter);
  }

  Explanation Ask(const std::string& request, uint64_t labels = 0, uint64_t agent = 1) {
    const auto typed = ParseRequest(request);
    REQUIRE(typed.ok());
    auto document = json::Document::Parse(typed->arguments.empty() ? "{}" : typed->arguments);
    REQUIRE(document.ok());
    document_ = std::make_unique<json::Document>(std::move(*document));
    question_ = {typed->server == "git" ? 1U : 0U, typed->verb, typed->name, {}};
    question_.request.agent = {agent};
    question_.request.labels = labels;
    question_.request.arguments = document_->root();
    question_.request.uri = question_.name;
    const auto explanation =
        Explain(*checked_.program, checked_.sources, {*native_, *interpreted_}, question_);
    INFO((explanation.ok() ? "" : explanation.error().message));
    REQUIRE(explanation.ok());
    return *explanation;
  }

  std::string Text(const std::string& request, uint64_t labels = 0) {
    const Explanation explanation = Ask(request, labels);
    std::ostringstream out;
    WriteText(out, explanation, Context());
    return out.str();
  }

  std::string Json(const std::string& request, uint64_t labels = 0) {
    const Explanation explanation = Ask(request, labels);
    std::ostringstream out;
    WriteJson(out, explanation, Context());
    return out.str();
  }

  std::string_view Source(const Reading& reading) const {
    return checked_.sources.TextOf(reading.span);
  }

 private:
  explain::Context Context() const {
    return {*checked_.program, checked_.sources, *native_, question_};
  }
  std::shared_ptr<const Policy> Built(pipeline::Engine engine) const {
    auto built = pipeline::Build(*checked_.program, checked_.sources, engine);
    REQUIRE(built.ok());
    return built->policy;
  }

  pipeline::Checked checked_;
  std::shared_ptr<const Policy> native_;
  std::shared_ptr<const Policy> interpreted_;
  std::unique_ptr<json::Document> document_;
  Question question_;
};

TEST_CASE("the failing part of a condition is named with the value that it failed on") {
  Asking asking(
      "allow coder: files.read_* where path(args.path) within \"/srv\" and not exists args.force;");
  const Explanation denied = asking.Ask(R"(files.read_file {"path": "/srv/../etc/passwd"})");
  CHECK(denied.decision == Decision{Outcome::kDeny, Because::kDefault, 0});
  REQUIRE(denied.rules.size() == 1);
  CHECK(denied.rules[0].standing == Standing::kDoesNotApply);
  REQUIRE(denied.rules[0].where);
  const Reading& where = *denied.rules[0].where;
  CHECK(where.truth == Truth::kFalse);
  REQUIRE(where.parts.size() == 2);
  CHECK(asking.Source(where.parts[0]) == "path(args.path) within \"/srv\"");
  CHECK(where.parts[0].truth == Truth::kFalse);
  CHECK(where.parts[0].values == "path(args.path) is \"/etc/passwd\"");
  CHECK(where.parts[1].truth == Truth::kTrue);
  REQUIRE(denied.changes.size() == 1);
  CHECK(denied.changes[0] ==
        "`allow coder: files.read_*` (policy.weir:7:1) would have to apply: path(args.path) within "
        "\"/srv\"");
}

TEST_CASE("what is absent is unknown to what opens and false to what narrows") {
  Asking asking(
      "allow coder: files.read_* where args.n == 1;\ndeny any: files.* where args.n == 2;");
  const Explanation denied = asking.Ask("files.read_file {}");
  REQUIRE(denied.rules.size() == 2);
  CHECK(denied.rules[0].where->truth == Truth::kFalse);
  CHECK(denied.rules[1].where->truth == Truth::kUnknown);
  CHECK(denied.rules[1].where->values == "args.n is absent");
}

TEST_CASE("rules are looked at in deciding order, up to the one that applies") {
  Asking asking(
      "allow coder: files.*;\nask coder: files.write_file;\ndeny ci: files.*;\n"
      "deny any: files.* where args.n == 1;");
  const Explanation asked = asking.Ask("files.write_file {}");
  CHECK(asked.decision == Decision{Outcome::kAsk, Because::kRule, 1});
  REQUIRE(asked.rules.size() == 3);
  CHECK(asked.rules[0].number == 2);
  CHECK(asked.rules[0].standing == Standing::kForOthers);
  CHECK(asked.rules[1].number == 3);
  CHECK(asked.rules[1].standing == Standing::kDoesNotApply);
  CHECK(asked.rules[2].number == 1);
  CHECK(asked.rules[2].standing == Standing::kApplies);

  const Explanation allowed = asking.Ask("files.read_file {}");
  CHECK(allowed.decision.outcome == Outcome::kAllow);
  CHECK(allowed.changes.empty());
}

TEST_CASE("a quantifier is read for each element, also within another") {
  Asking asking(
      "deny any: files.* where any row in args.rows: all cell in row.cells: cell > 1;\n"
      "allow coder: files.*;");
  const Explanation denied = asking.Ask(
      R"(files.read_file {"rows": [{"cells": [1, 2]}, {"cells": [3, 4]}, {"cells": "x"}]})");
  CHECK(denied.decision.outcome == Outcome::kDeny);
  const Reading& any = *denied.rules[0].where;
  REQUIRE(any.parts.size() == 3);
  CHECK(any.truth == Truth::kTrue);
  CHECK(any.parts[0].truth == Truth::kFalse);
  CHECK(any.parts[1].truth == Truth::kTrue);
  CHECK(any.parts[2].truth == Truth::kUnknown);
  CHECK(any.parts[1].element == size_t{1});
  REQUIRE(any.parts[0].parts.size() == 2);
  CHECK(any.parts[0].parts[0].truth == Truth::kFalse);
  CHECK(any.parts[0].parts[0].values == "element is 1");
  CHECK(any.parts[0].parts[1].truth == Truth::kTrue);
  CHECK(any.parts[2].parts.empty());
  CHECK(any.parts[2].values.find("is \"x\"") == std::string::npos);  // of its list, the kind only
}

TEST_CASE("a flow that holds a label back is named, with its condition") {
  Asking asking(
      "allow coder: git.*;\nflow private -> git where args.n == 1;\nallow coder: files.*;");
  const uint64_t private_bit = uint64_t{1} << 2;  // behind the two servers
  const Explanation denied = asking.Ask(R"(git.git_push {"n": 2})", private_bit);
  CHECK(denied.decision == Decision{Outcome::kDeny, Because::kFlow, 2});
  REQUIRE(denied.flows.size() == 1);
  CHECK(!denied.flows[0].open);
  CHECK(denied.flows[0].where->values == "args.n is 2");
  CHECK(asking.Ask(R"(git.git_push {"n": 1})", private_bit).decision.outcome == Outcome::kAllow);
  CHECK(asking.Text(R"(git.git_push {"n": 2})", private_bit)
            .starts_with("deny: it carries the label `private`, and no flow lets it in\n"));
}

TEST_CASE("a target that exists for nobody is said to") {
  Asking asking("allow coder: files.*;");
  const Explanation denied = asking.Ask("files.delete_file {}");
  CHECK(!denied.exposed);
  CHECK(denied.decision.because == Because::kNotExposed);
  CHECK(denied.rules.empty());
}

TEST_CASE("a caller that nobody knows meets the rules for any alone") {
  Asking asking("allow coder: files.*;\nallow any: files.read_*;");
  CHECK(asking.Ask("files.read_file {}", 0, WEIR_AGENT_UNKNOWN).decision.number == 1);
  const Explanation denied = asking.Ask("files.write_file {}", 0, WEIR_AGENT_UNKNOWN);
  CHECK(denied.changes.size() == 1);
  CHECK(denied.changes[0].find("it is for other agents") != std::string::npos);
}

TEST_CASE("the JSON form is JSON, whatever the request holds") {
  Asking asking("allow coder: files.* where args.path like \"/srv/**\" or args.list == true;");
  const auto document = json::Document::Parse(
      asking.Json(R"(files.read_file {"path": "a\"\n\u0000é", "list": [1]})"));
  REQUIRE(document.ok());
  CHECK(document->root().Find("outcome")->string() == "deny");
  CHECK(document->root().Find("rules")->is_array());
}

TEST_CASE("credentials in a request are not shown") {
  Asking asking("allow coder: files.* where args.token == \"x\";");
  const std::string secret = "ghp_" + std::string(36, 'Z');
  const std::string text = asking.Text(R"(files.read_file {"token": ")" + secret + "\"}");
  CHECK(text.find("args.token is") != std::string::npos);
  CHECK(text.find(std::string(36, 'Z')) == std::string::npos);
}

}  // namespace
}  // namespace weir::explain
