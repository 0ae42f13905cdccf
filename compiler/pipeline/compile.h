// The whole compiler behind one verb: a policy's text to a Policy that decides in native code.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "compiler/base/source.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/pipeline/checked.h"
#include "compiler/pipeline/policy.h"

namespace weir::pipeline {

// What decides. Both give the same answers; the interpreter is for tests and comparisons.
enum class Engine : uint8_t { kNative, kInterpreter };

struct Options {
  Engine engine = Engine::kNative;
  LockUse lock = LockUse::kHeldAgainst;
};

struct Compiled {
  SourceSet sources;  // what the diagnostics point into
  std::vector<diagnostics::Diagnostic>
      diagnostics;                       // in source order; may hold warnings where policy is set
  std::shared_ptr<const Policy> policy;  // null exactly where there is an error
};

// `name` is how diagnostics call the file.
Compiled CompileText(std::string name, std::string text, const Options& options = {});

// Reads the file first; one that cannot be read is a diagnostic like any other.
Compiled CompileFile(const std::string& path, const Options& options = {});

}  // namespace weir::pipeline
