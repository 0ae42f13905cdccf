#include "compiler/commands/explain.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "compiler/base/file.h"
#include "compiler/commands/choice.h"
#include "compiler/commands/commands.h"
#include "compiler/diagnostics/render.h"
#include "compiler/diagnostics/suggest.h"
#include "compiler/explain/explain.h"
#include "compiler/explain/report.h"
#include "compiler/explain/request.h"
#include "compiler/json/document.h"
#include "compiler/pipeline/build.h"
#include "compiler/pipeline/checked.h"
#include "compiler/policytest/conversation.h"

namespace weir::commands {
namespace {

constexpr size_t kAuditLineBytesMax = size_t{1} << 20;

// "did you mean" of a name that is not declared.
template <typename Declared>
Error Unknown(const char* what, const std::string& name, const std::vector<Declared>& declared) {
  std::vector<std::string> names;
  for (const Declared& one : declared) names.push_back(one.name);
  std::string text = std::string("the policy has no ") + what + " `" + name + "`";
  if (const auto nearest = diagnostics::Nearest(name, names)) {
    text += ", did you mean `" + *nearest + "`?";
  }
  return {text};
}

template <typename Declared>
std::optional<size_t> IndexOf(const std::vector<Declared>& declared, const std::string& name) {
  const auto found = std::find_if(declared.begin(), declared.end(),
                                  [&](const Declared& one) { return one.name == name; });
  if (found == declared.end()) return std::nullopt;
  return static_cast<size_t>(found - declared.begin());
}

Result<uint64_t> LabelsOf(const check::Program& program, std::string names) {
  uint64_t labels = 0;
  names += ',';
  for (size_t begin = 0; begin < names.size();) {
    const size_t end = names.find(',', begin);
    const std::string name = names.substr(begin, end - begin);
    begin = end + 1;
    if (name.empty()) continue;
    const auto bit = IndexOf(program.labels, name);
    if (!bit) return Unknown("label or server", name, program.labels);
    labels |= uint64_t{1} << *bit;
  }
  return labels;
}

// The request that the options describe, and who makes it.
Result<explain::TypedRequest> Typed(const ExplainOptions& options, std::string& agent) {
  agent = options.agent;
  if (options.audit_line.empty()) return explain::ParseRequest(options.request);
  Result<std::string> line = options.audit_line;
  if (options.audit_line == "-") line = ReadFile("-", kAuditLineBytesMax);
  if (!line) return line.error();
  std::string caller;
  auto typed = explain::ParseAuditLine(*line, caller);
  if (!typed) return typed;
  if (agent.empty() && caller != "unknown") agent = caller;
  const bool needs_arguments = typed->verb == Verb::kCall || typed->verb == Verb::kPrompt;
  if (needs_arguments && options.arguments.empty()) {
    return Error{"an audit line does not hold the arguments; give them with `--arguments '{...}'`"};
  }
  typed->arguments = options.arguments;
  return typed;
}

// A policy and one request to it, on the way to an explanation.
class Explaining {
 public:
  Explaining(const ExplainOptions& options, std::ostream& out, std::ostream& err)
      : options_(options), out_(out), err_(err), checked_(pipeline::CheckFile(options.policy)) {}

  int Run() {
    if (!checked_.program) {
      diagnostics::RenderText(checked_.diagnostics, checked_.sources, err_, {options_.colors});
      return kExitPolicyErrors;
    }
    std::string agent;
    const auto typed = Typed(options_, agent);
    if (!typed) return Fail(kExitUsage, typed.error());
    const auto arguments =
        json::Document::Parse(typed->arguments.empty() ? "{}" : typed->arguments);
    if (!arguments) {
      return Fail(kExitUsage, {"the arguments are not usable JSON: " + arguments.error().message});
    }
    if (!arguments->root().is_object())
      return Fail(kExitUsage, {"the arguments are no JSON object"});
    const auto question = QuestionOf(*typed, agent);
    if (!question) return Fail(kExitUsage, question.error());
    explain::Question asked = *question;
    if (!typed->arguments.empty()) asked.request.arguments = arguments->root();
    if (asked.verb == Verb::kRead) asked.request.uri = asked.name;
    const auto uri = json::Document::Parse(json::Quote(asked.name));
    if (!uri) return Fail(kExitUsage, {"the name is no text: " + uri.error().message});
    return Explain(asked, (asked.verb == Verb::kRead ? *uri : *arguments).root());
  }

 private:
  const check::Program& program() const { return *checked_.program; }

  Result<explain::Question> QuestionOf(const explain::TypedRequest& typed,
                                       const std::string& agent) const {
    const auto server = IndexOf(program().servers, typed.server);
    if (!server) return Unknown("server", typed.server, program().servers);
    const auto labels = LabelsOf(program(), options_.labels);
    if (!labels) return labels.error();
    explain::Question question{static_cast<uint32_t>(*server), typed.verb, typed.name, {}};
    question.request.labels = *labels;
    if (agent.empty()) return question;
    const auto index = IndexOf(program().agents, agent);
    if (!index) return Unknown("agent", agent, program().agents);
    question.request.agent = {uint64_t{1} << *index};
    return question;
  }

  // What the arguments carry after the test that the options name.
  Result<std::vector<std::string>> Follow(const Policy& policy, explain::Question& question,
                                          const json::Value& sent) const {
    if (options_.after.empty()) return std::vector<std::string>();
    const auto index = IndexOf(program().tests, options_.after);
    if (!index) return Unknown("test", options_.after, program().tests);
    const check::Test& test = program().tests[*index];
    policytest::Conversation conversation(policy, {test.agent}, options_.trackers);
    conversation.Play(test);
    const TrackedTarget target{question.server, question.verb, question.name};
    question.request.labels |= conversation.LabelsOn(target, sent);
    return conversation.PathTo(target, sent);
  }

  // `sent` is what the agent chose of the request.
  int Explain(explain::Question question, const json::Value& sent) {
    const auto native = pipeline::Build(program(), checked_.sources, pipeline::Engine::kNative);
    if (!native) return Fail(kExitPolicyErrors, native.error());
    const auto interpreted =
        pipeline::Build(program(), checked_.sources, pipeline::Engine::kInterpreter);
    if (!interpreted) return Fail(kExitPolicyErrors, interpreted.error());
    const explain::Engines engines{*native->policy, *interpreted->policy};
    auto path = Follow(engines.native, question, sent);
    if (!path) return Fail(kExitUsage, path.error());
    auto explanation = explain::Explain(program(), checked_.sources, engines, question);
    if (!explanation) return Fail(kExitTestFailed, explanation.error());
    explanation->path = std::move(*path);
    const explain::Context context{program(), checked_.sources, engines.native, question};
    options_.json ? explain::WriteJson(out_, *explanation, context)
                  : explain::WriteText(out_, *explanation, context);
    return kExitOk;
  }

  int Fail(int code, const Error& error) {
    err_ << "weir explain: " << error.message << '\n';
    return code;
  }

  const ExplainOptions& options_;
  std::ostream& out_;
  std::ostream& err_;
  pipeline::Checked checked_;
};

}  // namespace

int RunExplain(const ExplainOptions& options, std::ostream& out, std::ostream& err) {
  return Explaining(options, out, err).Run();
}

CLI::App* AddExplain(CLI::App& app, ExplainOptions& options) {
  CLI::App* explain =
      app.add_subcommand("explain", "Say why a policy decides on a request as it does");
  explain->add_option("policy", options.policy, "the policy")->required();
  CLI::Option* request = explain->add_option(
      "request", options.request, "for example `files.read_file {\"path\": \"/srv/x\"}`");
  explain->add_option("--agent", options.agent, "who asks; without it, a caller nobody knows")
      ->type_name("NAME");
  CLI::Option* audit =
      explain
          ->add_option("--audit-line", options.audit_line,
                       "a line of the audit instead of a request; - is the standard input")
          ->type_name("JSON")
          ->excludes(request);
  explain
      ->add_option("--arguments", options.arguments, "with --audit-line, which does not hold them")
      ->type_name("JSON")
      ->needs(audit);
  explain->add_option("--labels", options.labels, "labels that the arguments carry, by commas")
      ->type_name("NAMES");
  explain
      ->add_option("--after", options.after,
                   "a test of the policy: what its steps return, the request may carry")
      ->type_name("TEST");
  AddJsonFormat(*explain, options.json);
  explain->callback([&options] {
    if (options.request.empty() && options.audit_line.empty())
      throw CLI::RequiredError("a request, or --audit-line,");
  });
  explain->footer("Values of the request are shown; what looks like a credential is cut.");
  options.colors = isatty(STDERR_FILENO) == 1;
  return explain;
}

}  // namespace weir::commands
