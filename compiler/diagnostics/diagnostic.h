// What is said to the author of a policy. A Diagnostic is data; render.h turns it into text or
// JSON. Every kind is declared once, in kinds.def, with its name, severity, message and help.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.h"

namespace weir::diagnostics {

// A note is no mistake: `--strict` lets it pass.
enum class Severity : uint8_t { kError, kWarning, kNote };

enum class Kind : uint16_t {
#define WEIR_DIAGNOSTIC(Name, kebab_name, severity, message, help) k##Name,
#include "compiler/diagnostics/kinds.def"
#undef WEIR_DIAGNOSTIC
};

// Another place that has to do with it: "first declared here".
struct Label {
  Span span;
  std::string text;
};

// A change that would mend it. Applying all edits of one fix gives a text without this diagnostic.
struct Edit {
  Span span;  // empty: an insertion
  std::string replacement;
};
struct Fix {
  std::string title;
  std::vector<Edit> edits;
};

struct Diagnostic {
  Kind kind;
  Span span;
  std::string message;  // lower case, no final period
  std::string help;     // may be empty
  std::vector<Label> labels;
  std::vector<Fix> fixes;  // alternatives
};

Severity SeverityOf(Kind kind);
std::string_view NameOf(Severity severity);  // "error"
std::string_view NameOf(Kind kind);          // "unknown-server"
// How many there are of each, by Severity.
using Counts = std::array<size_t, 3>;
Counts CountsOf(std::span<const Diagnostic> diagnostics);

std::string_view HelpOf(
    Kind kind);  // what every diagnostic of the kind says, unless it has better; may be empty

}  // namespace weir::diagnostics
