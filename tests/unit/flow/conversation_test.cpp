#include "runtime/flow/conversation.h"

#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "runtime/flow/common.h"

namespace weir::flow {
namespace {

constexpr LabelSet kFiles = 1;
constexpr LabelSet kMail = 2;
constexpr LabelSet kUntrusted = 4;
constexpr SinkId kPost = 7;
constexpr std::string_view kPlan =
    "Minutes: the Halvorsen merger closes on Friday the 13th, says Ms Quist.";

json::Document Parsed(std::string text) {
  Result<json::Document> document = json::Document::Parse(std::move(text));
  REQUIRE(document.ok());
  return std::move(*document);
}

Folded Add(Conversation& conversation, std::string_view text, LabelSet content,
           LabelSet session = 0) {
  const std::string_view texts[] = {text};
  return conversation.AddResult({3, "files", "read_file"}, content, session, texts);
}

Carried Ask(const Conversation& conversation, std::string arguments, SinkId sink = kPost) {
  return conversation.Inspect(sink, Parsed(std::move(arguments)).root());
}

TEST_CASE("an argument that repeats a result carries its labels and says from where") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles);
  const Carried carried =
      Ask(conversation, R"({"cc":"x","body":"FYI: The Halvorsen Merger closes, on friday!?"})");
  CHECK(carried.labels == kFiles);
  CHECK(carried.complete);
  REQUIRE(carried.matches.size() == 1);
  const Match& match = carried.matches[0];
  CHECK(match.origin == Origin{3, "files", "read_file"});
  CHECK(match.source.begin == 9);
  CHECK(match.argument == std::vector<ArgumentRange>{{"/body", {5, 43}}});
  CHECK(Describe(match) == "verbatim");
}

TEST_CASE("what was not returned carries nothing") {
  Conversation conversation({});
  CHECK(Ask(conversation, R"({"a":"anything at all that has never been seen"})").labels == 0);
  Add(conversation, kPlan, kFiles);
  const Carried carried =
      Ask(conversation, R"({"body":"The meeting was moved to another room, please come"})");
  CHECK(carried.labels == 0);
  CHECK(carried.matches.empty());
}

TEST_CASE("encodings are named from the outside in") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles);
  const Carried carried =
      Ask(conversation, R"({"q":"SGFsdm9yc2VuJTIwbWVyZ2VyJTIwY2xvc2VzJTIwb24lMjBGcmlkYXk="})");
  CHECK(carried.labels == kFiles);
  REQUIRE(!carried.matches.empty());
  CHECK(Describe(carried.matches[0]) == "base64 of percent");
  CHECK(carried.matches[0].argument[0].pointer == "/q");
}

TEST_CASE("a copy that is cut over several arguments is named in each") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles);
  const Carried carried = Ask(conversation, R"({"a":["the Halvorsen ","merger closes on"]})");
  CHECK(carried.labels == kFiles);
  REQUIRE(carried.matches.size() == 1);
  CHECK(carried.matches[0].argument ==
        std::vector<ArgumentRange>{{"/a/0", {0, 14}}, {"/a/1", {0, 16}}});
}

TEST_CASE("object keys are arguments too") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles);
  CHECK(Ask(conversation, R"({"Halvorsen merger closes on Friday":1})").labels == kFiles);
}

TEST_CASE("a copy that is cut over calls to one sink is seen, over different sinks it is not") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles);
  const json::Document first = Parsed(R"({"to":"bob","q":"Halvorsen mer"})");
  CHECK(conversation.Inspect(kPost, first.root()).labels == 0);
  const std::string second = R"({"to":"bob","q":"ger closes on Friday"})";
  CHECK(Ask(conversation, second).labels == 0);
  conversation.Sent(kPost, first.root());
  const Carried carried = Ask(conversation, second);
  CHECK(carried.labels == kFiles);
  REQUIRE(carried.matches.size() == 1);
  CHECK(carried.matches[0].over_calls);
  CHECK(carried.matches[0].argument[0].pointer == "/q");
  CHECK(Ask(conversation, second, kPost + 1).labels == 0);
}

TEST_CASE("a copy that is cut over arguments and calls is seen, and one over keys") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles);
  conversation.Sent(kPost, Parsed(R"({"a":"the Halvorsen ","b":"mer"})").root());
  CHECK(Ask(conversation, R"({"a":"ger closes ","b":"on Friday"})").labels == kFiles);
  CHECK(Ask(conversation, R"({"a":"of ","b":"something else"})").labels == 0);
  conversation.Sent(kPost + 1, Parsed(R"({"the Halvorsen mer":null})").root());
  CHECK(Ask(conversation, R"({"ger closes on Friday":null})", kPost + 1).labels == kFiles);
}

TEST_CASE("what was let through does not taint the call after it") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles);
  const json::Document allowed = Parsed(R"({"q":"the Halvorsen merger closes on Frid"})");
  CHECK(conversation.Inspect(kPost, allowed.root()).labels == kFiles);
  conversation.Sent(kPost, allowed.root());
  CHECK(Ask(conversation, R"({"q":"a new question"})").labels == 0);
  CHECK(Ask(conversation, R"({"q":"ay the 13th, says"})").labels == kFiles);
}

TEST_CASE("tokens are followed whatever their length") {
  Conversation conversation({});
  Add(conversation, "Pin 482915. Write to amy.watson@mail.example.", kFiles);
  CHECK(Ask(conversation, R"({"n":482915})").labels == kFiles);
  CHECK(Ask(conversation, R"({"n":"NDgyOTE1"})").labels == kFiles);
  CHECK(Ask(conversation, R"({"n":["48","29","15"]})").labels == kFiles);
  CHECK(Ask(conversation, R"({"to":"Amy.Watson@Mail.Example"})").labels == kFiles);
  CHECK(Ask(conversation, R"({"to":"amy@mail.example","n":4829})").labels == 0);
  CHECK(Describe(Ask(conversation, R"({"n":482915})").matches.at(0)) == "token, verbatim");
}

TEST_CASE("labels of all sources of a text are carried") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles);
  Add(conversation, kPlan, kMail);
  CHECK(Ask(conversation, R"({"b":"Halvorsen merger closes on Friday"})").labels ==
        (kFiles | kMail));
}

TEST_CASE("public text carries nothing, what goes beyond it does") {
  const std::string call = R"({"b":"the Halvorsen merger closes on Friday the 13th"})";
  SECTION("stated") {
    Conversation conversation({});
    conversation.AddPublic("It is known that the Halvorsen merger closes on Friday the 13th.");
    Add(conversation, kPlan, kFiles);
    CHECK(Ask(conversation, call).labels == 0);
    CHECK(Ask(conversation, R"({"b":"closes on Friday the 13th, says Ms Quist."})").labels ==
          kFiles);
  }
  SECTION("shared definitions") {
    auto definitions = std::make_shared<Store>(kRunLengthDefault);
    definitions->Add("the Halvorsen merger closes on Friday the 13th", 0);
    Settings settings;
    settings.definitions = definitions;
    Conversation conversation(settings);
    Add(conversation, kPlan, kFiles);
    CHECK(Ask(conversation, call).labels == 0);
  }
  SECTION("an unlabelled result") {
    Conversation conversation({});
    Add(conversation, kPlan, kFiles);
    CHECK(Ask(conversation, call).labels == kFiles);
    Add(conversation, kPlan, 0);
    CHECK(Ask(conversation, call).labels == 0);
  }
  SECTION("a token") {
    Conversation conversation({});
    conversation.AddPublic("mail amy@mail.example");
    Add(conversation, "amy@mail.example, bob@mail.example", kFiles);
    CHECK(Ask(conversation, R"({"to":"amy@mail.example"})").labels == 0);
    CHECK(Ask(conversation, R"({"to":"bob@mail.example"})").labels == kFiles);
  }
}

TEST_CASE("the agent's own words are public until it has heard something labelled") {
  const json::Document own = Parsed(R"({"q":"Halvorsen merger closes on Friday"})");
  Conversation before({});
  before.AddAgentArguments(own.root());
  Add(before, kPlan, kFiles);
  CHECK(before.Inspect(kPost, own.root()).labels == 0);
  Conversation after({});
  Add(after, kPlan, kFiles);
  after.AddAgentArguments(own.root());
  CHECK(after.Inspect(kPost, own.root()).labels == kFiles);
}

TEST_CASE("idioms are nobody's, but what they stand beside is") {
  Conversation conversation({});
  Add(conversation,
      "Thank you for your email, please let me know if you have any questions about Zarquonia.",
      kFiles);
  CHECK(Ask(conversation,
            R"({"b":"Thank you for your email, please let me know if you have any questions"})")
            .labels == 0);
  CHECK(Ask(conversation, R"({"b":"if you have any questions about Zarquonia"})").labels == kFiles);
  Add(conversation,
      "#include <string>\n#include <vector>\nint main(int argc, char** argv) { return 0; }",
      kFiles);
  const std::string idiom =
      R"({"b":"#include <string>\n#include <vector>\nint main(int argc, char* a"})";
  CHECK(Ask(conversation, idiom).labels == 0);
}

TEST_CASE("a piece that brings an encoded one of an earlier call into step is seen") {
  const std::string content = ". k密ßдüباﬁøÜ 7ß密üابдü\tд";
  const char* pieces[] = {R"(["abA2C2JALY3BTWQGKR5TC345QNYXW474QPDQQP44QR3BHQM53ZXTC3"])",
                          R"(["IFW7C6OYUFU7ZB3QPNZXEQ"])", R"(["YFab"])"};
  for (const bool known : {false, true}) {
    Conversation conversation({});
    Add(conversation, content, kFiles);
    LabelSet labels = 0;
    for (const char* piece : pieces) {
      labels = Ask(conversation, piece).labels;
      conversation.Sent(kPost, Parsed(known && labels == 0 ? "[]" : piece).root());
    }
    CHECK(labels == (known ? 0 : kFiles));  // where the beginning was not sent, nothing is there
  }
}

TEST_CASE("common words carry nothing in a short run, and carry in a long one") {
  Conversation conversation({});
  Add(conversation,
      "the current directory of the default user is not set in the file. template <typename "
      "InputIteratorT> "
      "the number is 4589 for the user and 1999. the merger of the current version",
      kFiles);
  const auto carries = [&](const std::string& text) {
    return Ask(conversation, "{\"b\":\"" + text + "\"}").labels == kFiles;
  };
  CHECK_FALSE(carries("the current directory of the default user"));  // 35 characters
  const std::string longest =
      "the current directory of the default user is not set in the file. template <type";
  CHECK(NormalText(longest).size() == kCommonMin);
  CHECK(carries(longest));
  CHECK_FALSE(carries(longest.substr(0, longest.size() - 1)));
  CHECK_FALSE(carries("template <typename InputIteratorT>"));
  CHECK(carries("the number is 4589 for the user"));
  CHECK_FALSE(carries("for the user and 1999"));
  CHECK(carries("the merger of the current version"));
  CHECK(KindOf("ab") != WordKind::kNothing);
  CHECK(KindOf("12") == WordKind::kNothing);
  CHECK(KindOf("2024") == WordKind::kNothing);
  CHECK(KindOf("123") == WordKind::kOwn);
  CHECK(KindOf("1234") == WordKind::kNumber);
  CHECK(KindOf("iterator") == WordKind::kCommon);
  CHECK(KindOf("iteratort") == WordKind::kCommon);
  CHECK(KindOf("merger") == WordKind::kOwn);
}

TEST_CASE("session labels stay until they are taken off") {
  Conversation conversation({});
  Add(conversation, "a page", kFiles, kUntrusted);
  CHECK(conversation.session_labels() == kUntrusted);
  CHECK(Ask(conversation, R"({})").labels == kUntrusted);
  Add(conversation, "another page", 0);
  CHECK(conversation.session_labels() == kUntrusted);
  conversation.Declassify(kUntrusted);
  CHECK(Ask(conversation, R"({})").labels == 0);
}

TEST_CASE("labels are renumbered after a reload") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles, kUntrusted);
  std::array<LabelSet, 64> meaning{};
  meaning[0] = 0x100;
  meaning[2] = 0x200;
  conversation.Relabel(meaning);
  CHECK(Ask(conversation, R"({"b":"Halvorsen merger closes on Friday"})").labels == 0x300);
}

TEST_CASE("another run length holds for what came before as well") {
  Conversation conversation({});
  conversation.AddPublic("Quetzalcoatl vanquished");
  Add(conversation, kPlan, kFiles);
  const std::string run = R"({"b":"Halvorsen merger clo"})";
  CHECK(Ask(conversation, run).labels == 0);
  CHECK(conversation.SetRunLength(16).results == 0);
  CHECK(Ask(conversation, run).labels == kFiles);
  Add(conversation, "Quetzalcoatl vanquished the others", kUntrusted);
  CHECK(Ask(conversation, R"({"b":"Quetzalcoatl vanquished"})").labels == 0);
  conversation.SetRunLength(32);
  CHECK(Ask(conversation, run).labels == 0);
  CHECK(Ask(conversation, "\"" + std::string(kPlan) + "\"").labels == kFiles);
}

TEST_CASE("where a shorter run length needs more room, the oldest is folded") {
  Conversation conversation({.run_length = 256, .bytes_max = 330'000});
  std::mt19937 random(1);
  for (const LabelSet labels : {kFiles, kMail}) {
    std::string text(100'000, 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 26);
    CHECK(Add(conversation, text, labels).results == 0);
  }
  const Folded folded = conversation.SetRunLength(16);
  CHECK(folded.labels == kFiles);
  CHECK(folded.results == 1);
  CHECK(conversation.session_labels() == kFiles);
}

TEST_CASE("structured results are sources, string by string") {
  Conversation conversation({});
  const json::Document result =
      Parsed(R"({"rows":[{"id":1,"note":"Halvorsen merger closes on Friday"}]})");
  conversation.AddResult({1, "db", "query"}, kFiles, 0, result.root());
  const Carried carried = Ask(conversation, R"({"b":"halvorsen merger closes on friday"})");
  REQUIRE(carried.matches.size() == 1);
  CHECK(carried.matches[0].source_part == 1);
  CHECK(carried.matches[0].source == Range{0, 33});
}

TEST_CASE("the state can be read") {
  Conversation conversation({});
  Add(conversation, kPlan, kFiles, kUntrusted);
  const State state = conversation.state();
  CHECK(state.session_labels == kUntrusted);
  CHECK(state.bytes_held > 0);
  REQUIRE(state.results.size() == 1);
  CHECK(state.results[0].labels == kFiles);
  CHECK(state.results[0].origin.tool == "read_file");
}

}  // namespace
}  // namespace weir::flow
