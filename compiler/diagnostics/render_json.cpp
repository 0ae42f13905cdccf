// Diagnostics for programs: one JSON object each.
#include <nlohmann/json.hpp>

#include "compiler/diagnostics/render.h"

namespace weir::diagnostics {
namespace {

using Json = nlohmann::ordered_json;

Json PointJson(const SourceFile& source, uint32_t offset) {
  const Position position = source.PositionOf(offset);
  return {{"line", position.line}, {"column", position.column}, {"offset", offset}};
}

Json PlaceJson(const SourceSet& sources, Span span) {
  const SourceFile& source = sources.file(span.file);
  return {{"file", source.name()},
          {"start", PointJson(source, span.begin)},
          {"end", PointJson(source, span.end)}};
}

Json FixJson(const SourceSet& sources, const Fix& fix) {
  Json edits = Json::array();
  for (const Edit& edit : fix.edits) {
    edits.push_back({{"range", PlaceJson(sources, edit.span)}, {"replacement", edit.replacement}});
  }
  return {{"title", fix.title}, {"edits", std::move(edits)}};
}

Json DiagnosticJson(const SourceSet& sources, const Diagnostic& diagnostic) {
  Json labels = Json::array();
  for (const Label& label : diagnostic.labels) {
    labels.push_back({{"range", PlaceJson(sources, label.span)}, {"text", label.text}});
  }
  Json fixes = Json::array();
  for (const Fix& fix : diagnostic.fixes) fixes.push_back(FixJson(sources, fix));
  return {{"name", NameOf(diagnostic.kind)}, {"severity", NameOf(SeverityOf(diagnostic.kind))},
          {"message", diagnostic.message},   {"range", PlaceJson(sources, diagnostic.span)},
          {"help", diagnostic.help},         {"labels", std::move(labels)},
          {"fixes", std::move(fixes)}};
}

}  // namespace

void RenderJson(std::span<const Diagnostic> diagnostics, const SourceSet& sources,
                std::ostream& out) {
  Json list = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) {
    list.push_back(DiagnosticJson(sources, diagnostic));
  }
  const auto [errors, warnings, notes] = CountsOf(diagnostics);
  const Json report = {{"diagnostics", std::move(list)},
                       {"errors", errors},
                       {"warnings", warnings},
                       {"notes", notes}};
  // A message may quote bytes that are no UTF-8; they become U+FFFD.
  out << report.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace weir::diagnostics
