// Name patterns, where `*` is any bytes: what can be said of them while checking.
#pragma once

#include <string_view>

namespace weir::check {

// Some name fits both. In time proportional to the product of the lengths.
bool NameGlobsMeet(std::string_view a, std::string_view b);

// Whatever fits `b` fits `a`. In time proportional to the product of the lengths.
bool NameGlobCovers(std::string_view a, std::string_view b);

}  // namespace weir::check
