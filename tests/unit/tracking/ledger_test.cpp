#include "runtime/tracking/ledger.h"

#include <catch2/catch.hpp>

#include "runtime/tracking/tracker.h"
#include "tests/support/table_policy.h"

namespace weir::tracking {
namespace {

const std::string kText = "The merger closes on Friday the 13th";

json::Document Json(const std::string& text) {
  auto document = json::Document::Parse(text);
  REQUIRE(document.ok());
  return std::move(document).value();
}

struct Fixture {
  Fixture() {
    policy->AddServer("files");
    policy->AddServer("web");
    session = policy->AddLabel("untrusted", true);
    ledger.emplace(policy);
  }
  uint64_t Carries(const Sink& sink, const std::string& text) const {
    return ledger->Inspect(sink, Json(json::Quote(text)).root()).labels;
  }
  std::shared_ptr<testing::TablePolicy> policy = std::make_shared<testing::TablePolicy>();
  uint64_t session = 0;
  std::optional<Ledger> ledger;
};

TEST_CASE("labels by session stay on everything, labels by content on copies") {
  Fixture f;
  f.ledger->Received(0, 1, "read", 1 | f.session, Json(json::Quote(kText)).root());
  CHECK(f.Carries({1, Verb::kCall, "send"}, kText) == (1 | f.session));
  CHECK(f.Carries({1, Verb::kCall, "send"}, "no") == f.session);
  CHECK(f.ledger->Inspect({1, Verb::kCall, "send"}, std::nullopt).labels == f.session);
  REQUIRE(f.ledger->SessionOrigin(2) != nullptr);
  CHECK(*f.ledger->SessionOrigin(2) == flow::Origin{1, "files", "read"});
  CHECK(f.ledger->SessionOrigin(0) == nullptr);
  CHECK(f.ledger->SessionOrigin(64) == nullptr);
}

TEST_CASE("what was cut over calls is put together for each sink") {
  Fixture f;
  f.ledger->Received(0, 1, "read", 1, Json(json::Quote(kText)).root());
  const Sink send{1, Verb::kCall, "send"};
  f.ledger->Sent(send, Json(json::Quote(kText.substr(0, 15))).root());
  CHECK(f.Carries(send, kText.substr(15)) == 1);
  CHECK(f.Carries({1, Verb::kPrompt, "send"}, kText.substr(15)) == 0);
  CHECK(f.Carries({1, Verb::kCall, "other"}, kText.substr(15)) == 0);
  f.ledger->Sent(send, std::nullopt);
  CHECK(f.Carries(send, kText.substr(15)) == 1);
}

TEST_CASE("what a server says unasked carries what its results have carried") {
  Fixture f;
  const std::string log = "Zanzibar quarterly figures of molybdenum";
  f.ledger->Told(0, "log", Json(json::Quote(kText)).root());
  CHECK(f.Carries({1, Verb::kCall, "send"}, kText) == 1);
  f.ledger->Received(0, 1, "read", 3, Json("\"short\"").root());
  f.ledger->Told(0, "log", Json(json::Quote(log)).root());
  CHECK(f.Carries({1, Verb::kCall, "send"}, log) == 3);
}

TEST_CASE("the shortest run length that is asked for counts for all") {
  testing::TablePolicy policy;
  CHECK(RunLength(policy) == 24);
  policy.AddServer("files");
  policy.AddLabel("long", false, 100);
  CHECK(RunLength(policy) == 24);
  policy.AddLabel("by session", true, 16);
  CHECK(RunLength(policy) == 24);
  policy.AddLabel("short", false, 17);
  CHECK(RunLength(policy) == 17);
  policy.AddLabel("too short", false, 15);
  CHECK(RunLength(policy) == 16);
}

TEST_CASE("the compiler's tests see the same tracking") {
  Fixture f;
  const auto tracker = NewTracker(*f.policy);
  const auto text = Json(json::Quote(kText));
  CHECK(tracker->LabelsOn({1, Verb::kCall, "send"}, text.root()) == 0);
  tracker->Passed({0, Verb::kCall, "read"}, Json("{}").root());
  tracker->Returned({0, Verb::kCall, "read"}, 1, kText);
  CHECK(tracker->LabelsOn({1, Verb::kCall, "send"}, text.root()) == 1);
}

}  // namespace
}  // namespace weir::tracking
