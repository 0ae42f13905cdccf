// The first half of the compiler: text to checked program. For what needs the program itself, such
// as its tests.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/diagnostics/sink.h"

namespace weir::pipeline {

struct Checked {
  SourceSet sources;
  std::vector<diagnostics::Diagnostic> diagnostics;  // in source order
  std::optional<check::Program> program;             // nothing exactly where there is an error
};

// Imports are read from the file system, relative to the directory of `name`, and so is the lock
// file beside it.
Checked CheckText(std::string name, std::string text);
Checked CheckFile(const std::string& path);

// The same for a file that is in `sources` already; what it imports is added to them.
std::optional<check::Program> CheckSource(SourceSet& sources, uint32_t file,
                                          diagnostics::Sink& sink);

}  // namespace weir::pipeline
