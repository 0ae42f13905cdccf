// The first look at what calls continue: it may err towards a closer look, never away from one, and
// it must stay cheap.
#include "runtime/flow/glance.h"

#include <catch2/catch.hpp>
#include <string>

#include "runtime/flow/conversation.h"

namespace weir::flow {
namespace {

const std::string kSecret = "the Halvorsen merger closes on Friday the 13th";
const std::string kBase64 = "dGhlIEhhbHZvcnNlbiBtZXJnZXIgY2xvc2VzIG9uIEZyaWRheQ";

Store Held(std::string_view text) {
  Store store(kRunLengthDefault);
  store.Add(text, 1);
  return store;
}

bool May(const Store& store, const std::string& before, const std::string& after) {
  return MayHoldAcross(before + kSeam + after, before.size() + 1, store, InspectLimits());
}

json::Document Parsed(const std::string& text) {
  Result<json::Document> document = json::Document::Parse("{\"q\":" + json::Quote(text) + "}");
  REQUIRE(document.ok());
  return std::move(*document);
}

void Add(Conversation& conversation, std::string_view text, LabelSet labels) {
  const std::string_view texts[] = {text};
  conversation.AddResult({1, "files", "read"}, labels, 0, texts);
}

TEST_CASE("what lies on one side alone is no reason to look closer") {
  const Store store = Held(kSecret + ", pin 482915");
  CHECK_FALSE(May(store, kSecret, "and what else"));
  CHECK_FALSE(May(store, "and what else", kSecret));
  CHECK_FALSE(May(store, "pin 482915", "pin 482915"));
  CHECK_FALSE(May(store, "nothing", "at all"));
}

TEST_CASE("what lies on both sides is") {
  const Store store = Held(kSecret + ", pin 482915");
  for (size_t at = 1; at < 24; ++at) {
    CHECK(May(store, kSecret.substr(0, at), kSecret.substr(at, 40)));
  }
  CHECK(May(store, "pin 482", "915"));
  for (size_t at = 1; at < kBase64.size(); ++at) {
    CHECK(May(store, kBase64.substr(0, at), kBase64.substr(at)));
    const std::string turned(kBase64.rbegin(), kBase64.rend());
    CHECK(May(store, turned.substr(0, at), turned.substr(at)));
  }
}

TEST_CASE("where the letters near the seam are not enough all of them are looked at") {
  const Store store = Held(kSecret);
  // Each character stands among bytes that are nothing, so that twenty-four of them reach far.
  std::string spaced;
  for (const char c : kSecret) spaced += c + std::string(15, ' ');
  std::string letters;
  constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : spaced) {
    letters += kHex[static_cast<unsigned char>(c) >> 4];
    letters += kHex[static_cast<unsigned char>(c) & 15];
  }
  CHECK(May(store, letters.substr(0, letters.size() - 200), letters.substr(letters.size() - 200)));
}

TEST_CASE("an escape that is cut in two belongs to both sides, and so does what it begins") {
  const Store store = Held(kSecret);
  const std::string rest = kBase64.substr(1);
  for (size_t at = 1; at < 6; ++at) {
    const std::string first = "\\u0064";
    CHECK(May(store, "x: " + first.substr(0, at), first.substr(at) + rest));
  }
}

TEST_CASE("what lies two deep reaches farther than one") {
  const Store store = Held(kSecret);
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto hex = [&](const std::string& text, const std::string& before) {
    std::string out;
    for (const char c : text) {
      out += before;
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return out;
  };
  const std::string letters = hex(hex(kSecret, "%"), "");
  for (size_t at = 8; at < letters.size() - 60; at += 8) {
    CHECK(May(store, letters.substr(0, at), letters.substr(at)));
  }
}

TEST_CASE("where nothing can be found nothing is looked for") {
  const Store store = Held("too short");
  CHECK_FALSE(store.is_searchable());
  CHECK_FALSE(May(store, "too", "short"));
}

// The budget stands for the time: whoever needs more finds the answer incomplete, and then it
// carries every label.
TEST_CASE("a small call costs the same however many there were before") {
  Settings settings;
  settings.limits = {0, size_t{8} << 10, 0, 64, 0, size_t{4} << 10};
  for (const bool always_another : {false, true}) {
    Conversation conversation(settings);
    Add(conversation, kSecret, 1);
    size_t incomplete = 0;
    for (size_t i = 0; i < 1'000; ++i) {
      const std::string text = always_another ? "report-" + std::to_string(i * 7'919) : "hello";
      const json::Document call = Parsed(text);
      const Carried carried = conversation.Inspect(1, call.root());
      incomplete += carried.complete ? 0 : 1;
      CHECK((carried.labels & 1) == (carried.complete ? 0 : 1));
      conversation.Sent(1, call.root());
      Add(conversation, "Echo: " + text, 2);
    }
    CHECK(incomplete == 0);
  }
}

}  // namespace
}  // namespace weir::flow
