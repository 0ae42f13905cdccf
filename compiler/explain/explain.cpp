#include "compiler/explain/explain.h"

#include <algorithm>
#include <array>
#include <variant>

#include "compiler/automata/automaton.h"
#include "compiler/explain/conditions.h"
#include "compiler/explain/needs.h"
#include "compiler/pipeline/settings.h"

namespace weir::explain {
namespace {

// Names are matched by what matches them in decisions, one pattern at a time.
bool FitsName(const std::string& glob, const std::string& name) {
  const std::array patterns = {automata::Pattern{automata::PatternKind::kNameGlob, glob}};
  const auto automaton = automata::Build(patterns);
  return automaton && !automaton->accept_sets[automaton->Run(name)].empty();
}

bool SpeakOf(const std::vector<check::Target>& targets, uint32_t server, Verb verb,
             const std::string& name) {
  return std::any_of(targets.begin(), targets.end(), [&](const check::Target& target) {
    // Resources are told apart by conditions, whatever their URI.
    return target.server == server && (verb == Verb::kRead || FitsName(target.name, name));
  });
}

class Explainer {
 public:
  Explainer(const check::Program& program, const SourceSet& sources, const Engines& engines,
            const Question& question)
      : program_(program),
        sources_(sources),
        engines_(engines),
        question_(question),
        reader_(program.servers[question.server].name,
                {question.request.arguments, question.request.uri, question.request.tool,
                 question.request.claims, engines.native.AgentName(question.request.agent)},
                question.request.agent.bit, question.request.labels) {}

  Result<Explanation> Run() {
    Explanation explanation;
    const auto decided = Decide(engines_.native);
    explanation.exposed = decided.has_value();
    explanation.decision = decided.value_or(Decision{Outcome::kDeny, Because::kNotExposed, 0});
    if (decided != Decide(engines_.interpreted)) {
      return Error{"the two engines disagree: this is a mistake in weir, please report it"};
    }
    if (!decided) return explanation;
    if (auto error = ReadFlows(explanation)) return *error;
    if (auto error = ReadRules(explanation)) return *error;
    if (!Agrees(explanation)) {
      return Error{
          "the rules one by one decide otherwise than the policy: this is a mistake in "
          "weir, please report it"};
    }
    AddChanges(explanation);
    return explanation;
  }

 private:
  std::optional<Decision> Decide(const Policy& policy) const {
    const auto target = policy.Resolve(question_.server, question_.verb, question_.name);
    if (!target) return std::nullopt;
    return policy.Decide(*target, question_.request);
  }

  std::optional<Error> ReadRules(Explanation& explanation) const {
    const bool held_back = explanation.decision.because == Because::kFlow &&
                           explanation.decision.outcome == Outcome::kDeny;
    for (const uint32_t number :
         RulesFor(program_, question_.server, question_.verb, question_.name)) {
      if (held_back && program_.rules[number].effect != Outcome::kDeny) break;
      auto rule = ReadRule(number);
      if (!rule) return rule.error();
      explanation.rules.push_back(std::move(*rule));
      if (explanation.rules.back().standing == Standing::kApplies) break;
    }
    return std::nullopt;
  }

  Result<RuleReading> ReadRule(uint32_t number) const {
    const check::Rule& rule = program_.rules[number];
    RuleReading reading{number, Standing::kApplies, std::nullopt};
    if ((rule.agents & question_.request.agent.bit) == 0) {
      reading.standing = Standing::kForOthers;
    } else if (rule.where) {
      const ir::Stance stance = ir::StanceOf(rule.effect);
      auto where = reader_.Read(*rule.where, stance);
      if (!where) return where.error();
      if (!Holds(where->truth, stance)) reading.standing = Standing::kDoesNotApply;
      reading.where = std::move(*where);
    }
    return reading;
  }

  static bool Holds(Truth truth, ir::Stance stance) {
    return stance == ir::Stance::kOpens ? truth == Truth::kTrue : truth != Truth::kFalse;
  }

  // What is about labels that the request carries from elsewhere.
  std::optional<Error> ReadFlows(Explanation& explanation) const {
    const uint64_t own = question_.server < check::kLabelsMax ? uint64_t{1} << question_.server : 0;
    const uint64_t foreign = question_.request.labels & ~own;
    for (const check::Flow& flow : program_.flows) {
      const bool concerned =
          (flow.labels & foreign) != 0 &&
          SpeakOf(flow.targets, question_.server, question_.verb, question_.name);
      if (!concerned) continue;
      FlowReading reading{flow.labels & foreign, true, flow.after_ask, flow.span, std::nullopt};
      if (flow.where) {
        auto where = reader_.Read(*flow.where, ir::Stance::kOpens);
        if (!where) return where.error();
        reading.open = where->truth == Truth::kTrue;
        reading.where = std::move(*where);
      }
      explanation.flows.push_back(std::move(reading));
    }
    return std::nullopt;
  }

  // Is what the rules say one by one what was decided?
  static bool Agrees(const Explanation& explanation) {
    const auto& rules = explanation.rules;
    const bool applies = !rules.empty() && rules.back().standing == Standing::kApplies;
    switch (explanation.decision.because) {
      case Because::kRule:
        return applies && rules.back().number == explanation.decision.number;
      case Because::kFlow:
        return applies == (explanation.decision.outcome != Outcome::kDeny);
      case Because::kDefault:
        return !applies;
      case Because::kNotExposed:
      case Because::kSchema:
      case Because::kLimit:
      case Because::kFailure:
        return true;
    }
    return false;
  }

  void AddChanges(Explanation& explanation) const {
    const Decision& decision = explanation.decision;
    if (decision.outcome == Outcome::kAllow) return;
    if (decision.because == Because::kFlow) {
      const std::string& label = program_.labels[decision.number].name;
      explanation.changes.push_back("the policy would need a `flow " + label + " -> " +
                                    program_.servers[question_.server].name +
                                    "` that is open for this request" +
                                    (decision.outcome == Outcome::kAsk ? " without asking" : ""));
      return;
    }
    for (const RuleReading& rule : explanation.rules) AddChange(rule, explanation.changes);
    if (explanation.changes.empty())
      explanation.changes.emplace_back("no rule of the policy lets this target pass");
  }

  void AddChange(const RuleReading& reading, std::vector<std::string>& changes) const {
    const check::Rule& rule = program_.rules[reading.number];
    const bool stands_in_the_way = reading.standing == Standing::kApplies;
    const bool could_let_pass = !stands_in_the_way && rule.effect != Outcome::kDeny;
    if (!stands_in_the_way && !could_let_pass) return;
    std::string line = "`" + RuleText(rule) + "` (" + sources_.PlaceOf(rule.span) + ") ";
    line += stands_in_the_way ? "would have to not apply" : "would have to apply";
    if (reading.standing == Standing::kForOthers) {
      line += ": it is for other agents";
    } else if (reading.where) {
      line += ": " + Need(*reading.where, could_let_pass, sources_);
    }
    changes.push_back(std::move(line));
  }

  std::string RuleText(const check::Rule& rule) const {
    return pipeline::OnOneLine(sources_.TextOf(rule.head));
  }

  const check::Program& program_;
  const SourceSet& sources_;
  const Engines& engines_;
  const Question& question_;
  Reader reader_;
};

}  // namespace

std::vector<uint32_t> RulesFor(const check::Program& program, uint32_t server, Verb verb,
                               const std::string& name) {
  std::vector<uint32_t> numbers;
  for (uint32_t number = 0; number < program.rules.size(); ++number) {
    const check::Rule& rule = program.rules[number];
    if (rule.verb == verb && SpeakOf(rule.targets, server, verb, name)) numbers.push_back(number);
  }
  std::stable_sort(numbers.begin(), numbers.end(), [&](uint32_t a, uint32_t b) {
    return program.rules[a].effect < program.rules[b].effect;
  });
  return numbers;
}

Result<Explanation> Explain(const check::Program& program, const SourceSet& sources,
                            const Engines& engines, const Question& question) {
  return Explainer(program, sources, engines, question).Run();
}

}  // namespace weir::explain
