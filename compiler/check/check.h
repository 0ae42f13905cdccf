// Tree to program: resolves names, types conditions, writes constants and sets out.
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

inline constexpr size_t kNameBytesMax = 64;       // of agents, servers and routes
inline constexpr size_t kTargetsMax = 1'000'000;  // of all rules, patterns of servers written out
inline constexpr std::chrono::milliseconds kCallTimeoutMax = std::chrono::hours(24);
inline constexpr uint64_t kResultBytesMax = uint64_t{1} << 30;

// Nothing exactly where `sink` holds an error afterwards, be it from here or from an earlier stage:
// a policy with a mistake decides nothing.
std::optional<Program> Check(const ast::File& file, const SourceSet& sources,
                             diagnostics::Sink& sink);

}  // namespace weir::check
