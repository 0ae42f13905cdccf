// The guarantee of docs/isolation.md as a property: whatever is copied, however it is encoded and
// cut, is seen. WEIR_FLOW_CASES sets how many cases are tried, WEIR_FLOW_SEED where they begin.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/flow/conversation.h"
#include "tests/differential/flow/encodings.h"

namespace weir::flow {
namespace {

using Random = std::mt19937_64;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

size_t Below(Random& random, size_t n) {
  return static_cast<size_t>(random() % n);
}

template <typename T, size_t N>
T OneOf(Random& random, const T (&all)[N]) {
  return all[Below(random, N)];
}

constexpr const char* kLatin[] = {"b", "c", "d", "f", "g", "h", "j", "k", "l", "m",
                                  "q", "u", "v", "x", "z", "E", "A", "0", "7"};
constexpr const char* kOther[] = {"é",  "Ü",  "ß",  "ø", "я", "Ж", "д", "ü", "ﬁ", "가",
                                  "힣", "語", "密", "ا", "ب", "𝐀", "ñ", "7", "k"};
constexpr const char* kGaps[] = {" ",   " ",  " ",  ", ", "\n", "; ",
                                 " - ", "\t", ". ", "/",  "_",  " 😀 "};

constexpr const char* kEdges[] = {" ", ":", "=", "\n", "\""};

// Nobody's words, so that no two texts share them by chance.
std::string Word(Random& random, bool latin) {
  std::string word;
  for (size_t i = 3 + Below(random, 8); i > 0; --i) {
    word += latin ? OneOf(random, kLatin) : OneOf(random, kOther);
  }
  return word;
}

std::string Prose(Random& random, size_t words) {
  const bool latin = Below(random, 3) > 0;
  std::string text;
  for (size_t i = 0; i < words; ++i) text += Word(random, latin) + OneOf(random, kGaps);
  return text;
}

bool BeginsCharacter(const std::string& text, size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

// A piece of the text of at least `run` normal characters.
std::string Piece(Random& random, const std::string& text, size_t run) {
  size_t begin = Below(random, text.size() / 2);
  while (!BeginsCharacter(text, begin)) ++begin;
  size_t end = begin;
  const size_t extra = Below(random, 4) == 0 ? Below(random, 40) : 0;
  while (end < text.size() && NormalText(text.substr(begin, end - begin)).size() < run + extra) {
    do ++end;
    while (!BeginsCharacter(text, end));
  }
  return text.substr(begin, end - begin);
}

std::string Digits(Random& random, size_t count) {
  std::string digits = "917";  // three different ones, and the beginning of no date
  while (digits.size() < count) digits += static_cast<char>('0' + Below(random, 10));
  return digits;
}

std::string Token(Random& random) {
  switch (Below(random, 4)) {
    case 0:
      return "q" + Digits(random, 3 + Below(random, 4)) + "@mail" +
             std::to_string(Below(random, 99)) + ".example";
    case 1:
      return Digits(random, 6 + Below(random, 10));
    case 2: {
      const std::string digits = Digits(random, 9);
      return digits.substr(0, 3) + "-" + digits.substr(3, 3) + "-" + digits.substr(6);
    }
    default: {
      std::string key;
      while (key.size() < 10 + Below(random, 6))
        key += {static_cast<char>('a' + Below(random, 26)),
                static_cast<char>('0' + Below(random, 10))};
      return key;
    }
  }
}

struct Case {
  std::string content;
  std::string secret;
  bool token = false;
  std::vector<Coding> codings;
  std::string encoded;
  std::vector<std::string> pieces;
  std::string before, after;  // values on either side of the pieces, in one call
  bool over_calls = false;
};

std::string Glue(Random& random, const Case& test) {
  const bool glued = !test.token && Below(random, 3) == 0;
  if (glued) return {"abc", Below(random, 4)};
  if (test.token && Below(random, 4) == 0) return "";
  return std::string(OneOf(random, kEdges)) + Prose(random, Below(random, 4)) +
         OneOf(random, kEdges);
}

void Split(Random& random, Case& test, const std::string& text) {
  test.over_calls = test.encoded.size() < 300 && Below(random, 4) == 0;
  const size_t count = Below(random, 2) == 0 && !test.over_calls ? 1 : 1 + Below(random, 4);
  size_t begin = 0;
  for (size_t i = 0; i < count; ++i) {
    size_t end = i + 1 == count ? text.size() : begin + Below(random, text.size() - begin + 1);
    while (!BeginsCharacter(text, end)) ++end;
    test.pieces.push_back(text.substr(begin, end - begin));
    begin = end;
  }
}

Case Make(Random& random) {
  Case test;
  test.token = Below(random, 4) == 0;
  test.content = Prose(random, 30 + Below(random, 60));
  if (test.token) {
    test.secret = Token(random);
    test.content += " is " + test.secret + " for " + Prose(random, 10);
  } else {
    test.secret = Piece(random, test.content, kRunLengthDefault);
  }
  test.encoded = test.secret;
  for (const Coding form : {Coding::kCase, Coding::kSpaces}) {
    if (Below(random, 3) != 0) continue;
    test.codings.push_back(form);
    test.encoded = Encode(test.encoded, form, random);
  }
  for (size_t i = Below(random, 3); i > 0; --i) {
    test.codings.push_back(static_cast<Coding>(3 + Below(random, kCodingCount - 3)));
    test.encoded = Encode(test.encoded, test.codings.back(), random);
  }
  test.before = Word(random, true).substr(0, Below(random, 9));
  test.after = Word(random, true).substr(0, Below(random, 9));
  Split(random, test, Glue(random, test) + test.encoded + Glue(random, test));
  return test;
}

std::string AsArguments(const std::vector<std::string>& pieces) {
  std::string json = R"({"n":1,"flag":true,"parts":[)";
  for (size_t i = 0; i < pieces.size(); ++i) json += (i > 0 ? "," : "") + json::Quote(pieces[i]);
  return json + "]}";
}

json::Document Parsed(std::string text) {
  Result<json::Document> document = json::Document::Parse(std::move(text));
  REQUIRE(document.ok());
  return std::move(*document);
}

// `content`: as it comes in a result.
bool Seen(const Case& test, std::string_view content) {
  constexpr LabelSet kLabel = LabelSet{1} << 17;
  Conversation conversation({});
  const std::string_view texts[] = {"one", content};
  conversation.AddResult({1, "files", "read"}, kLabel, 0, texts);
  if (!test.over_calls) {
    std::vector<std::string> values = test.pieces;
    values.insert(values.begin(), test.before);
    values.push_back(test.after);
    const json::Document arguments = Parsed(AsArguments(values));
    return conversation.Inspect(1, arguments.root()).labels == kLabel;
  }
  for (const std::string& piece : test.pieces) {
    const json::Document arguments = Parsed(AsArguments({piece}));
    if (conversation.Inspect(1, arguments.root()).labels == kLabel) return true;
    conversation.Sent(1, arguments.root());
  }
  return false;
}

// What an agent sends in the same argument when it sends nothing of interest.
std::string Filler(Random& random, uint64_t kind) {
  switch (kind) {
    case 0:
      return "hello";
    case 1:
      return std::to_string(random() % 1'000'000'000);
    case 2:
      return "report-" + std::to_string(Below(random, 10'000));
    case 3:
      return Encode(Prose(random, 3), Coding::kBase64, random);
    case 4:
      return Encode(Prose(random, 2), Coding::kBase32, random);
    default:
      return Prose(random, 1 + Below(random, 6));
  }
}

// Behind as many calls as are followed, so that what goes out continues what they sent.
bool SeenBehindOthers(const Case& test, Random& random) {
  constexpr LabelSet kLabel = LabelSet{1} << 17;
  Conversation conversation({});
  const std::string_view texts[] = {test.content};
  conversation.AddResult({1, "files", "read"}, kLabel, 0, texts);
  const uint64_t kind = random() % 6;
  for (size_t sent = 0; sent < Settings().window_bytes;) {
    const std::string filler = Filler(random, kind);
    conversation.Sent(1, Parsed(AsArguments({filler})).root());
    sent += filler.size() + 1;
  }
  for (const std::string& piece : test.pieces) {
    const json::Document arguments = Parsed(AsArguments({piece}));
    if (conversation.Inspect(1, arguments.root()).labels == kLabel) return true;
    conversation.Sent(1, arguments.root());
  }
  return false;
}

std::string Told(const Case& test, uint64_t seed) {
  std::ostringstream out;
  out << "seed " << seed << (test.token ? ", token " : ", run ") << json::Quote(test.secret);
  for (const Coding coding : test.codings) out << ' ' << NameOf(coding);
  out << (test.over_calls ? "\nover calls" : "\nin one call");
  for (const std::string& piece : test.pieces) out << ' ' << json::Quote(piece);
  if (!test.over_calls) out << "\nbetween " << test.before << " and " << test.after;
  return out.str();
}

TEST_CASE("what is copied is seen, however it is encoded and cut") {
  const uint64_t cases = FromEnvironment("WEIR_FLOW_CASES", 20'000);
  const uint64_t first = FromEnvironment("WEIR_FLOW_SEED", 1);
  size_t missed = 0;
  for (uint64_t seed = first; seed < first + cases; ++seed) {
    Random random(seed);
    const Case test = Make(random);
    if (Seen(test, test.content)) continue;
    ++missed;
    if (missed <= 5) WARN(Told(test, seed));
  }
  INFO(missed << " of " << cases << " cases missed");
  CHECK(missed == 0);
}

TEST_CASE("so is what came in escapes or in base64") {
  constexpr Coding kSpellings[] = {Coding::kPercent, Coding::kPercentAll, Coding::kJson,
                                   Coding::kHtml,    Coding::kBase64,     Coding::kBase64Url};
  const uint64_t cases = FromEnvironment("WEIR_FLOW_CASES", 20'000) / 4;
  const uint64_t first = FromEnvironment("WEIR_FLOW_SEED", 1);
  size_t missed = 0;
  for (uint64_t seed = first; seed < first + cases; ++seed) {
    Random random(seed);
    const Case test = Make(random);
    const Coding spelling = OneOf(random, kSpellings);
    const std::string content = "text=" + Encode(test.content, spelling, random) + ".";
    if (Seen(test, content)) continue;
    ++missed;
    if (missed <= 5) WARN("in " << NameOf(spelling) << ": " << Told(test, seed));
  }
  CHECK(missed == 0);
}

TEST_CASE("what is cut over calls is seen, whatever was sent before it") {
  const uint64_t cases = FromEnvironment("WEIR_FLOW_CASES", 20'000);
  const uint64_t first = FromEnvironment("WEIR_FLOW_SEED", 1);
  size_t asked = 0;
  size_t missed = 0;
  for (uint64_t seed = first; seed < first + cases; ++seed) {
    Random random(seed);
    const Case test = Make(random);
    if (!test.over_calls) continue;
    ++asked;
    if (SeenBehindOthers(test, random)) continue;
    ++missed;
    if (missed <= 5) WARN(Told(test, seed));
  }
  INFO(missed << " of " << asked << " cases missed");
  CHECK(asked > cases / 20);
  CHECK(missed == 0);
}

}  // namespace
}  // namespace weir::flow
