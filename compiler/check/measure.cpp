#include "compiler/check/measure.h"

#include "compiler/diagnostics/suggest.h"

namespace weir::check {

using diagnostics::Kind;

std::optional<uint64_t> FactorOf(Context& context, const ast::Name& unit, const Unit* begin,
                                 const Unit* end, const std::string& what) {
  const Unit* found =
      std::find_if(begin, end, [&](const Unit& one) { return one.name == unit.text; });
  if (found != end) return found->factor;
  std::string help = "units are";
  for (const Unit* one = begin; one != end; ++one) help += " `" + std::string(one->name) + "`";
  context.sink.Report<Kind::kUnknownUnit>(unit.span, unit.text, what).Help(help);
  return std::nullopt;
}

}  // namespace weir::check
