// runtime/commands/flows: what an audit says about the path of data.
#include "runtime/commands/flows.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "runtime/telemetry/audit.h"

namespace weir::commands {
namespace {

router::AuditRecord Record(std::string server, std::string target, uint32_t conversation,
                           uint64_t call) {
  router::AuditRecord record;
  record.agent = "coder";
  record.server = std::move(server);
  record.target = std::move(target);
  record.conversation = conversation;
  record.call = call;
  record.decision = {Outcome::kAllow, Because::kRule, 0};
  return record;
}

std::string Flows(const std::string& audit, size_t odd = 0) {
  std::istringstream in(audit);
  std::ostringstream out;
  CHECK(WriteFlows(in, out) == odd);
  return out.str();
}

TEST_CASE("the path of data is printed for each conversation") {
  const router::AuditRecord read = Record("files", "read", 1, 1);
  router::AuditRecord end = read;
  end.event = router::AuditEvent::kEnd;
  end.result_labels = {"files", "private"};
  router::AuditRecord send = Record("web", "fetch", 1, 2);
  send.decision = {Outcome::kDeny, Because::kFlow, 0};
  send.labels = {"files"};
  send.flows = {{{"files"}, 1, "files", "read", "/url", 2, 52, "base64", true}};
  const router::AuditRecord other = Record("web", "fetch", 2, 3);
  const std::string audit = telemetry::AuditLine(read, 1, {}) + telemetry::AuditLine(end, 2, {}) +
                            telemetry::AuditLine(other, 3, {}) + telemetry::AuditLine(send, 4, {});
  CHECK(Flows(audit) ==
        "run 1, conversation 1\n"
        "  call 1: coder call files.read\n"
        "  call 1 has brought files, private\n"
        "  call 2 is denied: coder call web.fetch; carries files; stopped by the flow\n"
        "    /url, bytes 2 to 52: from call 1 (files.read), base64, carries files, begun in an "
        "earlier call\n"
        "run 1, conversation 2\n"
        "  call 3: coder call web.fetch\n");
}

TEST_CASE("what a server asked the client, and what the answer took along") {
  router::AuditRecord asked = Record("web", "elicitation/create", 1, 4);
  asked.verb = ClientVerb::kElicit;
  router::AuditRecord end = asked;
  end.event = router::AuditEvent::kEnd;
  end.labels = {"files"};
  end.flows = {{{"files"}, 1, "files", "read", "/content/note", 0, 51, "verbatim", false}};
  end.result = "withheld";
  CHECK(Flows(telemetry::AuditLine(asked, 1, {}) + telemetry::AuditLine(end, 2, {})) ==
        "run 1, conversation 1\n"
        "  call 4: coder elicit web.elicitation/create\n"
        "  the answer to call 4 carries files; withheld\n"
        "    /content/note, bytes 0 to 51: from call 1 (files.read), verbatim, carries files\n");
}

TEST_CASE("a run begins where the numbers begin again") {
  const std::string line = telemetry::AuditLine(Record("files", "read", 1, 1), 1, {});
  const std::string path = ", conversation 1\n  call 1: coder call files.read\n";
  CHECK(Flows(line + "\n" + line) == "run 1" + path + "run 2" + path);
}

TEST_CASE("what is no audit record is counted, and names do not reach the terminal raw") {
  CHECK(Flows("no\n{}\n[]\n", 3).empty());
  const std::string text =
      Flows(telemetry::AuditLine(Record("files", "\x1b]0;title\x07", 1, 1), 1, {}));
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("a file that is not there is said to be") {
  std::ostringstream out, err;
  CHECK(RunFlows({"/no/such/file"}, out, err) == 3);
  CHECK(err.str() == "weir flows: cannot read `/no/such/file`\n");
}

}  // namespace
}  // namespace weir::commands
