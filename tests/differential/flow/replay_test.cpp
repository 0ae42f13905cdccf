// Flows of public benchmarks, call by call through the whole router between scripted servers: what
// of an attack that reads with one server and sends with another gets through, and what of ordinary
// work does not.
#include <algorithm>
#include <map>
#include <set>

#include "runtime/flow/stream.h"
#include "tests/attacks/corpus.h"
#include "tests/differential/flow/copies.h"
#include "tests/unit/router/script.h"

namespace weir::router {
namespace {

struct Step {
  ServerIndex server;
  std::string tool;
  std::string arguments;
  std::string result;
};

struct Flow {
  std::vector<std::string> servers;
  std::vector<Step> steps;
  std::set<std::pair<ServerIndex, ServerIndex>> needs;  // what ordinary work carries, from and to
};

Flow ReadFlow(const json::Value& row) {
  Flow flow;
  std::map<std::string, ServerIndex> indices;
  for (const json::Value step : row.Find("steps")->items()) {
    const std::string name = attacks::TextOf(step, "server");
    const auto [server, is_new] = indices.try_emplace(name, flow.servers.size());
    if (is_new) flow.servers.push_back(name);
    const auto arguments = step.Find("args");
    flow.steps.push_back(
        {server->second, attacks::TextOf(step, "tool"),
         arguments && arguments->is_object() ? std::string(arguments->raw()) : "{}",
         attacks::TextOf(step, "result")});
  }
  for (const json::Value taint : row.Find("taint")->items()) {
    const auto from = static_cast<size_t>(taint.Find("from")->integer());
    const auto to = static_cast<size_t>(taint.Find("to")->integer());
    if (from < flow.steps.size() && to < flow.steps.size()) {
      flow.needs.emplace(flow.steps[from].server, flow.steps[to].server);
    }
  }
  return flow;
}

enum class Isolation { kByContent, kBySession };

// What a policy opens: nothing; what ordinary work carries, from server to server; or every tool
// but the one that sends, as `flow any -> SERVER.TOOL;` does.
enum class Opens { kNothing, kNeeds, kReading };

class FlowPolicy : public testing::TablePolicy {
 public:
  // Before all that is allowed otherwise.
  void OpenTool(ServerIndex server, const std::string& tool) {
    Allow(server, Verb::kCall, tool);
    ++open_;
  }
  Decision Decide(TargetId target, const Request& request) const noexcept override {
    Request seen = request;
    if (static_cast<size_t>(target) < open_) seen.labels = 0;
    return TablePolicy::Decide(target, seen);
  }

 private:
  size_t open_ = 0;
};

// The router between the flow's servers, with one client.
class Stage {
 public:
  // `sending`: the call that sends.
  Stage(const Flow& flow, size_t sending, Isolation isolation, Opens opens) : flow_(flow) {
    for (const std::string& server : flow.servers) policy_->AddServer(server);
    policy_->Isolate();
    if (opens == Opens::kReading) OpenReading(sending);
    for (ServerIndex server = 0; server < flow.servers.size(); ++server) {
      policy_->AllowAll(server);
      if (isolation == Isolation::kByContent) continue;
      const uint64_t label = policy_->AddLabel("from " + flow.servers[server], true);
      policy_->Give(server, label);
      policy_->LetIn(server, label);
    }
    if (opens == Opens::kNeeds) OpenNeeds();
    script_.emplace(policy_);
    Serve();
  }

  // False: it was denied. Otherwise the server gave the recorded result.
  bool Play(const Step& step) {
    const std::string params = R"({"name":)" + json::Quote(names_.at({step.server, step.tool})) +
                               R"(,"arguments":)" + step.arguments + "}";
    if (!script_->client().Ask("1", "tools/call", params).empty()) return false;
    script_->server(step.server)
        .Answer(R"({"content":[{"type":"text","text":)" + json::Quote(step.result) + "}]}");
    script_->client().Take();
    return true;
  }

 private:
  // Labels go on with what a server makes of data, so what it is handed needs its ways, too.
  void OpenNeeds() {
    auto ways = flow_.needs;
    for (size_t count = 0; count != ways.size();) {
      count = ways.size();
      const auto known = ways;
      for (const auto& [from, over] : known) {
        for (const auto& [again, to] : known) {
          if (over == again) ways.emplace(from, to);
        }
      }
    }
    for (const auto& [from, to] : ways) policy_->LetIn(to, uint64_t{1} << from);
  }

  void OpenReading(size_t sending) {
    const Step& last = flow_.steps[sending];
    for (size_t i = 0; i < sending; ++i) {
      const Step& step = flow_.steps[i];
      if (step.server != last.server || step.tool != last.tool) {
        policy_->OpenTool(step.server, step.tool);
      }
    }
  }

  void Serve() {
    std::vector<std::vector<std::string>> tools(flow_.servers.size());
    for (const Step& step : flow_.steps) {
      auto& listed = tools[step.server];
      if (std::find(listed.begin(), listed.end(), step.tool) == listed.end()) {
        listed.push_back(step.tool);
      }
    }
    for (ServerIndex server = 0; server < tools.size(); ++server) {
      script_->server(server).Serve({.tools = Tools(tools[server])});
    }
    const std::vector<std::string> exposed =
        Each(script_->client().Ask("0", "tools/list"), {"result", "tools"});
    size_t next = 0;
    for (ServerIndex server = 0; server < tools.size(); ++server) {
      for (const std::string& tool : tools[server]) names_[{server, tool}] = exposed.at(next++);
    }
  }

  const Flow& flow_;
  std::shared_ptr<FlowPolicy> policy_ = std::make_shared<FlowPolicy>();
  std::optional<Script> script_;
  std::map<std::pair<ServerIndex, std::string>, std::string> names_;
};

std::string PlainArguments(const Step& step) {
  const auto document = json::Document::Parse(step.arguments);
  REQUIRE(document.ok());
  const flow::Stream stream = flow::Stream::Of(document->root());
  std::string plain;
  for (size_t i = 0; i < stream.values; ++i) plain += flow::Plain(stream.part(i));
  return plain;
}

// Whether call `last` copies what another server returned in one of the `delivered` calls.
bool CopiesFromAnother(const Flow& flow, size_t last, const std::vector<bool>& delivered) {
  const std::string sent = PlainArguments(flow.steps[last]);
  for (size_t i = 0; i < last; ++i) {
    if (!delivered[i] || flow.steps[i].server == flow.steps[last].server) continue;
    if (flow::Copies(flow::Plain(flow.steps[i].result), sent)) return true;
  }
  return false;
}

// Whether the last of the calls was let through to a server after another one had returned
// something: whatever it says may be what was read there.
bool MixesServers(const Flow& flow, const std::vector<bool>& delivered) {
  if (!delivered.back()) return false;
  for (size_t i = 0; i + 1 < delivered.size(); ++i) {
    if (delivered[i] && flow.steps[i].server != flow.steps[delivered.size() - 1].server)
      return true;
  }
  return false;
}

// Plays all up to and with call `last`; which of them were let through.
std::vector<bool> Replay(const Flow& flow, size_t last, Isolation isolation, Opens opens) {
  Stage stage(flow, last, isolation, opens);
  std::vector<bool> delivered;
  for (size_t i = 0; i <= last; ++i) delivered.push_back(stage.Play(flow.steps[i]));
  return delivered;
}

std::vector<json::Document> Rows() {
  auto rows =
      attacks::ReadRows(std::string(WEIR_SOURCE_DIR) + "/tests/attacks/data/flows.jsonl.gz");
  REQUIRE(rows.ok());
  return std::move(rows).value();
}

// The call with which an attack sends private data of another server; nothing for other rows.
std::optional<size_t> SendingCall(const json::Value& row, const Flow& flow) {
  const auto is_attack = row.Find("cross_server_private_data_in_sink");
  const auto call = row.Find("block_step");
  if (!is_attack || is_attack->kind() != json::Kind::kBool || !is_attack->boolean()) return {};
  if (!call || call->kind() != json::Kind::kInteger) return {};
  const auto index = static_cast<size_t>(call->integer());
  return index < flow.steps.size() ? std::optional(index) : std::nullopt;
}

// The call that sends was let through after nothing that another server returned was.
bool SendsUnread(const Flow& flow, const std::vector<bool>& delivered) {
  return delivered.back() && !MixesServers(flow, delivered);
}

TEST_CASE("by session no public attack sends what another server returned") {
  size_t attacks = 0, denied = 0, unread = 0, denied_after_reading = 0;
  for (const json::Document& document : Rows()) {
    const Flow flow = ReadFlow(document.root());
    const auto last = SendingCall(document.root(), flow);
    if (!last) continue;
    ++attacks;
    const auto strict = Replay(flow, *last, Isolation::kBySession, Opens::kNothing);
    denied += strict[*last] ? 0 : 1;
    unread += SendsUnread(flow, strict) ? 1 : 0;
    const auto reading = Replay(flow, *last, Isolation::kBySession, Opens::kReading);
    denied_after_reading += reading[*last] ? 0 : 1;
  }
  WARN(attacks << " attacks send what another server returned. Where the policy opens every tool "
               << "but the one that sends, by session " << denied_after_reading
               << " of these calls are denied. Where it opens nothing " << denied
               << " are; in the other " << unread
               << " the call that was to read from another server was denied already, since it "
               << "followed a result of the first one, so nothing was there to be sent");
  CHECK(attacks > 200);
  CHECK(denied_after_reading == attacks);
  CHECK(denied + unread == attacks);
}

TEST_CASE("by content public attacks do not send copies of what another server returned") {
  size_t copying = 0, stopped = 0, denied_after_reading = 0;
  for (const json::Document& document : Rows()) {
    const Flow flow = ReadFlow(document.root());
    const auto last = SendingCall(document.root(), flow);
    if (!last || !CopiesFromAnother(flow, *last, std::vector<bool>(*last, true))) continue;
    ++copying;
    const auto delivered = Replay(flow, *last, Isolation::kByContent, Opens::kNothing);
    stopped += delivered[*last] && CopiesFromAnother(flow, *last, delivered) ? 0 : 1;
    const auto reading = Replay(flow, *last, Isolation::kByContent, Opens::kReading);
    denied_after_reading += reading[*last] ? 0 : 1;
  }
  WARN(copying << " copy; where the policy opens every tool but the one that sends, by content "
               << denied_after_reading << " are denied, and where it opens nothing, " << stopped
               << " do not send what was read");
  CHECK(copying > 100);
  CHECK(denied_after_reading * 100 >= copying * 95);
  CHECK(stopped * 100 >= copying * 95);
}

TEST_CASE("ordinary work passes under a policy that opens what it needs") {
  size_t flows = 0, passed = 0;
  for (const json::Document& document : Rows()) {
    if (attacks::TextOf(document.root(), "label") != "benign") continue;
    const Flow flow = ReadFlow(document.root());
    Stage stage(flow, flow.steps.size(), Isolation::kByContent, Opens::kNeeds);
    ++flows;
    passed += std::all_of(flow.steps.begin(), flow.steps.end(),
                          [&](const Step& step) { return stage.Play(step); })
                  ? 1
                  : 0;
  }
  WARN(passed << " of " << flows << " ordinary flows pass");
  CHECK(flows > 150);
  CHECK(passed * 100 >= flows * 95);
}

}  // namespace
}  // namespace weir::router
