// Any text is tokens, a tree and diagnostics without ado. What is laid out is laid out for good,
// and says the same: Format itself holds the words and the tree against the original.
#include <cstdint>
#include <sstream>
#include <string>

#include "compiler/diagnostics/render.h"
#include "compiler/diagnostics/sink.h"
#include "compiler/format/format.h"
#include "compiler/parse/parse.h"
#include "tests/fuzz/fuzz.h"

namespace {

using weir::SourceSet;
using weir::diagnostics::Sink;

// Nothing: it has mistakes.
std::optional<std::string> Formatted(const std::string& text) {
  SourceSet sources;
  Sink sink;
  const uint32_t file = sources.Add("fuzz.weir", text);
  auto formatted = weir::format::Format(sources, file, sink);
  Hold(formatted.ok() || sink.has_errors(), "what cannot be laid out has a mistake");
  if (!formatted) return std::nullopt;
  return std::move(*formatted);
}

void HoldShowable(const SourceSet& sources, Sink& sink) {
  std::ostringstream out;
  weir::diagnostics::RenderText(sink.Take(), sources, out);
  Hold(out.str().find('\x1b') == std::string::npos, "no escape reaches the terminal");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  SourceSet sources;
  Sink sink;
  const uint32_t file = sources.Add("fuzz.weir", text);
  std::ostringstream tokens;
  weir::parse::PrintTokens(sources.file(file), tokens);
  const auto tree = weir::parse::Parse(sources, file, sink);
  Hold(tree || sink.has_errors(), "what cannot be read has a mistake");
  HoldShowable(sources, sink);
  if (const auto formatted = Formatted(text)) {
    Hold(Formatted(*formatted) == formatted, "a layout is final");
  }
  return 0;
}
