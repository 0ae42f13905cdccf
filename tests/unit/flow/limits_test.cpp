// Every bound of a conversation, at the limit and one past it, and the texts that someone would
// send to get past.
#include <zlib.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "runtime/flow/conversation.h"

namespace weir::flow {
namespace {

json::Document Parsed(std::string text) {
  json::Limits limits;
  limits.bytes_max = size_t{256} << 20;
  Result<json::Document> document = json::Document::Parse(std::move(text), limits);
  REQUIRE(document.ok());
  return std::move(*document);
}

std::string Letters(size_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string text;
  text.reserve(count);
  for (size_t i = 0; i < count; ++i) text += static_cast<char>('a' + random() % 26);
  return text;
}

Folded Add(Conversation& conversation, std::string_view text, LabelSet content) {
  const std::string_view texts[] = {text};
  return conversation.AddResult({1, "files", "read"}, content, 0, texts);
}

Carried Ask(const Conversation& conversation, const std::string& text) {
  return conversation.Inspect(1, Parsed("{\"a\":" + json::Quote(text) + "}").root());
}

TEST_CASE("a conversation keeps to its memory, and forgets nothing but where a label came from") {
  Settings settings;
  settings.bytes_max = size_t{1} << 20;
  Conversation conversation(settings);
  LabelSet folded = 0;
  size_t results = 0;
  for (uint64_t i = 0; i < 40; ++i) {
    const Folded now = Add(conversation, Letters(50'000, i), LabelSet{1} << i);
    folded |= now.labels;
    results += now.results;
    CHECK(conversation.bytes_held() <= settings.bytes_max);
    CHECK(conversation.session_labels() == folded);
  }
  CHECK(results > 20);
  for (uint64_t i = 0; i < 40; ++i) {
    CHECK((Ask(conversation, Letters(50'000, i).substr(2'000, 24)).labels >> i & 1) == 1);
  }
}

TEST_CASE("a result as large as a third of the memory is kept, one past it is folded at once") {
  Settings settings;
  settings.bytes_max = size_t{1} << 20;
  const std::string text = Letters(settings.bytes_max / 3 + 1, 1);
  Conversation kept(settings);
  CHECK(Add(kept, std::string_view(text).substr(1), 1).results == 0);
  CHECK(kept.session_labels() == 0);
  Conversation folded(settings);
  CHECK(Add(folded, text, 1).results == 1);
  CHECK(folded.session_labels() == 1);
}

TEST_CASE("public text has a quarter of the memory, and what does not fit is not public") {
  Settings settings;
  settings.bytes_max = size_t{1} << 20;
  Conversation conversation(settings);
  const std::string known = Letters(60'000, 1);
  const std::string more = Letters(120'000, 2);
  conversation.AddPublic(known);
  conversation.AddPublic(more);
  Add(conversation, known.substr(100, 200) + " " + more.substr(100, 200), 1);
  CHECK(Ask(conversation, known.substr(150, 50)).labels == 0);
  CHECK(Ask(conversation, more.substr(150, 50)).labels == 1);
}

TEST_CASE("a decompression bomb is held to carry everything") {
  const std::string plain(size_t{64} << 20, 'x');
  std::string zipped(compressBound(plain.size()), '\0');
  uLongf size = zipped.size();
  compress(reinterpret_cast<Bytef*>(zipped.data()), &size,
           reinterpret_cast<const Bytef*>(plain.data()), plain.size());
  zipped.resize(size);
  std::string hex;
  for (const char c : zipped) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  Conversation conversation({});
  Add(conversation, Letters(1'000, 1), 5);
  const Carried carried = Ask(conversation, hex);
  CHECK_FALSE(carried.complete);
  CHECK(carried.labels == 5);
}

TEST_CASE("texts that match everywhere cost what they may and are then held to carry everything") {
  std::string periodic;
  while (periodic.size() < 300'000) periodic += "abcabd";  // too few letters to say anything
  Conversation conversation({});
  Add(conversation, periodic, 1);
  const Carried carried = Ask(conversation, periodic);
  CHECK_FALSE(carried.complete);
  CHECK(carried.labels == 1);
}

TEST_CASE("matches are named up to the limit, labels without") {
  Conversation conversation({});
  std::string text;
  for (uint64_t i = 0; i < 2 * kMatchesMax; ++i) {
    const std::string part = Letters(30, i);
    Add(conversation, part, i < kMatchesMax ? 1 : 2);
    text += part + "0";
    if (i + 1 == kMatchesMax) CHECK(Ask(conversation, text).matches.size() == kMatchesMax);
  }
  const Carried carried = Ask(conversation, text);
  CHECK(carried.matches.size() == kMatchesMax);
  CHECK(carried.labels == 3);
}

TEST_CASE("so many arguments are followed over calls and no more") {
  const auto seen = [](size_t others) {
    Conversation conversation({});
    Add(conversation, "the halvorsen merger closes on a rainy friday", 1);
    const auto call = [&](std::string_view text) {
      std::string arguments = "[";
      for (size_t i = 0; i < others; ++i) arguments += "\"x\",";
      return arguments + json::Quote(text) + ",\"x\"]";
    };
    conversation.Sent(1, Parsed(call("the halvorsen mer")).root());
    return conversation.Inspect(1, Parsed(call("ger closes on a rainy")).root()).labels == 1;
  };
  CHECK(seen(kWindowPartsMax - 1));
  CHECK_FALSE(seen(kWindowPartsMax));
}

TEST_CASE("so many sinks are followed, then the one longest unused is forgotten") {
  const auto seen = [](size_t sinks) {
    Conversation conversation({});
    Add(conversation, "the halvorsen merger closes on a rainy friday", 1);
    conversation.Sent(0, Parsed(R"(["the halvorsen mer"])").root());
    for (SinkId sink = 1; sink <= sinks; ++sink) conversation.Sent(sink, Parsed(R"(["x"])").root());
    return conversation.Inspect(0, Parsed(R"(["ger closes on a rainy"])").root()).labels == 1;
  };
  CHECK(seen(kWindowsMax - 1));
  CHECK_FALSE(seen(kWindowsMax));
}

TEST_CASE("an argument past the size that is inspected is held to carry everything") {
  Conversation conversation({});
  Add(conversation, Letters(1'000, 1), 3);
  const Carried carried = Ask(conversation, std::string(kArgumentBytesMax + 1, ' '));
  CHECK_FALSE(carried.complete);
  CHECK(carried.labels == 3);
}

TEST_CASE("a million short strings are no more than their bytes") {
  std::string json = "[";
  for (int i = 0; i < 300'000; ++i) json += (i > 0 ? ",\"a" : "\"a") + std::to_string(i % 97) + '"';
  const json::Document document = Parsed(json + "]");
  Conversation conversation({});
  conversation.AddResult({1, "db", "query"}, 1, 0, document.root());
  CHECK(conversation.bytes_held() <= kConversationBytesDefault);
  CHECK(conversation.Inspect(1, document.root()).labels == 1);
}

}  // namespace
}  // namespace weir::flow
