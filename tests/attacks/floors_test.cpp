// What the guard must keep finding, and how rarely it may err. The floors lie a little below what
// is reached, so that a rule may be exchanged for a better one; the rates themselves are for
// guard_report.
#include <catch2/catch.hpp>

#include "tests/attacks/measure.h"

namespace weir::attacks {
namespace {

using guard::Level;

std::vector<json::Document> Rows(const std::string& name) {
  auto rows = ReadRows(std::string(WEIR_SOURCE_DIR) + "/tests/attacks/data/" + name + ".jsonl.gz");
  REQUIRE(rows.ok());
  REQUIRE_FALSE(rows.value().empty());
  return std::move(rows).value();
}

TEST_CASE("attacks that a definition shows are found, whoever wrote them") {
  const std::vector<json::Document> rows = Rows("malicious_tools");
  const std::vector<Case> cases = JudgeMalicious(rows);
  REQUIRE(cases.size() == 252);
  CHECK(MeanOf(ByOrigin(cases, Level::kQuarantine)) >= 0.92);
  CHECK(MeanOf(ByOrigin(cases, Level::kWarn)) >= 0.94);
  CHECK(ShareAt(cases, Level::kQuarantine).rate() >= 0.88);
}

TEST_CASE("ordinary definitions pass") {
  const std::vector<json::Document> rows = Rows("benign_tools");
  const std::vector<Case> cases = JudgeBenign(rows);
  REQUIRE(cases.size() == 8196);
  CHECK(ShareAt(cases, Level::kQuarantine).rate() <= 0.004);
  CHECK(ShareAt(cases, Level::kWarn).rate() <= 0.015);
}

TEST_CASE("orders in results are seen more often than not, and ordinary results pass") {
  const std::vector<json::Document> rows = Rows("injected_results");
  CHECK(MeanOf(ByOrigin(JudgeResults(rows, "malicious"), Level::kWarn)) >= 0.78);
  CHECK(ShareAt(JudgeResults(rows, "benign"), Level::kWarn).rate() <= 0.015);
}

}  // namespace
}  // namespace weir::attacks
