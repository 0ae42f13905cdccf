#include "compiler/format/format.h"

#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "compiler/ast/print.h"
#include "compiler/format/pieces.h"
#include "compiler/format/writer.h"
#include "compiler/parse/parse.h"

namespace weir::format {
namespace {

// The tree as text: all of it but the places of its nodes.
std::string TreeOf(const ast::File& file) {
  std::ostringstream out;
  ast::Print(file, out);
  return out.str();
}

// Is `text` read as the same pieces and the same tree?
bool Says(const std::vector<Piece>& pieces, const ast::File& tree, const std::string& text) {
  SourceSet sources;
  diagnostics::Sink sink;
  const uint32_t file = sources.Add("formatted", text);
  const std::optional<ast::File> again = parse::Parse(sources, file, sink);
  return again && !sink.has_errors() && PiecesOf(sources, file, sink) == pieces &&
         TreeOf(*again) == TreeOf(tree);
}

}  // namespace

Result<std::string> Format(const SourceSet& sources, uint32_t file, diagnostics::Sink& sink) {
  const std::optional<ast::File> tree = parse::Parse(sources, file, sink);
  if (!tree || sink.has_errors()) return Error{"it has mistakes of syntax and is left as it is"};
  const std::vector<Piece> pieces = PiecesOf(sources, file, sink);
  std::string text = Write(pieces);
  if (!Says(pieces, *tree, text)) {
    return Error{"the result would not say the same, so it is left as it is; please report this"};
  }
  return text;
}

}  // namespace weir::format
