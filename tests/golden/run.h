// The front end over one text, as the golden tests look at it.
#pragma once

#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/diagnostics/diagnostic.h"

namespace weir::golden {

struct Outcome {
  SourceSet sources;
  std::vector<diagnostics::Diagnostic> diagnostics;
  bool has_program = false;

  bool HasErrors() const;
  size_t Count(diagnostics::Kind kind) const;
};

Outcome Run(const std::string& name, const std::string& text);

// What `weir check` prints of it.
std::string Text(const Outcome& outcome);

// What `weir dump --stage ast` prints; empty where there is no tree.
std::string Ast(const std::string& name, const std::string& text);

// The text with all edits of a fix made.
std::string Apply(const std::string& text, const diagnostics::Fix& fix);

}  // namespace weir::golden
