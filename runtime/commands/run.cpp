#include "runtime/commands/run.h"

#include <unistd.h>

#include <sstream>
#include <utility>

#include "runtime/commands/rules.h"
#include "runtime/net/serve.h"
#include "runtime/telemetry/journal.h"

namespace weir::commands {
namespace {

int Fail(std::ostream& err, int code, const std::string& message) {
  err << "weir run: " << message << '\n';
  return code;
}

// For the log, line by line.
net::RulesRead ReadAnew(RulesReader& reader) {
  std::ostringstream said;
  net::RulesRead result;
  result.rules = reader.Read(said, false);
  result.said = said.str();
  return result;
}

int Serve(const RunOptions& options, std::shared_ptr<const Policy> policy, RulesReader& reader,
          net::Settings settings, std::optional<telemetry::Audit> audit, std::ostream& err) {
  telemetry::Journal journal(
      telemetry::Log({options.log_level, options.log_format, options.colors}, STDERR_FILENO),
      std::move(audit));
  const Result<net::Served> served =
      net::Serve(std::move(policy), std::move(settings), STDIN_FILENO, STDOUT_FILENO, journal,
                 [&reader] { return ReadAnew(reader); });
  if (!served) return Fail(err, kServingFailed, served.error().message);
  return *served == net::Served::kToTheEnd ? kServedToTheEnd : kServingFailed;
}

}  // namespace

int RunRouter(const RunOptions& options, std::ostream& err) {
  if (options.policy == "-") {
    return Fail(err, kWrongOption, "the policy is a file: the standard input is the client's");
  }
  RulesReader reader(options);
  std::optional<net::Rules> rules = reader.Read(err, options.colors);
  if (!rules) return reader.code();

  net::Settings settings;
  settings.agent = rules->agent;
  settings.lock = std::move(rules->lock);
  settings.limits.message_bytes_max = options.message_bytes_max;
  Result<std::string> keeper = net::FindKeeper();
  if (!keeper) return Fail(err, kServingFailed, keeper.error().message);
  settings.keeper = std::move(*keeper);
  std::optional<telemetry::Audit> audit;
  if (!options.audit.empty()) {
    auto opened = telemetry::Audit::Open(options.audit);
    if (!opened) return Fail(err, kWrongOption, opened.error().message);
    audit = std::move(*opened);
  }
  return Serve(options, std::move(rules->policy), reader, std::move(settings), std::move(audit),
               err);
}

}  // namespace weir::commands
