// Where stages report. A report names its Kind as a template argument, so that a message with the
// wrong number of parts does not compile:
//
//   sink.Report<Kind::kUnknownServer>(span, name).Help("did you mean `files`?").Replace("files");
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"

namespace weir::diagnostics {

// Of errors, and of warnings. Further ones are counted, not kept: a broken file must not bury its
// first mistakes.
inline constexpr size_t kDiagnosticsMax = 100;

constexpr std::string_view MessageFormat(Kind kind) {
  switch (kind) {
#define WEIR_DIAGNOSTIC(Name, kebab_name, severity, message, help) \
  case Kind::k##Name:                                              \
    return message;
#include "compiler/diagnostics/kinds.def"
#undef WEIR_DIAGNOSTIC
  }
  return {};
}

// Each `{}` of a message takes one argument.
constexpr size_t PlaceholderCount(std::string_view format) {
  size_t count = 0;
  for (size_t at = format.find("{}"); at != format.npos; at = format.find("{}", at + 2)) ++count;
  return count;
}

// Adds to a diagnostic that was just reported. Of the current statement only: the next report may
// move it.
class Builder {
 public:
  Builder& Help(std::string help);
  Builder& Label(Span span, std::string text);
  Builder& Fix(std::string title, std::vector<Edit> edits);
  // A fix that puts `text` in the place of the diagnostic's own span.
  Builder& Replace(std::string text);

 private:
  friend class Sink;
  explicit Builder(Diagnostic* diagnostic) : diagnostic_(diagnostic) {}
  Diagnostic* diagnostic_;  // null past kDiagnosticsMax
};

class Sink {
 public:
  template <Kind kind, typename... Parts>
  Builder Report(Span span, const Parts&... parts) {
    static_assert(PlaceholderCount(MessageFormat(kind)) == sizeof...(Parts),
                  "the message of this kind has another number of parts");
    return Add(kind, span, {std::string_view(parts)...});
  }

  // Adds a label to every diagnostic from here on, as long as it lives: "in this use of ...".
  class Aside {
   public:
    Aside(Sink& sink, Span span, std::string text);
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

   private:
    Sink& sink_;
  };

  bool has_errors() const { return errors_ > 0; }
  // All of them in the order of the source; the sink is empty afterwards.
  std::vector<Diagnostic> Take();

 private:
  Builder Add(Kind kind, Span span, std::initializer_list<std::string_view> parts);

  std::vector<Diagnostic> diagnostics_;
  std::vector<Label> asides_;  // innermost last
  size_t errors_ = 0;
  size_t warnings_ = 0;
  size_t dropped_ = 0;  // of both
  Span first_dropped_;
};

}  // namespace weir::diagnostics
