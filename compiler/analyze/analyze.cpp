#include "compiler/analyze/analyze.h"

#include <algorithm>

#include "compiler/analyze/parts.h"

namespace weir::analyze {
namespace {

using diagnostics::Kind;

// A label that nothing gives is on nothing, so that no flow of it matters.
void FindBareLabels(const check::Program& program, diagnostics::Sink& sink) {
  uint64_t given = 0;
  for (const check::Gives& gives : program.gives) given |= gives.labels;
  for (size_t bit = program.servers.size(); bit < program.labels.size(); ++bit) {
    const check::Label& label = program.labels[bit];
    if ((given >> bit & 1) == 0) sink.Report<Kind::kLabelNeverGiven>(label.span, label.name);
  }
}

// Who uses sandboxes means to use them everywhere.
void FindBareServers(const check::Program& program, diagnostics::Sink& sink) {
  const auto& servers = program.servers;
  const auto boxed = [](const check::Server& server) { return server.sandbox.has_value(); };
  if (std::none_of(servers.begin(), servers.end(), boxed)) return;
  for (const check::Server& server : servers) {
    if (server.sandbox || server.launch.empty()) continue;
    sink.Report<Kind::kServerWithoutSandbox>(server.span, server.name);
  }
}

bool IsWordPart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '*';
}

}  // namespace

Span PlaceOf(const SourceSet& sources, Span span, std::string_view word) {
  const std::string_view text = sources.TextOf(span);
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool begins = at == 0 || !IsWordPart(text[at - 1]);
    const bool ends = end == text.size() || !IsWordPart(text[end]);
    if (!begins || !ends) continue;
    const auto begin = static_cast<uint32_t>(span.begin + at);
    return {span.file, begin, begin + static_cast<uint32_t>(word.size())};
  }
  return span;
}

void Analyze(const check::Program& program, const SourceSet& sources, const Lock* lock,
             diagnostics::Sink& sink) {
  FindIdleRules(program, sink);
  FindConstantConditions(program, sink);
  FindBareLabels(program, sink);
  FindBareServers(program, sink);
  if (lock != nullptr) CompareWithLock(program, sources, *lock, sink);
}

}  // namespace weir::analyze
