// Statements, one by one.
#include "compiler/ast/printer.h"
#include "compiler/base/result.h"

namespace weir::ast {

void Printer::Print(const Statement& statement) {
  std::visit([this](const auto& node) { Node(node); }, statement.node);
}

void Printer::Node(const Import& node) {
  Line("(import " + Quoted(node.path.value) + ")");
}

// ---- Agents and servers ----

void Printer::Node(const Agent& node) {
  Block("agent " + node.name.text, [&] {
    for (const AgentItem& item : node.items) {
      std::visit([this](const auto& one) { Item(one); }, item.node);
    }
  });
}

void Printer::Item(const Clients& item) {
  for (const Text& client : item.names) Line("(client " + Quoted(client.value) + ")");
}

void Printer::Item(const Jwt& item) {
  Block("jwt " + Write(item.issuer) + " " + Write(item.audience), [&] { Print(item.where); });
}

void Printer::Item(const Token& item) {
  Line(std::string(item.file ? "(token-file " : "(token-env ") + Write(item.source) + ")");
}

void Printer::Node(const Server& node) {
  Block("server " + node.name.text, [&] {
    for (const ServerItem& item : node.items) {
      std::visit([this](const auto& one) { Item(one); }, item.node);
    }
  });
}

void Printer::Item(const Launch& item) {
  std::string text = "(launch";
  for (const auto& word : item.words) text += " " + Write(word);
  Line(text + ")");
}

void Printer::Item(const Connect& item) {
  Block("connect " + Write(item.url), [&] {
    for (const Header& header : item.headers) {
      Line("(header " + Quoted(header.name.value) + " " + Quoted(header.variable.value) + ")");
    }
  });
}

void Printer::Item(const Tools& item) {
  Line("(tools" + Write(item.names) + ")");
}

void Printer::Item(const Gives& item) {
  Line("(gives" + Write(item.labels) + ")");
}

void Printer::Item(const Takes& item) {
  Line("(takes" + Write(item.labels) + ")");
}

void Printer::Item(const ToolGives& item) {
  Block("tool" + Write(item.tools), [&] {
    Line("(gives" + Write(item.labels) + ")");
    Print(item.where);
  });
}

void Printer::Item(const ServerLimit& item) {
  if (item.call) Line("(limit " + Write(*item.call) + ")");
  if (item.result) Line("(limit-result " + Write(*item.result) + ")");
}

void Printer::Item(const Environment& item) {
  for (const Variable& variable : item.variables) {
    Line("(env " + variable.name.text + (variable.value ? " " + Write(*variable.value) : "") + ")");
  }
}

void Printer::Item(const Sandbox& item) {
  Block("sandbox", [&] {
    for (const SandboxItem& one : item.items) {
      std::visit([this](const auto& node) { Item(node); }, one.node);
    }
  });
}

void Printer::Item(const SandboxPaths& item) {
  std::string text = item.access == Access::kRead ? "(read" : "(write";
  for (const auto& path : item.paths) text += " " + Write(path);
  Line(text + ")");
}

void Printer::Item(const SandboxNetwork& item) {
  Line(item.open ? "(network all)" : "(network none)");
}

void Printer::Item(const SandboxMemory& item) {
  Line("(memory " + Write(item.bytes) + ")");
}

void Printer::Item(const SandboxProcesses& item) {
  Line("(processes " + std::to_string(item.count) + ")");
}

void Printer::Item(const Arguments& item) {
  Line("(arguments " + std::string(WordOf(item.mode)) + ")");
}

// ---- Labels and flows ----

void Printer::Node(const Label& node) {
  std::string text = "(label " + node.name.text;
  if (node.by_session) text += " session";
  if (node.run_length) text += " " + std::to_string(*node.run_length);
  Line(text + ")");
}

void Printer::Node(const Flow& node) {
  Block(node.after_ask ? "flow after-ask" : "flow", [&] {
    Line(Write(node.from));
    if (node.to_any) Line("(target any)");
    for (const Target& target : node.targets) Line(Write(target));
    Print(node.where);
  });
}

void Printer::Node(const Declassify& node) {
  Block("declassify " + node.server.text + " " + Write(node.tool), [&] {
    Line(Write(node.labels));
    Print(node.where);
  });
}

// ---- Rules ----

void Printer::Node(const Route& node) {
  Line("(route " + node.name.text + " " + node.server.text + " " + Write(node.tool) + ")");
}

void Printer::Node(const Rule& node) {
  Block(std::string(WordOf(node.effect)) + " " + WordOf(node.verb), [&] {
    Line(Write(node.subject));
    for (const Target& target : node.targets) Line(Write(target));
    Print(node.where);
    if (node.because) Line("(because " + Quoted(node.because->value) + ")");
  });
}

void Printer::Node(const ServerRule& node) {
  Block(std::string(WordOf(node.effect)) + " " + WordOf(node.verb), [&] {
    Line(Write(node.subject));
    if (node.because) Line("(because " + Quoted(node.because->value) + ")");
  });
}

void Printer::Node(const RateLimit& node) {
  Block("rate " + Write(node.quantity) + " " + WordOf(node.verb), [&] {
    Line(Write(node.subject));
    for (const Target& target : node.targets) Line(Write(target));
  });
}

void Printer::Node(const Guard& node) {
  Block("guard", [&] {
    for (const GuardItem& item : node.items) {
      Line("(" + item.what.text + " " + item.reaction.text + ")");
    }
  });
}

// ---- Names ----

void Printer::Node(const Constant& node) {
  Line("(const " + node.name.text + " " + Write(node.value) + ")");
}

void Printer::Node(const Set& node) {
  Line("(set " + node.name.text + " " + Write(node.items) + ")");
}

void Printer::Node(const Pattern& node) {
  Block("pattern " + node.name.text, [&] {
    for (const Parameter& one : node.parameters) {
      Line("(parameter " + one.name.text + " " + one.kind.text + ")");
    }
    for (const Statement& statement : node.body) Print(statement);
  });
}

void Printer::Node(const Use& node) {
  std::string text = "(use " + node.pattern.text;
  for (const Argument& argument : node.arguments) text += " " + Write(argument);
  Line(text + ")");
}

// ---- Tests and proofs ----

void Printer::Node(const Test& node) {
  Block("test " + Quoted(node.name.value) + " " + node.agent.text, [&] {
    for (const Step& step : node.steps) PrintStep(step);
  });
}

void Printer::PrintStep(const Step& step) {
  std::string text =
      "(" + std::string(WordOf(step.outcome)) + " " + WordOf(step.verb) + " " + step.server.text;
  if (step.target) text += " " + Write(*step.target);
  if (step.uri) text += " " + Quoted(step.uri->value);
  if (step.arguments) text += " arguments";
  if (!step.labels.empty()) text += " (labels" + Write(step.labels) + ")";
  if (step.returns) text += " (returns " + Quoted(step.returns->value) + ")";
  if (step.because) {
    text += " (because ";
    text += std::visit(Overloaded{[](const Name& name) { return name.text; },
                                  [](const Text& quoted) { return Quoted(quoted.value); }},
                       step.because->value);
    text += ")";
  }
  Line(text + ")");
}

void Printer::Node(const Proof& node) {
  const std::string claim = node.never ? " never " : " always ";
  Block("prove " + Quoted(node.name.value) + claim + WordOf(node.verb), [&] {
    Line(Write(node.subject));
    for (const Target& target : node.targets) Line(Write(target));
    if (node.label) Line("(with " + node.label->text + ")");
    Print(node.where);
  });
}

}  // namespace weir::ast
