// The first half of the compiler: text to checked program. For what needs the program itself, such
// as its tests.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/diagnostic.h"

namespace weir::pipeline {

struct Checked {
  SourceSet sources;
  std::vector<diagnostics::Diagnostic> diagnostics;  // in source order
  std::optional<check::Program> program;             // nothing exactly where there is an error
};

Checked CheckText(std::string name, std::string text);
Checked CheckFile(const std::string& path);

}  // namespace weir::pipeline
