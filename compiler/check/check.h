// Tree to program: resolves names, writes patterns, constants and sets out, types conditions.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "compiler/ast/ast.h"
#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/sink.h"

namespace weir::check {

inline constexpr size_t kNameBytesMax = 64;       // of agents, servers, labels and routes
inline constexpr size_t kTargetsMax = 1'000'000;  // of all rules, patterns of servers written out
inline constexpr std::chrono::milliseconds kCallTimeoutMax = std::chrono::hours(24);
inline constexpr uint64_t kResultBytesMax = uint64_t{1} << 30;
inline constexpr uint64_t kSandboxBytesMax = uint64_t{1} << 40;
inline constexpr int64_t kSandboxProcessesMax = 1 << 20;
inline constexpr int64_t kRateMax = 1'000'000;  // in any window
inline constexpr int64_t kRunLengthMin = 8;     // shorter copies are no sign of anything
inline constexpr int64_t kRunLengthMax = 1024;
inline constexpr size_t kUsesMax = 10'000;  // of patterns, those in patterns written out
inline constexpr size_t kUseDepthMax = 32;
inline constexpr size_t kExpandedBytesMax = size_t{64} << 20;  // of source, for each use anew

// `file` is a policy whole: its imports resolved. Nothing exactly where `sink` holds an error
// afterwards, be it from here or from an earlier stage: a policy with a mistake decides nothing.
std::optional<Program> Check(const ast::File& file, const SourceSet& sources,
                             diagnostics::Sink& sink);

}  // namespace weir::check
