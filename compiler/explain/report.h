// An explanation for people and for programs.
#pragma once

#include <ostream>

#include "compiler/explain/explain.h"

namespace weir::explain {

// What an explanation refers to.
struct Context {
  const check::Program& program;
  const SourceSet& sources;
  const Policy& policy;
  const Question& question;
};

void WriteText(std::ostream& out, const Explanation& explanation, const Context& context);
// One JSON object. Fields may be added, none is taken away.
void WriteJson(std::ostream& out, const Explanation& explanation, const Context& context);

}  // namespace weir::explain
