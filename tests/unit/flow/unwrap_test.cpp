// Results that come in escapes or base64, and copies of what they say.
#include "runtime/flow/unwrap.h"

#include <catch2/catch.hpp>
#include <string>

#include "runtime/flow/conversation.h"

namespace weir::flow {
namespace {

std::vector<std::string> Pieces(const std::string& text) {
  const Unwrapped unwrapped = Unwrap(text);
  std::vector<std::string> pieces;
  for (size_t i = 0; i < unwrapped.pieces.size(); ++i) {
    const size_t begin = unwrapped.pieces[i].begin;
    const bool is_last = i + 1 == unwrapped.pieces.size();
    const size_t end = is_last ? unwrapped.text.size() : unwrapped.pieces[i + 1].begin - 1;
    pieces.push_back(unwrapped.text.substr(begin, end - begin));
  }
  return pieces;
}
using Strings = std::vector<std::string>;

LabelSet LabelsOn(const std::string& result, const std::string& argument) {
  Conversation conversation({});
  const std::string_view texts[] = {"before it", result};
  conversation.AddResult({3, "files", "read_file"}, 1, 0, texts);
  const auto document = json::Document::Parse("{\"text\":" + json::Quote(argument) + "}");
  REQUIRE(document.ok());
  return conversation.Inspect(7, document->root()).labels;
}

TEST_CASE("escapes are replaced, of all kinds at once") {
  CHECK(Pieces("caf\\u00e9 &amp; bar&#33; 100%25") == Strings{"café & bar! 100%"});
  CHECK(Pieces("\\u65e5\\u672c\\ud83d\\ude00") == Strings{"日本😀"});
}

TEST_CASE(
    "what only looks like an escape, or says what the normal form says anyway, is no reason") {
  for (const char* text :
       {"100% & more", "a\\nb\\tc", "say \\\"yes\\\" \\/ \\\\", "&copy", "%zz"}) {
    CHECK(Pieces(text).empty());
  }
}

TEST_CASE("only what is near an escape is kept a second time") {
  const std::string far(4 * kUnwrapMargin, '.');
  const std::string margin(kUnwrapMargin, '.');
  CHECK(Pieces(far + "&#65;" + far + "%42" + far) ==
        Strings{margin + "A" + margin, margin + "B" + margin});
  const std::string near(2 * kUnwrapMargin, '.');
  CHECK(Pieces(far + "&#65;" + near + "%42") == Strings{margin + "A" + near + "B"});
  CHECK(Pieces(far + "&#65;." + near + "%42") == Strings{margin + "A" + margin, margin + "B"});
}

TEST_CASE("words of base64 that spell text") {
  CHECK(Pieces("data: VGhlIG1lcmdlciBjbG9zZXMgb24= end") == Strings{"The merger closes on"});
  CHECK(Pieces("VGhlIG1lcmdlciBjbG9zZXMg\r\nb24gRnJpZGF5") ==
        Strings{"The merger closes on Friday"});
  CHECK(Pieces("VGhlIG1lcmdlciBjbG9zZX").empty());                    // too short
  CHECK(Pieces("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b").empty());  // a hash is no text
  CHECK(Pieces("iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9h").empty());
  CHECK(Pieces("AQIDAQIDAQIDAQIDAQIDAQIDAQID").empty());  // nor are control characters
  // A word that is not yet long enough at the end of the text, and one that just is.
  CHECK(Pieces(". VGhlIG1lcmdlciBjbG9zZXM").empty());
  CHECK(Pieces(". VGhlIG1lcmdlciBjbG9zZXMg") == Strings{"The merger closes "});
}

TEST_CASE("a plain copy of what came in escapes is one") {
  const std::string plain = "Die Übernahme schließt am Freitag, nächste Woche kündigt Jürgen";
  CHECK(LabelsOn("Die \\u00dcbernahme schlie\\u00dft am Freitag, n\\u00e4chste Woche "
                 "k\\u00fcndigt J\\u00fcrgen",
                 plain) == 1);
  CHECK(LabelsOn("Die &#220;bernahme schlie&#xdf;t am Freitag, n&#xe4;chste Woche k&#252;ndigt "
                 "J&#252;rgen",
                 plain) == 1);
  CHECK(LabelsOn("\\u5408\\u4f75\\u306f\\u91d1\\u66dc\\u65e5\\u306b\\u767a\\u8868\\u3055\\u308c"
                 "\\u307e\\u3059\\u3002\\u4fa1\\u683c\\u306f\\u672a\\u5b9a",
                 "合併は金曜日に発表されます。価格は未定") == 1);
  CHECK(LabelsOn("the%20Halvorsen%20merger%20closes%20on%20Friday",
                 "the Halvorsen merger closes on Friday") == 1);
}

TEST_CASE("a file that came in base64 is known by its text, and by a token of it") {
  const std::string file =  // "Halvorsen closes on Friday. Call +49 30 5557 3141 for the keys."
      "SGFsdm9yc2VuIGNsb3NlcyBvbiBGcmlkYXkuIENhbGwgKzQ5IDMwIDU1NTcgMzE0MSBmb3IgdGhlIGtleXMu";
  CHECK(LabelsOn(file, "halvorsen closes on friday, call") == 1);
  CHECK(LabelsOn(file, "+49 30 5557 3141") == 1);
  CHECK(LabelsOn(file, "nothing of the kind") == 0);
}

TEST_CASE("a match names the part and the piece, and one result is one result") {
  Conversation conversation({});
  const std::string_view texts[] = {"first",
                                    "and: the%20Halvorsen%20merger%20closes%20on%20Friday"};
  conversation.AddResult({3, "files", "read_file"}, 1, 0, texts);
  CHECK(conversation.state().results.size() == 1);
  const auto document = json::Document::Parse(R"({"t":"the Halvorsen merger closes on Friday"})");
  const Carried carried = conversation.Inspect(7, document->root());
  REQUIRE_FALSE(carried.matches.empty());
  CHECK(carried.matches[0].source_part == 1);
  CHECK(carried.matches[0].origin.call == 3);
}

TEST_CASE("what is let go is let go in both spellings") {
  Settings settings;
  settings.bytes_max = 40'000;
  Conversation conversation(settings);
  const std::string_view first[] = {"the%20Halvorsen%20merger%20closes%20on%20Friday"};
  conversation.AddResult({1, "files", "read_file"}, 1, 0, first);
  const std::string filler(12'000, 'x');
  size_t added = 1, folded = 0;
  for (; folded == 0 && added < 9; ++added) {
    const std::string_view more[] = {filler};
    folded += conversation.AddResult({2, "files", "read_file"}, 1, 0, more).results;
  }
  CHECK(folded > 0);
  CHECK(conversation.state().results.size() == added - folded);
  CHECK(conversation.session_labels() == 1);
}

}  // namespace
}  // namespace weir::flow
