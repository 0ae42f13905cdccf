// Tests that a policy brings along, and the claims that it makes of itself.
#include <algorithm>
#include <array>

#include "compiler/abi/words.h"
#include "compiler/base/result.h"
#include "compiler/check/conditions.h"
#include "compiler/check/parts.h"
#include "compiler/check/targets.h"
#include "compiler/diagnostics/suggest.h"
#include "compiler/json/document.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

constexpr std::array kReasons = {Because::kRule,  Because::kFlow,    Because::kSchema,
                                 Because::kLimit, Because::kDefault, Because::kNotExposed};

class StepChecker {
 public:
  StepChecker(Context& context, const ast::Step& from) : context_(context), from_(from) {}

  // Nothing: reported.
  std::optional<TestStep> Run() {
    const std::optional<uint32_t> server = FindServer(context_, from_.server);
    const std::optional<std::string> name = TargetName();
    const std::optional<std::string> arguments = Arguments();
    if (!server || !name || !arguments) return std::nullopt;
    TestStep step{from_.outcome, from_.verb, *server, *name, *arguments, 0, {}, {}, from_.span};
    step.labels = LabelMask(context_, from_.labels);
    if (from_.returns) step.returns = from_.returns->value;
    if (from_.because) {
      step.because =
          std::visit([&](const auto& reason) { return Reason(reason); }, from_.because->value);
    }
    return step;
  }

 private:
  std::optional<std::string> TargetName() {
    const bool by_name = from_.verb == Verb::kCall || from_.verb == Verb::kPrompt;
    if (by_name && !from_.target) {
      return Bad("the step names no tool or prompt", "name one: `" + from_.server.text + ".NAME`");
    }
    if (from_.verb == Verb::kRead && !from_.uri) {
      return Bad("the step names no resource",
                 "name one: `read " + from_.server.text + " \"file:///...\"`");
    }
    if (!from_.target && !from_.uri) {
      return Bad("the step names neither a prompt nor a resource", "");
    }
    return from_.target ? from_.target->text : from_.uri->value;
  }

  std::optional<std::string> Bad(const std::string& message, const std::string& help) {
    context_.sink.Report<Kind::kBadStep>(from_.span, message).Help(help);
    return std::nullopt;
  }

  std::optional<std::string> Arguments() {
    if (!from_.arguments) return "{}";
    if (from_.verb == Verb::kRead) {
      context_.sink.Report<Kind::kBadStep>(*from_.arguments, "a `read` has no arguments");
      return std::nullopt;
    }
    std::string text(context_.sources.TextOf(*from_.arguments));
    const Result<json::Document> document = json::Document::Parse(text);
    if (document.ok()) return text;
    context_.sink.Report<Kind::kInvalidJson>(*from_.arguments, document.error().message);
    return std::nullopt;
  }

  std::optional<ExpectedReason> Reason(const ast::Name& name) {
    for (const Because reason : kReasons) {
      if (WordOf(reason) == name.text) return ExpectedReason{reason, {}};
    }
    std::vector<std::string> words;
    for (const Because reason : kReasons) words.emplace_back(WordOf(reason));
    ReportReason("`" + name.text + "`", name.span, diagnostics::Nearest(name.text, words), "");
    return std::nullopt;
  }

  // Quotes what some rule says.
  std::optional<ExpectedReason> Reason(const ast::Text& text) {
    std::vector<std::string> said;
    for (const Rule& rule : context_.program.rules) said.push_back(rule.because);
    const bool found = std::find(said.begin(), said.end(), text.value) != said.end();
    if (found && !text.value.empty()) return ExpectedReason{Because::kRule, text.value};
    std::erase_if(said, [](const std::string& one) {
      return one.empty() || one.find_first_of("\"\\\n") != one.npos;
    });
    const std::string quoted(context_.sources.TextOf(text.span));
    ReportReason(quoted, text.span, diagnostics::Nearest(text.value, said), "\"");
    return std::nullopt;
  }

  void ReportReason(const std::string& found, Span span, const std::optional<std::string>& nearest,
                    const std::string& quote) {
    auto report = context_.sink.Report<Kind::kUnknownReason>(span, found);
    if (!nearest) return;
    report.Help("did you mean `" + quote + *nearest + quote + "`?")
        .Replace(quote + *nearest + quote);
  }

  Context& context_;
  const ast::Step& from_;
};

Test CheckTest(Context& context, const ast::Test& from, Span span) {
  Test test{from.name.value, 0, {}, span};
  const std::optional<uint32_t> agent = FindAgent(context, from.agent);
  if (agent && *agent < kAgentsMax) test.agent = uint64_t{1} << *agent;
  for (const ast::Step& step : from.steps) {
    if (auto checked = StepChecker(context, step).Run()) test.steps.push_back(std::move(*checked));
  }
  return test;
}

// What is said of the same sort of thing with the same name, once for all sorts.
void Unique(Context& context, Names& names, const std::string& sort, const ast::Text& name) {
  const Names::Entry* earlier = names.Declare(name.value, name.span, 0);
  if (earlier == nullptr) return;
  context.sink.Report<Kind::kDuplicateName>(name.span, sort, name.value)
      .Label(earlier->span, "first declared here");
}

}  // namespace

void CheckTests(Context& context, const ast::File& file) {
  Names names;
  ForEach<ast::Test>(file, [&](const ast::Test& test, Span span) {
    Unique(context, names, "the test", test.name);
    context.program.tests.push_back(CheckTest(context, test, span));
  });
}

void CheckProofs(Context& context, const ast::File& file) {
  Names names;
  ForEach<ast::Proof>(file, [&](const ast::Proof& from, Span span) {
    Unique(context, names, "the proof", from.name);
    context.sink.Report<Kind::kProofNotDecided>(from.name.span);
    Proof proof;
    proof.name = from.name.value;
    proof.never = from.never;
    proof.agents = AgentMask(context, from.subject);
    proof.verb = from.verb;
    proof.targets = CheckTargets(context, from.targets, from.verb);
    if (from.label) proof.labels = LabelMask(context, {*from.label});
    proof.where = CheckWhere(context, from.where, SceneOf(from.verb));
    proof.span = span;
    context.program.proofs.push_back(std::move(proof));
  });
}

}  // namespace weir::check
