// The first half of the compiler: text to checked program. For what needs the program itself, such
// as its tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/diagnostics/sink.h"

namespace weir::pipeline {

// Whether names are held against the lock file beside the policy. Not by what is about to write
// it anew: the old one must not stand in the way.
enum class LockUse : uint8_t { kHeldAgainst, kIgnored };

struct Checked {
  SourceSet sources;
  std::vector<diagnostics::Diagnostic> diagnostics;  // in source order
  std::optional<check::Program> program;             // nothing exactly where there is an error
};

// Imports are read from the file system, relative to the directory of `name`, and so is the lock
// file beside it.
Checked CheckText(std::string name, std::string text, LockUse lock = LockUse::kHeldAgainst);
Checked CheckFile(const std::string& path, LockUse lock = LockUse::kHeldAgainst);

// The same for a file that is in `sources` already; what it imports is added to them.
std::optional<check::Program> CheckSource(SourceSet& sources, uint32_t file,
                                          diagnostics::Sink& sink,
                                          LockUse lock = LockUse::kHeldAgainst);

}  // namespace weir::pipeline
