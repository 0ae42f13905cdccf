// docs/diagnostics.md, which `weir explain-error` prints: every diagnostic has a section, and its
// examples are what they say.
#include "compiler/commands/explain_error.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "compiler/commands/commands.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/pipeline/checked.h"

namespace weir::commands {
namespace {

using diagnostics::Kind;

constexpr std::array kAllKinds = {
#define WEIR_DIAGNOSTIC(Name, kebab_name, severity, message, help) Kind::k##Name,
#include "compiler/diagnostics/kinds.def"
#undef WEIR_DIAGNOSTIC
};

// The first fenced block behind `mark`; `language` is what stands behind its opening fence.
struct Block {
  std::string language;
  std::string text;
  bool whole_file = false;
};

std::optional<Block> BlockAfter(std::string_view text, std::string_view mark) {
  const size_t at = text.find(mark);
  if (at == text.npos) return std::nullopt;
  const size_t fence = text.find("```", at);
  const size_t begin = text.find('\n', fence) + 1;
  const size_t end = text.find("\n```", begin);
  if (fence == text.npos || end == text.npos) return std::nullopt;
  const std::string_view head = text.substr(at, fence - at);
  return Block{std::string(text.substr(fence + 3, begin - 1 - fence - 3)),
               std::string(text.substr(begin, end - begin)) + "\n",
               head.find("whole file") != head.npos};
}

std::string Document() {
  std::ifstream in(WEIR_SOURCE_DIR "/docs/diagnostics.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

pipeline::Checked Check(const Block& block) {
  const std::string before = BlockAfter(Document(), "it goes on from here")->text;
  return pipeline::CheckText("policy.weir", block.whole_file ? block.text : before + block.text);
}

bool Has(const pipeline::Checked& checked, Kind kind) {
  const auto& all = checked.diagnostics;
  return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.kind == kind; });
}

TEST_CASE("every diagnostic has a section with a wrong example and a right one") {
  size_t shown = 0;
  for (const Kind kind : kAllKinds) {
    INFO(NameOf(kind));
    const auto text = LongTextOf(NameOf(kind));
    REQUIRE(text);
    const auto wrong = BlockAfter(*text, "Wrong");
    const auto right = BlockAfter(*text, "Right");
    REQUIRE(wrong);
    REQUIRE(right);
    CHECK(text->find("Wrong") > 40);  // something is said before
    if (wrong->language == "weir") {
      CHECK(Has(Check(*wrong), kind));
      ++shown;
    }
    if (right->language == "weir") {
      const pipeline::Checked checked = Check(*right);
      INFO((checked.diagnostics.empty() ? "" : checked.diagnostics.front().message));
      CHECK(checked.program);
      CHECK(!Has(checked, kind));
    }
  }
  // The others need other files, or bytes that no document should hold.
  CHECK(shown * 4 >= kAllKinds.size() * 3);
}

TEST_CASE("every section is about a diagnostic that there is") {
  std::istringstream lines(Document());
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("## ")) continue;
    INFO(line);
    CHECK(std::any_of(kAllKinds.begin(), kAllKinds.end(),
                      [&](Kind kind) { return NameOf(kind) == line.substr(3); }));
  }
}

TEST_CASE("one diagnostic is printed, all are listed, an unknown one gets a suggestion") {
  std::ostringstream out;
  std::ostringstream err;
  CHECK(RunExplainError({"unknown-server", false}, out, err) == kExitOk);
  CHECK(out.str().starts_with("error unknown-server\n\n"));
  CHECK(err.str().empty());

  std::ostringstream list;
  CHECK(RunExplainError({"", true}, list, err) == kExitOk);
  const std::string names = list.str();
  CHECK(std::count(names.begin(), names.end(), '\n') == static_cast<long>(kAllKinds.size()));

  std::ostringstream none;
  CHECK(RunExplainError({"unknown-servr", false}, none, err) == kExitUsage);
  CHECK(none.str().empty());
  CHECK(err.str().find("did you mean `unknown-server`?") != std::string::npos);
}

}  // namespace
}  // namespace weir::commands
