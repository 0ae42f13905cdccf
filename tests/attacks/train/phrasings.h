// Sentences of attacks and of honest authors, made from data/phrasings.txt, which says how it is
// written.
#pragma once

#include <string>
#include <vector>

#include "compiler/base/result.h"

namespace weir::attacks {

struct Phrasing {
  std::string text;
  bool attack;
  size_t line;  // of the file, from 1
};

// `count` sentences of each line, with alternatives taken by a generator with that seed; a line
// without alternatives comes once.
Result<std::vector<Phrasing>> MakePhrasings(const std::string& path, size_t count, uint64_t seed);

}  // namespace weir::attacks
