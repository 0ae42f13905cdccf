// The parts of the checker, in the order in which they run. Each reads the whole policy and adds
// to the program.
#pragma once

#include "compiler/check/context.h"

namespace weir::check {

// Names, before anything uses them.
void DeclareConstants(Context& context, const ast::File& file);
void DeclarePatterns(Context& context, const ast::File& file);
void CheckServers(Context& context, const ast::File& file);
void DeclareLabels(Context& context, const ast::File& file);

// What uses them.
void CheckAgents(Context& context, const ast::File& file);
void CheckServerLabels(Context& context, const ast::File& file);  // `gives`, `takes`
void CheckRoutes(Context& context, const ast::File& file);
void CheckGuards(Context& context, const ast::File& file);
void CheckDecisions(Context& context, const std::vector<ast::Statement>& statements);
void CheckTests(Context& context, const ast::File& file);
void CheckProofs(Context& context, const ast::File& file);
void WarnOfUnused(Context& context, const ast::File& file);

// One statement of CheckDecisions each.
Rule CheckRule(Context& context, const ast::Rule& rule, Span span);
void CheckServerRule(Context& context, const ast::ServerRule& rule, Span span);
void CheckFlow(Context& context, const ast::Flow& flow, Span span);
void CheckDeclassify(Context& context, const ast::Declassify& declassify, Span span);
void CheckRateLimit(Context& context, const ast::RateLimit& limit, Span span);
void CheckUse(Context& context, const ast::Use& use, Span span);

}  // namespace weir::check
