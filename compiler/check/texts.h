// Texts that are read as something: directories, globs and domains.
#pragma once

#include <string>

#include "compiler/check/context.h"

namespace weir::check {

// Reports a text that is no absolute, lexically resolved path, which no path of a request could
// ever equal or be below.
void CheckDirectory(Context& context, const std::string& text, Span span);

// Reports a glob that ends within an escape.
void CheckGlob(Context& context, const std::string& text, Span span);

// Reports a text that no host, domain or scheme (`what`) is, as these are normalised before they
// are compared.
void CheckDomain(Context& context, const std::string& what, const std::string& text, Span span);

}  // namespace weir::check
