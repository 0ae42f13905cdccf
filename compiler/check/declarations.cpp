// Constants, sets, patterns and routes; and the names that nothing uses.
#include "compiler/check/check.h"
#include "compiler/check/parts.h"
#include "compiler/check/targets.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

class Unused {
 public:
  Unused(Context& context, uint32_t root_file) : context_(context), root_file_(root_file) {}

  // The fix takes the statement away; none where others may refer to what it holds.
  void Warn(const Names& names, const std::string& sort, const ast::Name& name,
            std::optional<Span> statement) {
    // A library is there to be used in part, and so is a file that several policies import.
    if (name.span.file != root_file_) return;
    const auto entry = names.entries().find(name.text);
    if (entry == names.entries().end() || entry->second.used) return;
    auto report = context_.sink.Report<Kind::kUnusedName>(name.span, sort, name.text);
    if (statement) report.Fix("take it away", {{*statement, ""}});
  }

 private:
  Context& context_;
  const uint32_t root_file_;
};

}  // namespace

void DeclareConstants(Context& context, const ast::File& file) {
  ForEach<ast::Constant>(file, [&](const ast::Constant& constant, Span) {
    if (!Declare(context, context.constants, "the constant", constant.name,
                 context.constant_values.size())) {
      return;
    }
    context.constant_values.push_back(constant.value);
  });
  ForEach<ast::Set>(file, [&](const ast::Set& set, Span) {
    const auto& constants = context.constants.entries();
    if (const auto taken = constants.find(KeyOf(context, set.name)); taken != constants.end()) {
      context.sink.Report<Kind::kDuplicateName>(set.name.span, "the constant", set.name.text)
          .Label(taken->second.span, "first declared here");
      return;
    }
    if (!Declare(context, context.sets, "the set", set.name, context.set_values.size())) return;
    context.set_values.push_back(KnownList(context, set.items));
  });
}

void CheckRoutes(Context& context, const ast::File& file) {
  Names routes;
  ForEach<ast::Route>(file, [&](const ast::Route& from, Span) {
    CheckLength(context, from.name);
    if (!Declare(context, routes, "the route", from.name, context.program.routes.size())) return;
    const std::optional<uint32_t> server = FindServer(context, from.server);
    if (!server || !CheckQuotes(context, from.tool)) return;
    if (!ServerHas(context.program.servers[*server], from.tool.text)) {
      context.sink.Report<Kind::kRouteToNothing>(from.tool.span, from.server.text, from.tool.text);
    }
    context.program.routes.push_back({from.name.text, *server, from.tool.text, from.name.span});
  });
}

void WarnOfUnused(Context& context, const ast::File& file) {
  // Without a server nothing can be decided: the file is there to be imported.
  if (context.program.servers.empty()) return;
  Unused unused(context, file.root_file);
  ForEach<ast::Constant>(file, [&](const ast::Constant& constant, Span span) {
    unused.Warn(context.constants, "the constant", constant.name, span);
  });
  ForEach<ast::Set>(file, [&](const ast::Set& set, Span span) {
    unused.Warn(context.sets, "the set", set.name, span);
  });
  ForEach<ast::Pattern>(file, [&](const ast::Pattern& pattern, Span span) {
    unused.Warn(context.patterns, "the pattern", pattern.name, span);
  });
  ForEach<ast::Label>(file, [&](const ast::Label& label, Span span) {
    unused.Warn(context.labels, "the label", label.name, span);
  });
  ForEach<ast::Agent>(file, [&](const ast::Agent& agent, Span) {
    unused.Warn(context.agents, "the agent", agent.name, std::nullopt);
  });
  ForEach<ast::Server>(file, [&](const ast::Server& server, Span) {
    unused.Warn(context.servers, "the server", server.name, std::nullopt);
  });
}

}  // namespace weir::check
