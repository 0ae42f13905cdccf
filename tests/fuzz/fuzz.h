// What the fuzz targets share.
#pragma once

#include <cstdio>
#include <cstdlib>

// Ends the program if `property` does not hold, in every kind of build.
inline void Hold(bool property, const char* what) {
  if (property) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}
