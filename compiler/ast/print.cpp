#include "compiler/ast/print.h"

#include "compiler/ast/printer.h"

namespace weir::ast {

void Printer::Line(const std::string& text) {
  out_ << std::string(depth_ * 2, ' ') << text << '\n';
}

void Printer::Print(const Condition& condition) {
  std::visit([this](const auto& node) { Node(node); }, condition.node);
}

void Printer::Print(const std::optional<Condition>& where) {
  if (where) Block("where", [&] { Print(*where); });
}

void Printer::Node(const Comparison& node) {
  Line("(" + std::string(WordOf(node.op)) + " " + Write(node.left) + " " + Write(node.right) + ")");
}

void Printer::Node(const Exists& node) {
  Line("(exists " + Write(node.value) + ")");
}

void Printer::Node(const Valid& node) {
  Line("(valid " + Write(node.value) + ")");
}

void Printer::Node(const Bare& node) {
  Line("(bare " + Write(node.value) + ")");
}

void Printer::Node(const Not& node) {
  Block("not", [&] { Print(*node.term); });
}

void Printer::Node(const Chain& node) {
  Block(node.connective == Connective::kAnd ? "and" : "or", [&] {
    for (const Condition& term : node.terms) Print(term);
  });
}

void Printer::Node(const Quantified& node) {
  const std::string head =
      std::string(WordOf(node.quantifier)) + " " + node.variable.text + " " + Write(node.list);
  Block(head, [&] { Print(*node.body); });
}

void Print(const File& file, std::ostream& out) {
  Printer printer(out);
  printer.Block("weir " + std::to_string(file.version), [&] {
    for (const Statement& statement : file.statements) printer.Print(statement);
  });
}

}  // namespace weir::ast
