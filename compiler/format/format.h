// A policy in its one layout. Only white space is ever changed: every word, sign and comment stays,
// in its order, and so does whether a block stands on one line and where blank lines are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/base/result.h"
#include "compiler/base/source.h"
#include "compiler/diagnostics/sink.h"

namespace weir::format {

inline constexpr size_t kColumns = 100;

// The file's text, laid out. An error where it has mistakes of syntax, which `sink` then says, or
// where the result, read again, would not be the same words, comments and tree: that is a mistake
// in weir, and nothing may be written then.
Result<std::string> Format(const SourceSet& sources, uint32_t file, diagnostics::Sink& sink);

}  // namespace weir::format
