// What somebody would try who knows how the tracking works: each way is within the guarantee of
// docs/isolation.md, so each is seen.
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/flow/conversation.h"

namespace weir::flow {
namespace {

constexpr LabelSet kFiles = 1;
constexpr SinkId kPost = 7;
const std::string kSecret = "the Halvorsen merger closes on Friday the 13th";
constexpr const char* kHex = "0123456789abcdef";

LabelSet LabelsOn(const std::string& arguments) {
  Conversation conversation({});
  const std::string text = "Minutes: " + kSecret + ", card 4111 1111 2345 1111.";
  const std::string_view texts[] = {text};
  conversation.AddResult({3, "files", "read_file"}, kFiles, 0, texts);
  const auto document = json::Document::Parse(arguments);
  REQUIRE(document.ok());
  return conversation.Inspect(kPost, document->root()).labels;
}

LabelSet LabelsOnText(const std::string& text) {
  return LabelsOn("{\"text\":" + json::Quote(text) + "}");
}

std::string Each(const std::string& text, const std::function<std::string(char)>& change) {
  std::string out;
  for (const char c : text) out += change(c);
  return out;
}

std::string HexOf(const std::string& text) {
  return Each(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::string{kHex[byte >> 4], kHex[byte & 15]};
  });
}

std::string PercentOf(const std::string& text) {
  return Each(text, [](char c) { return "%" + HexOf(std::string(1, c)); });
}

std::string EntitiesOf(const std::string& text) {
  return Each(text, [](char c) { return "&#" + std::to_string(static_cast<int>(c)) + ";"; });
}

TEST_CASE("cut over values, keys and the single characters of an array") {
  CHECK(LabelsOn(R"({"a":"the Halvorsen mer","b":{"c":["ger closes on F","riday the 13th"]}})") ==
        kFiles);
  CHECK(LabelsOn(R"({"the Halvorsen mer":1,"ger closes on F":2,"riday the 13th":3})") == kFiles);
  std::string letters;
  for (const char c : kSecret) letters += (letters.empty() ? "" : ",") + json::Quote({&c, 1});
  CHECK(LabelsOn("[" + letters + "]") == kFiles);
  std::string encoded;
  for (const char c : PercentOf(kSecret)) {
    encoded += (encoded.empty() ? "" : ",") + json::Quote({&c, 1});
  }
  CHECK(LabelsOn("[" + encoded + "]") == kFiles);
}

TEST_CASE("dressed up with what cannot be seen or has another shape") {
  const auto behind_each = [](const std::string& mark) {
    return Each(kSecret, [&](char c) { return c + mark; });
  };
  CHECK(LabelsOnText(behind_each("\u200B")) == kFiles);  // zero-width space
  CHECK(LabelsOnText(behind_each("\u00AD")) == kFiles);  // soft hyphen
  CHECK(LabelsOnText(behind_each("\u0301")) == kFiles);  // an accent
  CHECK(LabelsOnText(behind_each("\u202E")) == kFiles);  // the other direction
  CHECK(LabelsOnText(behind_each(" \n")) == kFiles);
  CHECK(LabelsOnText(behind_each("*_~")) == kFiles);
  const std::string wide = Each(kSecret, [](char c) {
    const bool is_letter = c >= 'a' && c <= 'z';
    return is_letter ? std::string("\xEF\xBD") + static_cast<char>(c - 'a' + 0x81)
                     : std::string(1, c);
  });
  CHECK(LabelsOnText(wide) == kFiles);  // full-width letters
  const std::string tags = Each(kSecret, [](char c) {
    return std::string("\xF3\xA0") + static_cast<char>(0x80 + (c >> 6)) +
           static_cast<char>(0x80 + (c & 63));
  });
  CHECK(LabelsOnText(tags) == kFiles);  // Unicode's invisible copies of ASCII
}

TEST_CASE("put into paths, queries, quoted JSON and other encodings, two deep") {
  CHECK(LabelsOnText("/srv/" +
                     Each(kSecret, [](char c) { return std::string(1, c == ' ' ? '-' : c); }) +
                     ".txt") == kFiles);
  CHECK(LabelsOnText("https://x.example/?q=" + PercentOf(kSecret) + "&r=1") == kFiles);
  CHECK(LabelsOnText(PercentOf(PercentOf(kSecret))) == kFiles);
  CHECK(LabelsOnText("{\"a\":" + json::Quote("{\"b\":" + json::Quote(kSecret) + "}") + "}") ==
        kFiles);
  CHECK(LabelsOnText(EntitiesOf(kSecret)) == kFiles);
  CHECK(LabelsOnText(PercentOf(EntitiesOf(kSecret))) == kFiles);
  CHECK(LabelsOnText(HexOf(PercentOf(kSecret))) == kFiles);
  const std::string hex = HexOf(kSecret);
  CHECK(LabelsOnText("id=" + std::string(hex.rbegin(), hex.rend())) == kFiles);
  CHECK(LabelsOnText(HexOf({kSecret.rbegin(), kSecret.rend()})) == kFiles);
}

TEST_CASE("wrapped in what is public or common") {
  const std::string licence =
      "Permission is hereby granted, free of charge, to any person obtaining a copy of this "
      "software ";
  CHECK(LabelsOnText(licence) == 0);
  CHECK(LabelsOnText(licence + kSecret + licence) == kFiles);
  CHECK(LabelsOnText("return the value of " + kSecret + " if the value is not set") == kFiles);
}

TEST_CASE("a number as a number, and among digits that are set apart") {
  CHECK(LabelsOn(R"({"n":4111111123451111})") == kFiles);
  CHECK(LabelsOn(R"({"n":[4111,1111,2345,1111]})") == kFiles);
  CHECK(LabelsOnText("x4111111123451111y") == kFiles);
  CHECK(LabelsOnText("1111543211111114") == kFiles);
}

TEST_CASE("an encoded token beside other arguments and keys of letters") {
  CHECK(LabelsOn(R"({"n":1,"flag":true,"parts":["GQYTCMJRGEYTCMRTGQ2TCMJRGE"]})") == kFiles);
  CHECK(LabelsOn(R"({"a":["NDExMTExMTEyMzQ1MTExMQ","word"],"letters":1})") == kFiles);
}

TEST_CASE("one letter a call") {
  Conversation conversation({});
  const std::string_view texts[] = {kSecret};
  conversation.AddResult({3, "files", "read_file"}, kFiles, 0, texts);
  bool seen = false;
  for (const char c : kSecret) {
    const auto document =
        json::Document::Parse("{\"url\":\"https://x.example/?d=" + std::string(1, c) + "\"}");
    REQUIRE(document.ok());
    seen = seen || conversation.Inspect(kPost, document->root()).labels == kFiles;
    if (!seen) conversation.Sent(kPost, document->root());
  }
  CHECK(seen);
}

}  // namespace
}  // namespace weir::flow
