#include "compiler/ast/later.h"

#include <algorithm>
#include <array>

namespace weir::ast {
namespace {

struct Later {
  std::string_view word;
  std::string_view construct;
};

constexpr std::array kLater = {
    Later{"label", "`label`"},
    Later{"flow", "`flow`"},
    Later{"guard", "`guard`"},
    Later{"import", "`import`"},
    Later{"pattern", "`pattern`"},
    Later{"use", "`use`"},
    Later{"prove", "`prove`"},
    Later{"declassify", "`declassify`"},
    Later{"limit", "a rate `limit`"},
    Later{"sandbox", "`sandbox`"},
    Later{"gives", "`gives`"},
    Later{"takes", "`takes`"},
    Later{"connect", "`connect` (servers over HTTP)"},
    Later{"tool", "`tool`"},
    Later{"jwt", "`jwt`"},
    Later{"claims", "`claims`"},
    Later{"matches", "`matches` (regular expressions)"},
    Later{"returns", "`returns`"},
    Later{"under", "`under`"},
    Later{"has", "`has`"},
    Later{"labels", "`labels`"},
    Later{"valid", "`valid`"},
    Later{"url", "the view `url`"},
    Later{"command", "the view `command`"},
    Later{"email", "the view `email`"},
    Later{"strings", "`strings`"},
    Later{"sample", "the verb `sample`"},
    Later{"elicit", "the verb `elicit`"},
    Later{"roots", "the verb `roots`"},
    Later{"any-server", "the subject `any-server`"},
    Later{"agent", "`agent.name` in a condition"},
    Later{"server", "`server.name` in a condition"},
    Later{"after", "`after ask`"},
};

}  // namespace

std::optional<std::string_view> LaterConstruct(std::string_view word) {
  const auto found = std::find_if(kLater.begin(), kLater.end(),
                                  [&](const Later& later) { return later.word == word; });
  if (found == kLater.end()) return std::nullopt;
  return found->construct;
}

}  // namespace weir::ast
