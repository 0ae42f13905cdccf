// Text for people, JSON for programs.
#include "compiler/diagnostics/render.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "compiler/diagnostics/sink.h"

namespace weir::diagnostics {
namespace {

std::string TextOf(const SourceSet& sources, Sink& sink, bool colors = false) {
  std::ostringstream out;
  RenderText(sink.Take(), sources, out, {colors});
  return out.str();
}

TEST_CASE("the range is underlined, whatever the width of what is before it") {
  SourceSet sources;
  sources.Add("p.weir", "\t日本 e\xCC\x81 oops");
  Sink sink;
  sink.Report<Kind::kEmptyFile>({0, 12, 16});
  CHECK(TextOf(sources, sink) ==
        "error[empty-file]: the file holds no policy\n"
        " --> p.weir:1:8\n"
        "  |\n"
        "1 |     日本 e\xCC\x81 oops\n"
        "  |            ^^^^\n"
        "  = help: a policy begins with `weir 1;`\n\n");
}

TEST_CASE("other places and fixes are shown, with line numbers of one width") {
  SourceSet sources;
  sources.Add("p.weir", "one\n\n\n\n\n\n\n\n\nten eleven\n");
  Sink sink;
  sink.Report<Kind::kDuplicateName>({0, 12, 15}, "the agent", "ten")
      .Help("")
      .Label({0, 0, 3}, "first declared here")
      .Fix("split it", {{{0, 15, 16}, ";\n"}});
  CHECK(TextOf(sources, sink) ==
        "error[duplicate-name]: the agent `ten` is declared again\n"
        "  --> p.weir:10:1\n"
        "   |\n"
        "10 | ten eleven\n"
        "   | ^^^\n"
        "  ::: p.weir:1:1\n"
        "   |\n"
        " 1 | one\n"
        "   | --- first declared here\n"
        "   = fix: split it\n"
        "10 + ten;\n"
        "11 + eleven\n\n");
}

TEST_CASE("no control character of the source reaches the terminal") {
  SourceSet sources;
  sources.Add("\x1b[31mp.weir", "a \x1b[2J \xE2\x80\xAE \xFF b");
  Sink sink;
  sink.Report<Kind::kUnknownName>({0, 2, 3}, "\x1b[2J").Replace("\x1b");
  const std::string text = TextOf(sources, sink);
  CHECK(text.find('\x1b') == text.npos);
  CHECK(text.find("\xE2\x80\xAE") == text.npos);
  CHECK(text.find("a <U+001B>[2J <U+202E> \xEF\xBF\xBD b") != text.npos);
}

TEST_CASE("colours come only when asked for") {
  SourceSet sources;
  sources.Add("p.weir", "x");
  Sink sink;
  sink.Report<Kind::kEmptyFile>({0, 0, 1});
  const auto diagnostics = sink.Take();
  std::ostringstream plain;
  std::ostringstream colored;
  RenderText(diagnostics, sources, plain);
  RenderText(diagnostics, sources, colored, {true});
  CHECK(plain.str().find('\x1b') == std::string::npos);
  CHECK(colored.str().find("\x1b[1;31merror") != std::string::npos);
}

TEST_CASE("ranges past the end and over several lines are shown") {
  SourceSet sources;
  sources.Add("p.weir", "ab\ncd");
  Sink sink;
  sink.Report<Kind::kEmptyFile>({0, 5, 5});
  sink.Report<Kind::kEmptyFile>({0, 1, 4});
  const std::string text = TextOf(sources, sink);
  CHECK(text.find("1 | ab\n  |  ^\n") != text.npos);
  CHECK(text.find("2 | cd\n  |   ^\n") != text.npos);
}

TEST_CASE("a long line is cut around what is marked") {
  SourceSet sources;
  sources.Add("p.weir", std::string(300, 'a') +
                            "\xC3\xA9"
                            "bad" +
                            std::string(300, 'c'));
  Sink sink;
  sink.Report<Kind::kEmptyFile>({0, 302, 305});
  const std::string text = TextOf(sources, sink);
  const std::string before = "\xE2\x80\xA6" + std::string(38, 'a') + "\xC3\xA9";
  const std::string after = std::string(56, 'c') + "\xE2\x80\xA6";
  CHECK(text.find("1 | " + before + "bad" + after + "\n") != text.npos);
  CHECK(text.find("  | " + std::string(40, ' ') + "^^^\n") != text.npos);
}

TEST_CASE("a line of just what fits is whole, and one more column is cut") {
  SourceSet sources;
  sources.Add("p.weir", std::string(100, 'a') + "\n" + std::string(101, 'b'));
  Sink sink;
  sink.Report<Kind::kEmptyFile>({0, 0, 100});
  sink.Report<Kind::kEmptyFile>({0, 101, 202});
  const std::string text = TextOf(sources, sink);
  CHECK(text.find("1 | " + std::string(100, 'a') + "\n  | " + std::string(100, '^') + "\n") !=
        text.npos);
  CHECK(text.find("2 | " + std::string(99, 'b') + "\xE2\x80\xA6\n  | " + std::string(100, '^') +
                  "\n") != text.npos);
}

TEST_CASE("a file without text has no lines to show") {
  SourceSet sources;
  sources.Add("gone.weir", "");
  Sink sink;
  sink.Report<Kind::kUnreadableFile>({0, 0, 0}, "it is not there");
  CHECK(TextOf(sources, sink).find(" --> gone.weir\n") != std::string::npos);
}

TEST_CASE("a note is neither an error nor a warning") {
  SourceSet sources;
  sources.Add("p.weir", "x");
  Sink sink;
  sink.Report<Kind::kAutomatonOverBudget>({0, 0, 1}, "args.a");
  CHECK_FALSE(sink.has_errors());
  const auto diagnostics = sink.Take();
  CHECK(CountsOf(diagnostics) == Counts{0, 0, 1});
  std::ostringstream out;
  RenderJson(diagnostics, sources, out);
  const auto json = nlohmann::json::parse(out.str());
  CHECK(json["notes"] == 1);
  CHECK(json["warnings"] == 0);
  CHECK(json["diagnostics"][0]["severity"] == "note");
}

TEST_CASE("JSON has every place in lines, columns and bytes") {
  SourceSet sources;
  sources.Add("p.weir", "é x\ny");
  Sink sink;
  sink.Report<Kind::kUnknownName>({0, 3, 4}, "x").Label({0, 5, 6}, "there").Replace("\xFF");
  sink.Report<Kind::kAllowEverything>({0, 5, 6});
  std::ostringstream out;
  RenderJson(sink.Take(), sources, out);
  const auto json = nlohmann::json::parse(out.str());
  CHECK(json["errors"] == 1);
  CHECK(json["warnings"] == 1);
  const auto& one = json["diagnostics"][0];
  CHECK(one["name"] == "unknown-name");
  CHECK(one["severity"] == "error");
  CHECK(one["message"] == "nothing is called `x`");
  CHECK(one["range"]["file"] == "p.weir");
  CHECK(one["range"]["start"] == nlohmann::json{{"line", 1}, {"column", 3}, {"offset", 3}});
  CHECK(one["range"]["end"] == nlohmann::json{{"line", 1}, {"column", 4}, {"offset", 4}});
  CHECK(one["labels"][0]["range"]["start"]["line"] == 2);
  CHECK(one["fixes"][0]["edits"][0]["replacement"] == "\xEF\xBF\xBD");
  CHECK(json["diagnostics"][1]["severity"] == "warning");
}

}  // namespace
}  // namespace weir::diagnostics
