// What can be wrong with a text before it is looked at as words.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/source.h"
#include "compiler/diagnostics/sink.h"

namespace weir::parse {

// Size, encoding, and characters that make a text read otherwise than it is: control, invisible and
// bidirectional ones, anywhere. False: it must not be read further, and `sink` says why.
bool CheckText(const SourceFile& source, uint32_t file, diagnostics::Sink& sink);

// A string literal without quotes and escapes. `span` includes the quotes. An escape that is none
// is reported and stands for itself.
std::string Unescape(const SourceSet& sources, Span span, diagnostics::Sink& sink);

}  // namespace weir::parse
