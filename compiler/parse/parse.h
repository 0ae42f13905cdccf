// Text to tree. The one folder that sees ANTLR; nothing of it, no type and no exception, gets out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>

#include "compiler/ast/ast.h"
#include "compiler/base/source.h"
#include "compiler/diagnostics/sink.h"

namespace weir::parse {

inline constexpr size_t kSourceBytesMax = size_t{8} << 20;
inline constexpr size_t kTokensMax = 1'000'000;
inline constexpr size_t kNestingMax = 128;  // brackets and quantifiers, one in another

// Reads one file. Statements with a mistake are left out of the tree, each with one diagnostic, so
// that the rest can still be checked. Nothing: the text as a whole could not be read (and a
// diagnostic says why).
std::optional<ast::File> Parse(const SourceSet& sources, uint32_t file, diagnostics::Sink& sink);

// One line for each token: place, kind, text. Stops where the text cannot be read as tokens.
void PrintTokens(const SourceFile& source, std::ostream& out);

}  // namespace weir::parse
