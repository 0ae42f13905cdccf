// How servers are connected to, and how callers prove themselves: addresses, headers, variables.
#pragma once

#include <string>

#include "compiler/check/context.h"

namespace weir::check {

// ASCII letters alone.
std::string Lower(std::string text);

// Reports what is no `http` or `https` URL, and plain `http` to another machine.
void CheckServerUrl(Context& context, const std::string& url, Span span);

// Reports a name that is no HTTP field name or that weir sets itself, and a variable that is none.
void CheckHeader(Context& context, const ast::Header& header);

// Reports what is no name of an environment variable.
void CheckVariable(Context& context, const std::string& name, Span span);

}  // namespace weir::check
