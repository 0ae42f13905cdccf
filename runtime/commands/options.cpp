// The options of `weir run`, as its users read them.
#include <map>
#include <string>

#include "compiler/commands/choice.h"
#include "runtime/commands/run.h"

namespace weir::commands {
namespace {

using router::LogLevel;
using telemetry::LogFormat;

const std::map<std::string, LogLevel> kLevels{{"debug", LogLevel::kDebug},
                                              {"info", LogLevel::kInfo},
                                              {"warning", LogLevel::kWarning},
                                              {"error", LogLevel::kError}};
const std::map<std::string, LogFormat> kFormats{{"text", LogFormat::kText},
                                                {"json", LogFormat::kJson}};

constexpr const char* kFooter =
    "An MCP client starts this as it would start any stdio server. Example of its configuration:\n"
    "  {\"mcpServers\": {\"weir\": {\"command\": \"weir\", \"args\": [\"run\", \"--policy\", "
    "\"policy.weir\"]}}}\n\n"
    "Exit codes: 0 the client left or weir was told to stop; 1 serving failed; 2 the policy or\n"
    "its lock file has errors; 3 an option is wrong.";

}  // namespace

CLI::App* AddRun(CLI::App& app, RunOptions& options) {
  CLI::App* run = app.add_subcommand(
      "run", "Serve MCP over stdin and stdout: every server of a policy, under that policy");
  run->add_option("--policy", options.policy, "the policy to serve under")
      ->required()
      ->type_name("FILE");
  run->add_option("--agent", options.agent,
                  "the client is this agent of the policy, whatever it calls itself")
      ->type_name("NAME");
  run->add_option("--lock", options.lock,
                  "what the servers are held to (default: weir.lock beside the policy, if it is "
                  "there; without one, what each lists first)")
      ->type_name("FILE");
  run->add_flag("--no-lock", options.no_lock,
                "do as if there were no lock file, although there is one")
      ->excludes("--lock");
  run->add_option("--audit", options.audit,
                  "append one JSON line for each decision to FILE, or with - to stderr; weir stops "
                  "serving when it cannot")
      ->type_name("FILE");
  AddChoice(*run, "--log-level", options.log_level, kLevels, "info is the default");
  AddChoice(*run, "--log-format", options.log_format, kFormats, "text is the default");
  run->add_option("--max-message", options.message_bytes_max,
                  "the largest message, 1 KiB to 1 GiB; default 16 MiB")
      ->type_name("SIZE")
      ->transform(CLI::AsSizeValue(false).description(""))
      ->check(CLI::Range(kMaxMessageLeast, kMaxMessageMost).description(""));
  run->footer(kFooter);
  return run;
}

}  // namespace weir::commands
