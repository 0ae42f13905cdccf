// guard_train: judges the model on origins that it has not seen; with --write makes the one that
// the guard is built with, runtime/guard/model.def. The same data give the same bytes.
#include <fmt/format.h>
#include <fmt/os.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "tests/attacks/train/folds.h"

namespace weir::attacks {
namespace {

constexpr std::string_view kHead =
    "// The weights of the guard's model (model.h): made by guard_train --write, not to be edited "
    "by "
    "hand.\n"
    "// WEIR_LOGIT(Name, logit): the logit of a sentence that says nothing, and the borders of the "
    "rules.\n"
    "// WEIR_CLUE(name, units): a clue as clues.h spells it, and 1/32 of a logit for each unit.\n"
    "#ifndef WEIR_LOGIT\n#define WEIR_LOGIT(Name, logit)\n#endif\n"
    "#ifndef WEIR_CLUE\n#define WEIR_CLUE(name, units)\n#endif\n\n";

void PrintHead(std::string_view title) {
  fmt::print("\n{:<30}{:>7}{:>9}{:>9}{:>9}{:>9}\n", title, "cases", "rules", "model", "both",
             "warned");
}

void PrintOutcome(std::string_view name, const Outcome& outcome) {
  fmt::print("{:<30}{:>7}{:>8.2f}%{:>8.2f}%{:>8.2f}%{:>8.2f}%\n", name, outcome.both.all,
             100 * outcome.rules.rate(), 100 * outcome.model.rate(), 100 * outcome.both.rate(),
             100 * outcome.warned.rate());
}

void PrintMean(const std::map<std::string, Outcome>& outcomes) {
  double rules = 0;
  double model = 0;
  double both = 0;
  double warned = 0;
  for (const auto& [name, outcome] : outcomes) {
    rules += outcome.rules.rate();
    model += outcome.model.rate();
    both += outcome.both.rate();
    warned += outcome.warned.rate();
  }
  const double percent = 100 / static_cast<double>(outcomes.size());
  fmt::print("{:<30}{:>7}{:>8.2f}%{:>8.2f}%{:>8.2f}%{:>8.2f}%\n", "mean of origins", "",
             rules * percent, model * percent, both * percent, warned * percent);
}

Outcome Sum(const std::map<std::string, Outcome>& outcomes) {
  Outcome sum;
  const auto add = [](Share& to, const Share& from) {
    to.hit += from.hit;
    to.all += from.all;
  };
  for (const auto& [name, outcome] : outcomes) {
    add(sum.rules, outcome.rules);
    add(sum.model, outcome.model);
    add(sum.both, outcome.both);
    add(sum.warned, outcome.warned);
  }
  return sum;
}

int PrintKept(const std::vector<Bag>& bags, const Trained& trained) {
  Outcome attacks;
  Outcome honest;
  for (const Bag& bag : bags) (bag.attack ? attacks : honest).Count(bag, trained);
  PrintHead("cases kept apart");
  PrintOutcome("attacks", attacks);
  PrintOutcome("honest", honest);
  return 0;
}

int Evaluate(const Cases& cases) {
  const Evaluation evaluation = LeaveOneOut(cases);
  PrintHead("attacks, origin left out");
  for (const auto& [origin, outcome] : evaluation.attacks) PrintOutcome(origin, outcome);
  PrintMean(evaluation.attacks);
  PrintHead("honest, servers left out");
  for (const auto& [origin, outcome] : evaluation.honest) PrintOutcome(origin, outcome);
  PrintOutcome("all", Sum(evaluation.honest));
  PrintHead("honest, origin left out");
  PrintOutcome("docker-mcp-registry", LeaveHonestOut(cases, "docker-mcp-registry"));
  PrintHead("written for this, hand left out");
  for (const char* pen : {"own_learning", "own_learning2"}) {
    for (const auto& [attack, outcome] : LeavePenOut(cases, pen))
      PrintOutcome(fmt::format("{} {}", pen, attack ? "attacks" : "honest"), outcome);
  }
  return PrintKept(cases.judging, TrainOnAll(cases));
}

std::string Escaped(std::string_view name) {
  std::string escaped;
  for (const char c : name) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// Heaviest first, so that a reader sees at once what decides.
int Write(const Cases& cases, const std::string& path) {
  const Trained trained = TrainOnAll(cases);
  std::vector<std::pair<int, std::string>> clues;
  for (uint32_t i = 0; i < cases.table.size(); ++i) {
    if (const int units = UnitsOf(trained.weights.of[i]); units != 0)
      clues.emplace_back(-units, cases.table.NameOf(i));
  }
  std::sort(clues.begin(), clues.end());
  auto file = fmt::output_file(path);
  file.print("{}", kHead);
  file.print("WEIR_LOGIT(Bias, {:.2f})\n", trained.weights.bias);
  file.print("WEIR_LOGIT(Slight, {:.2f})\n", trained.borders.slight);
  file.print("WEIR_LOGIT(Likely, {:.2f})\n", trained.borders.likely);
  file.print("WEIR_LOGIT(Strong, {:.2f})\n\n", trained.borders.strong);
  for (const auto& [units, name] : clues)
    file.print("WEIR_CLUE(\"{}\", {})\n", Escaped(name), -units);
  file.print("\n#undef WEIR_LOGIT\n#undef WEIR_CLUE\n");
  fmt::print("{}: {} clues\n", path, clues.size());
  return 0;
}

int Main(std::string_view argument) {
  const std::string root = WEIR_SOURCE_DIR;
  const Result<Cases> cases = LoadCases(root + "/tests/attacks/data");
  if (!cases) {
    fmt::print(stderr, "{}\n", cases.error().message);
    return 1;
  }
  if (argument == "--write") return Write(cases.value(), root + "/runtime/guard/model.def");
  if (argument == "--own") return PrintKept(cases.value().own, TrainOnAll(cases.value()));
  if (argument == "--fresh") return PrintKept(cases.value().fresh, TrainOnAll(cases.value()));
  return Evaluate(cases.value());
}

}  // namespace
}  // namespace weir::attacks

int main(int argc, char** argv) {
  return weir::attacks::Main(argc > 1 ? argv[1] : "");
}
