#include "compiler/diagnostics/diagnostic.h"

namespace weir::diagnostics {

Severity SeverityOf(Kind kind) {
  switch (kind) {
#define WEIR_DIAGNOSTIC(Name, kebab_name, severity, message, help) \
  case Kind::k##Name:                                              \
    return Severity::severity;
#include "compiler/diagnostics/kinds.def"
#undef WEIR_DIAGNOSTIC
  }
  return Severity::kError;
}

std::string_view NameOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  return {};
}

Counts CountsOf(std::span<const Diagnostic> diagnostics) {
  Counts counts{};
  for (const Diagnostic& one : diagnostics) ++counts[static_cast<size_t>(SeverityOf(one.kind))];
  return counts;
}

std::string_view NameOf(Kind kind) {
  switch (kind) {
#define WEIR_DIAGNOSTIC(Name, kebab_name, severity, message, help) \
  case Kind::k##Name:                                              \
    return kebab_name;
#include "compiler/diagnostics/kinds.def"
#undef WEIR_DIAGNOSTIC
  }
  return {};
}

std::string_view HelpOf(Kind kind) {
  switch (kind) {
#define WEIR_DIAGNOSTIC(Name, kebab_name, severity, message, help) \
  case Kind::k##Name:                                              \
    return help;
#include "compiler/diagnostics/kinds.def"
#undef WEIR_DIAGNOSTIC
  }
  return {};
}

}  // namespace weir::diagnostics
