#include "compiler/commands/explain_error.h"

#include <algorithm>
#include <array>
#include <vector>

#include "compiler/commands/commands.h"
#include "compiler/commands/diagnostics_text.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/diagnostics/suggest.h"

namespace weir::commands {
namespace {

using diagnostics::Kind;

constexpr std::array kAllKinds = {
#define WEIR_DIAGNOSTIC(Name, kebab_name, severity, message, help) Kind::k##Name,
#include "compiler/diagnostics/kinds.def"
#undef WEIR_DIAGNOSTIC
};

int List(std::ostream& out) {
  for (const Kind kind : kAllKinds) {
    const std::string_view severity = NameOf(SeverityOf(kind));
    out << severity << std::string(std::string_view("warning ").size() - severity.size(), ' ')
        << NameOf(kind) << '\n';
  }
  return kExitOk;
}

}  // namespace

std::optional<std::string_view> LongTextOf(std::string_view name) {
  const std::string heading = "\n## " + std::string(name) + "\n";
  const std::string_view all = kDiagnosticsText;
  const size_t at = all.find(heading);
  if (at == all.npos) return std::nullopt;
  std::string_view text = all.substr(at + heading.size());
  text = text.substr(0, text.find("\n## "));
  text.remove_prefix(std::min(text.find_first_not_of('\n'), text.size()));
  return text.substr(0, text.find_last_not_of('\n') + 1);
}

int RunExplainError(const ExplainErrorOptions& options, std::ostream& out, std::ostream& err) {
  if (options.list) return List(out);
  const auto kind = std::find_if(kAllKinds.begin(), kAllKinds.end(),
                                 [&](Kind one) { return NameOf(one) == options.name; });
  const auto text = LongTextOf(options.name);
  if (kind != kAllKinds.end() && text) {
    out << NameOf(SeverityOf(*kind)) << ' ' << options.name << "\n\n" << *text << '\n';
    return kExitOk;
  }
  err << "weir explain-error: there is no diagnostic `" << options.name << '`';
  std::vector<std::string> names;
  for (const Kind one : kAllKinds) names.emplace_back(NameOf(one));
  if (const auto nearest = diagnostics::Nearest(options.name, names)) {
    err << ", did you mean `" << *nearest << "`?";
  }
  err << "\nrun `weir explain-error --list` for all of them\n";
  return kExitUsage;
}

CLI::App* AddExplainError(CLI::App& app, ExplainErrorOptions& options) {
  CLI::App* explain = app.add_subcommand(
      "explain-error", "Say at length what a diagnostic means, with an example and its cure");
  CLI::Option* name =
      explain->add_option("name", options.name, "its name: what stands in error[...]");
  explain->add_flag("--list", options.list, "print the names of all diagnostics")->excludes(name);
  explain->callback([&options] {
    if (options.name.empty() && !options.list) throw CLI::RequiredError("a name, or --list,");
  });
  return explain;
}

}  // namespace weir::commands
