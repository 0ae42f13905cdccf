// Reports are kept in the order of the source, up to a limit.
#include "compiler/diagnostics/sink.h"

#include <catch2/catch.hpp>

namespace weir::diagnostics {
namespace {

TEST_CASE("messages are put together from their parts") {
  Sink sink;
  sink.Report<Kind::kDuplicateName>({0, 4, 5}, "the agent", "{}").Label({0, 1, 2}, "here");
  sink.Report<Kind::kEmptyFile>({0, 0, 0});
  const auto all = sink.Take();
  REQUIRE(all.size() == 2);
  CHECK(all[0].kind == Kind::kEmptyFile);
  CHECK(all[0].help == "a policy begins with `weir 1;`");
  CHECK(all[1].message == "the agent `{}` is declared again");
  CHECK(all[1].labels.size() == 1);
  CHECK(!sink.has_errors());
  CHECK(sink.Take().empty());
}

TEST_CASE("only errors make a sink have errors") {
  Sink sink;
  sink.Report<Kind::kAllowEverything>({});
  CHECK(!sink.has_errors());
  sink.Report<Kind::kEmptyFile>({});
  CHECK(sink.has_errors());
}

TEST_CASE("at the limit all are kept, past it the rest is counted") {
  Sink sink;
  for (size_t i = 0; i < kDiagnosticsMax; ++i) sink.Report<Kind::kAllowEverything>({});
  CHECK(sink.Take().size() == kDiagnosticsMax);
  for (size_t i = 0; i < kDiagnosticsMax + 2; ++i) {
    sink.Report<Kind::kAllowEverything>({0, static_cast<uint32_t>(i), 0}).Help("x").Replace("y");
  }
  // Warnings leave room for errors.
  sink.Report<Kind::kEmptyFile>({0, 999, 999});
  CHECK(sink.has_errors());
  const auto all = sink.Take();
  REQUIRE(all.size() == kDiagnosticsMax + 2);
  CHECK(all[kDiagnosticsMax].kind == Kind::kEmptyFile);
  CHECK(all.back().kind == Kind::kTooManyDiagnostics);
  CHECK(all.back().message == "2 more diagnostics are not shown");
}

}  // namespace
}  // namespace weir::diagnostics
