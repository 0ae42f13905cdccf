#include "tests/bench/workload.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/support/conditions.h"

namespace weir::bench {
namespace {

using namespace testing;
using Row = std::vector<std::string>;

std::vector<std::string> Split(const std::string& line, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(line);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::vector<Row> ReadTable(const std::string& name, size_t columns) {
  std::ifstream file(std::string(WEIR_SOURCE_DIR "/tests/bench/workload/") + name);
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    rows.push_back(Split(line, '\t'));
    if (rows.back().size() != columns) std::abort();
  }
  if (rows.empty()) std::abort();
  return rows;
}

uint32_t ServerOf(check::Program& program, const std::string& name) {
  for (uint32_t server = 0; server < program.servers.size(); ++server) {
    if (program.servers[server].name == name) return server;
  }
  check::Server& added = program.servers.emplace_back();
  added.name = name;
  added.launch = {name};
  added.tools = {"*"};
  return static_cast<uint32_t>(program.servers.size() - 1);
}

// id, effect, agent, server, tool, prefix, hosts; `*` for any.
check::Rule RuleOf(check::Program& program, const Row& row) {
  check::Condition path = Text(Arg({"path"}), check::TextTestKind::kStartsWith, {row[5]});
  check::Rule rule = RuleAbout(row[1] == "permit" ? Outcome::kAllow : Outcome::kDeny, row[4]);
  rule.targets[0].server = ServerOf(program, row[3]);
  if (row[2] == "*") {
    rule.where = std::move(path);
  } else {
    const check::Operand subject{{check::Root::kClaims, 0, {"sub"}}, check::View::kPlain};
    rule.where =
        All(Equals(subject, {row[2]}), std::move(path), Equals(Arg({"host"}), Split(row[6], ',')));
  }
  return rule;
}

}  // namespace

Workload LoadWorkload(int rules) {
  Workload workload;
  const std::string size = std::to_string(rules) + ".tsv";
  for (const Row& row : ReadTable("rules_" + size, 7)) {
    workload.program.rules.push_back(RuleOf(workload.program, row));
  }
  for (const Row& row : ReadTable("requests_" + size, 6)) {
    workload.requests.push_back({row[0], row[1], row[2], row[3], row[4], row[5] == "1"});
  }
  return workload;
}

}  // namespace weir::bench
