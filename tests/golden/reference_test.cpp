// The language reference: each of its examples is a policy without a mistake.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "run.h"

namespace weir::golden {
namespace {

struct Example {
  int line;
  std::string text;
};

std::vector<Example> Examples(const std::string& path) {
  std::ifstream in(path);
  std::vector<Example> examples;
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line == "```weir") {
      examples.push_back({number, {}});
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      examples.back().text += line + "\n";
    }
  }
  return examples;
}

TEST_CASE("each example of the language reference is a policy without a mistake") {
  const std::vector<Example> examples = Examples(WEIR_SOURCE_DIR "/grammar/README.md");
  CHECK(examples.size() >= 5);
  for (const Example& example : examples) {
    INFO("grammar/README.md:" << example.line);
    const Outcome outcome = Run("README.md", example.text);
    CHECK(Text(outcome).empty());
    CHECK(outcome.has_program);
  }
}

}  // namespace
}  // namespace weir::golden
