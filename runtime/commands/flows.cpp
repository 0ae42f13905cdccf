#include "runtime/commands/flows.h"

#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/json/document.h"

namespace weir::commands {
namespace {

constexpr int kReadToTheEnd = 0;
constexpr int kOddLines = 1;
constexpr int kNoFile = 3;

// Names came from outside: nothing in them may reach a terminal as a command.
std::string Shown(std::string_view text) {
  const std::string quoted = json::Quote(text);
  return quoted.substr(1, quoted.size() - 2);
}

std::string_view Text(const json::Value& record, std::string_view key) {
  const std::optional<json::Value> value = record.Find(key);
  return value && value->is_string() ? value->string() : std::string_view();
}

int64_t Number(const json::Value& record, std::string_view key) {
  const std::optional<json::Value> value = record.Find(key);
  return value && value->kind() == json::Kind::kInteger ? value->integer() : 0;
}

std::string Names(const json::Value& record, std::string_view key) {
  std::string text;
  const std::optional<json::Value> names = record.Find(key);
  if (!names) return text;
  for (const json::Value name : names->items()) {
    if (name.is_string()) text += (text.empty() ? "" : ", ") + Shown(name.string());
  }
  return text;
}

// "call 3", "call 3 is denied"
std::string Fate(const json::Value& record) {
  const std::string call = "call " + std::to_string(Number(record, "call"));
  const std::string_view outcome = Text(record, "outcome");
  if (outcome == "deny") return call + " is denied";
  return outcome == "ask" ? call + " needs approval" : call;
}

std::string PlaceOf(const json::Value& flow) {
  const std::string_view pointer = Text(flow, "pointer");
  return (pointer.empty() ? "the whole" : Shown(pointer)) + ", bytes " +
         std::to_string(Number(flow, "begin")) + " to " + std::to_string(Number(flow, "end"));
}

std::string FlowLine(const json::Value& flow) {
  std::string line = "    " + PlaceOf(flow) + ": from call " +
                     std::to_string(Number(flow, "from_call")) + " (" +
                     Shown(Text(flow, "from_server")) + "." + Shown(Text(flow, "from_target")) +
                     "), " + Shown(Text(flow, "how")) + ", carries " + Names(flow, "labels");
  const std::optional<json::Value> over_calls = flow.Find("over_calls");
  if (over_calls && over_calls->kind() == json::Kind::kBool && over_calls->boolean()) {
    line += ", begun in an earlier call";
  }
  return line + "\n";
}

std::string FlowLines(const json::Value& record) {
  std::string text;
  const std::optional<json::Value> flows = record.Find("flows");
  if (!flows) return text;
  for (const json::Value flow : flows->items()) text += FlowLine(flow);
  return text;
}

// What a call brought; or, of what a server asked the client, what the answer took along.
std::string EndLines(const json::Value& record) {
  const std::string answered = Names(record, "labels");
  if (!answered.empty()) {
    const bool withheld = Text(record, "result") == "withheld";
    return "  the answer to " + Fate(record) + " carries " + answered +
           (withheld ? "; withheld\n" : "\n") + FlowLines(record);
  }
  const std::string labels = Names(record, "result_labels");
  return labels.empty() ? std::string() : "  " + Fate(record) + " has brought " + labels + "\n";
}

std::string CallLines(const json::Value& record) {
  if (Text(record, "event") == "end") return EndLines(record);
  std::string text = "  " + Fate(record) + ": " + Shown(Text(record, "agent")) + " " +
                     Shown(Text(record, "verb")) + " " + Shown(Text(record, "server")) + "." +
                     Shown(Text(record, "target"));
  const std::string labels = Names(record, "labels");
  if (!labels.empty()) text += "; carries " + labels;
  if (Text(record, "reason") == "flow") text += "; stopped by the flow";
  return text + "\n" + FlowLines(record);
}

// One run of weir after the other; a run begins where the numbers of the records begin again.
class Paths {
 public:
  // False: that is no audit record.
  bool Add(const std::string& line) {
    const auto document = json::Document::Parse(line);
    if (!document || Text(document->root(), "outcome").empty()) return false;
    const json::Value record = document->root();
    const int64_t sequence = Number(record, "sequence");
    if (sequence <= last_) ++run_;
    last_ = sequence;
    conversations_[{run_, Number(record, "conversation")}] += CallLines(record);
    return true;
  }

  void Write(std::ostream& out) const {
    for (const auto& [key, text] : conversations_) {
      out << "run " << key.first << ", conversation " << key.second << '\n' << text;
    }
  }

 private:
  std::map<std::pair<int64_t, int64_t>, std::string> conversations_;
  int64_t run_ = 1;
  int64_t last_ = 0;
};

}  // namespace

size_t WriteFlows(std::istream& audit, std::ostream& out) {
  Paths paths;
  size_t odd = 0;
  for (std::string line; std::getline(audit, line);) {
    if (!line.empty() && !paths.Add(line)) ++odd;
  }
  paths.Write(out);
  return odd;
}

CLI::App* AddFlows(CLI::App& app, FlowsOptions& options) {
  CLI::App* flows =
      app.add_subcommand("flows", "Print which call brought which data, and where it went");
  flows->add_option("audit", options.file, "what `weir run --audit` wrote; - is the standard input")
      ->required()
      ->type_name("FILE");
  return flows;
}

int RunFlows(const FlowsOptions& options, std::ostream& out, std::ostream& err) {
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file);
    if (!file) {
      err << "weir flows: cannot read `" << options.file << "`\n";
      return kNoFile;
    }
  }
  const size_t odd = WriteFlows(options.file == "-" ? std::cin : file, out);
  if (odd == 0) return kReadToTheEnd;
  err << "weir flows: " << odd << " lines are no audit records\n";
  return kOddLines;
}

}  // namespace weir::commands
