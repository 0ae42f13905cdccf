// `weir explain`: why a policy decides on one request as it does.
#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>

#include "compiler/pipeline/tracker.h"

namespace weir::commands {

struct ExplainOptions {
  std::string policy = {};
  std::string request = {};     // `files.read_text_file {"path": "/srv/x"}`
  std::string agent = {};       // empty: one that no `agent` block recognises
  std::string audit_line = {};  // instead of `request` and `agent`; "-": the standard input
  std::string arguments = {};   // JSON, for an audit line, which holds none
  std::string labels = {};      // on the arguments: "private,files"
  std::string after = {};       // a test of the policy, whose steps come before the request
  bool json = false;
  bool colors = false;
  TrackerFactory trackers = {};  // follows what the steps of that test return
};

CLI::App* AddExplain(CLI::App& app, ExplainOptions& options);

// Ends with 0 whatever is decided; with 1 where weir contradicts itself.
int RunExplain(const ExplainOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weir::commands
