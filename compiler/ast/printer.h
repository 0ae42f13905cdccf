// The printer behind print.h: what takes lines of its own.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "compiler/ast/ast.h"
#include "compiler/ast/write.h"

namespace weir::ast {

class Printer {
 public:
  explicit Printer(std::ostream& out) : out_(out) {}

  void Print(const Statement& statement);

  template <typename Body>
  void Block(const std::string& head, const Body& body) {
    Line("(" + head);
    ++depth_;
    body();
    --depth_;
    Line(")");
  }

 private:
  void Line(const std::string& text);

  // print.cpp
  void Print(const Condition& condition);
  void Print(const std::optional<Condition>& where);
  void Node(const Comparison& node);
  void Node(const Exists& node);
  void Node(const Valid& node);
  void Node(const Bare& node);
  void Node(const Not& node);
  void Node(const Chain& node);
  void Node(const Quantified& node);

  // print_statement.cpp
  void Node(const Import& node);
  void Node(const Agent& node);
  void Item(const Clients& item);
  void Item(const Jwt& item);
  void Item(const Token& item);
  void Node(const Server& node);
  void Item(const Launch& item);
  void Item(const Connect& item);
  void Item(const Tools& item);
  void Item(const Gives& item);
  void Item(const Takes& item);
  void Item(const ToolGives& item);
  void Item(const ServerLimit& item);
  void Item(const Environment& item);
  void Item(const Sandbox& item);
  void Item(const SandboxPaths& item);
  void Item(const SandboxNetwork& item);
  void Item(const SandboxMemory& item);
  void Item(const SandboxProcesses& item);
  void Item(const Arguments& item);
  void Node(const Label& node);
  void Node(const Route& node);
  void Node(const Rule& node);
  void Node(const ServerRule& node);
  void Node(const Flow& node);
  void Node(const Declassify& node);
  void Node(const RateLimit& node);
  void Node(const Guard& node);
  void Node(const Constant& node);
  void Node(const Set& node);
  void Node(const Pattern& node);
  void Node(const Use& node);
  void Node(const Test& node);
  void PrintStep(const Step& step);
  void Node(const Proof& node);

  std::ostream& out_;
  size_t depth_ = 0;
};

}  // namespace weir::ast
