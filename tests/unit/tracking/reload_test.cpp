// A conversation goes on under another policy: what it holds keeps its labels, by name.
#include <catch2/catch.hpp>

#include "runtime/tracking/ledger.h"
#include "tests/support/table_policy.h"

namespace weir::tracking {
namespace {

using testing::TablePolicy;

const std::string kText = "The Halvorsen merger closes on Friday the 13th";

struct LabelOf {
  std::string name;
  bool by_session = false;
  uint32_t run_length = 24;
};

std::shared_ptr<TablePolicy> PolicyOf(const std::vector<std::string>& servers,
                                      const std::vector<LabelOf>& labels = {}) {
  auto policy = std::make_shared<TablePolicy>();
  for (const std::string& server : servers) policy->AddServer(server);
  for (const LabelOf& label : labels) {
    policy->AddLabel(label.name, label.by_session, label.run_length);
  }
  return policy;
}

json::Document Json(const std::string& text) {
  auto document = json::Document::Parse(json::Quote(text));
  REQUIRE(document.ok());
  return std::move(document).value();
}

struct Conversation {
  explicit Conversation(std::shared_ptr<TablePolicy> policy) : ledger(std::move(policy)) {}
  void Receive(ServerIndex server, flow::LabelSet labels, const std::string& text = kText) {
    ledger.Received(server, 1, "read", labels, Json(text).root());
  }
  flow::LabelSet Carries(ServerIndex sink, const std::string& text) const {
    return ledger.Inspect({sink, Verb::kCall, "send"}, Json(text).root()).labels;
  }
  void Send(ServerIndex sink, const std::string& text) {
    ledger.Sent({sink, Verb::kCall, "send"}, Json(text).root());
  }
  Ledger ledger;
};

TEST_CASE("labels are the same if their names are") {
  Conversation c(PolicyOf({"files", "web"}, {{"private"}, {"untrusted", true}}));
  c.Receive(0, 0b1101);
  const Carryover carryover =
      c.ledger.Reload(PolicyOf({"mail", "web", "files"}, {{"untrusted", true}, {"private"}}));
  CHECK(carryover.lost.empty());
  CHECK(carryover.folded.results == 0);
  CHECK(c.Carries(0, kText) == 0b11100);
  CHECK(c.Carries(0, "nothing of it") == 0b01000);
  REQUIRE(c.ledger.SessionOrigin(3) != nullptr);
  CHECK(c.ledger.SessionOrigin(3)->server == "files");
  CHECK(c.ledger.SessionOrigin(4) == nullptr);
}

TEST_CASE("a label that is gone counts as every label, and one that cannot be let in by name") {
  Conversation c(PolicyOf({"files", "web"}, {{"private"}, {"untrusted", true}, {"unused"}}));
  c.Receive(0, 0b1101);
  const auto after = PolicyOf({"web"}, {{"private"}});
  const Carryover carryover = c.ledger.Reload(after);
  CHECK(carryover.lost == std::vector<std::string>{"files", "untrusted"});
  const flow::LabelSet lost = LostLabels(*after);
  CHECK(lost == (0b11 | flow::LabelSet{1} << 63));
  CHECK(c.Carries(0, kText) == lost);
  CHECK(c.Carries(0, "nothing of it") == lost);
  // Who comes back under the name is not believed to be the same.
  CHECK(c.ledger.Reload(PolicyOf({"files", "web"}, {{"private"}})).lost.empty());
  CHECK(c.Carries(1, kText) == (0b111 | flow::LabelSet{1} << 63));
}

TEST_CASE("where every bit is a label, one that is gone becomes all of them") {
  Conversation c(PolicyOf({"files"}));
  c.Receive(0, 1);
  std::vector<LabelOf> labels;
  for (int i = 0; i < 62; ++i) labels.push_back({"l" + std::to_string(i)});
  CHECK(NamelessLabels(*PolicyOf({"web"}, labels)) == flow::LabelSet{1} << 63);
  labels.push_back({"last"});
  const auto full = PolicyOf({"web"}, labels);
  CHECK(c.ledger.Reload(full).lost == std::vector<std::string>{"files"});
  CHECK(c.Carries(0, kText) == ~flow::LabelSet{0});
}

TEST_CASE("what had all labels, as something had failed, has all labels") {
  Conversation c(PolicyOf({"files"}));
  c.Receive(0, ~flow::LabelSet{0});
  CHECK(c.ledger.Reload(PolicyOf({"web", "files"})).lost.empty());
  CHECK(c.Carries(0, kText) == (0b11 | flow::LabelSet{1} << 63));
}

TEST_CASE("content whose label is gone does not put others' labels on the session") {
  Conversation c(PolicyOf({"files", "web"}, {{"private"}, {"gone"}}));
  c.Receive(0, 0b1101);
  const auto after = PolicyOf({"files", "web"}, {{"private"}, {"untrusted", true}});
  for (int i = 0; i < 2; ++i) {
    CHECK(c.ledger.Reload(after).lost.size() == (i == 0 ? 1 : 0));
    CHECK(c.Carries(1, "other words") == 0);
    CHECK(c.Carries(1, kText) == LostLabels(*after));
  }
  // What it did bring counts, as long as that is known.
  Conversation d(PolicyOf({"files", "web"}, {{"private"}, {"gone"}}));
  d.Receive(0, 0b1101);
  d.ledger.Reload(PolicyOf({"files", "web"}, {{"private", true}, {"untrusted", true}}));
  CHECK(d.Carries(1, "other words") == 0b100);
}

TEST_CASE("content with a label that is by session now puts it on the session") {
  Conversation c(PolicyOf({"files", "web"}, {{"private"}}));
  c.Receive(0, 0b101);
  CHECK(c.Carries(1, "other words") == 0);
  c.ledger.Reload(PolicyOf({"files", "web"}, {{"private", true}}));
  CHECK(c.Carries(1, "other words") == 0b100);
  REQUIRE(c.ledger.SessionOrigin(2) != nullptr);
  CHECK(c.ledger.SessionOrigin(2)->tool == "read");
  c.ledger.Reload(PolicyOf({"files", "web"}, {{"private"}}));
  CHECK(c.Carries(1, "other words") == 0b100);
}

TEST_CASE("shorter runs are found in what came before, too") {
  Conversation c(PolicyOf({"files", "web"}, {{"private"}}));
  c.Receive(0, 0b101);
  CHECK(c.Carries(1, "Halvorsen merger c") == 0);
  c.ledger.Reload(PolicyOf({"files", "web"}, {{"private", false, 16}}));
  CHECK(c.Carries(1, "Halvorsen merger c") == 0b101);
}

// Eight results of the first server.
size_t Fill(Ledger& ledger) {
  uint32_t random = 1;
  for (uint64_t call = 1; call <= 8; ++call) {
    std::string text(10'000, 'a');
    for (char& c : text) {
      random = random * 1'664'525 + 1'013'904'223;
      c = static_cast<char>('a' + (random >> 24) % 26);
    }
    CHECK(ledger.Received(0, call, "read", 1, Json(text).root()).results == 0);
  }
  return ledger.state().bytes_held;
}

TEST_CASE("results for which shorter runs leave no room stay on the session, with their origin") {
  const auto before = PolicyOf({"files", "web"});
  Ledger roomy(before);
  Ledger ledger(before, {.bytes_max = Fill(roomy)});
  Fill(ledger);
  const Carryover carryover = ledger.Reload(PolicyOf({"web", "files"}, {{"private", false, 16}}));
  CHECK(carryover.folded.results > 0);
  CHECK(carryover.folded.labels == 0b10);
  REQUIRE(ledger.SessionOrigin(1) != nullptr);
  CHECK(*ledger.SessionOrigin(1) == flow::Origin{1, "files", "read"});
}

TEST_CASE("a piece sent before is continued after, whatever the number of its server") {
  Conversation c(PolicyOf({"files", "web"}));
  c.Receive(0, 1);
  c.Send(1, kText.substr(0, 20));
  c.ledger.Reload(PolicyOf({"web", "files"}));
  CHECK(c.Carries(0, kText.substr(20)) == 0b10);
  CHECK(c.Carries(1, kText.substr(20)) == 0);
  // Also where the server was away meanwhile, and another is sent to for the first time.
  c.ledger.Reload(PolicyOf({"files", "mail"}));
  c.Send(1, "anything");
  c.ledger.Reload(PolicyOf({"files", "mail", "web"}));
  CHECK(c.Carries(2, kText.substr(20)) == 0b1);
  CHECK(c.Carries(1, kText.substr(20)) == 0);
}

TEST_CASE("what a server says unasked carries what its results carried before") {
  const std::string words = "Zanzibar quarterly figures of molybdenum";
  Conversation c(PolicyOf({"files", "web"}, {{"private"}}));
  c.Receive(1, 0b110);
  c.ledger.Reload(PolicyOf({"web", "files"}, {{"private"}}));
  c.ledger.Told(0, "log", Json(words).root());
  CHECK(c.Carries(1, words) == 0b101);
  c.ledger.Told(1, "log", Json("Different things are said by the files of Xanadu").root());
  CHECK(c.Carries(0, "Different things are said by the files of Xanadu") == 0b10);
}

TEST_CASE("many reloads hold no more than one") {
  Conversation c(PolicyOf({"files", "web"}, {{"private"}}));
  c.Receive(0, 0b101);
  size_t held = 0;
  for (int i = 0; i < 200; ++i) {
    const uint32_t run_length = i % 2 == 0 ? 16 : 24;
    c.ledger.Reload(PolicyOf({"web", "files"}, {{"private", i % 3 == 0, run_length}}));
    if (i == 20) held = c.ledger.state().bytes_held;
  }
  CHECK(c.ledger.state().bytes_held <= held + 1'024);
  CHECK(c.Carries(0, kText) == 0b110);
}

}  // namespace
}  // namespace weir::tracking
