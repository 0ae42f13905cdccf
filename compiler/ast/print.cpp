#include "compiler/ast/print.h"

#include <array>
#include <cstdio>
#include <sstream>
#include <string>

#include "compiler/base/result.h"

namespace weir::ast {
namespace {

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(byte));
      quoted += escape.data();
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

const char* WordOf(Outcome outcome) {
  constexpr std::array kWords = {"deny", "ask", "allow"};
  return kWords[static_cast<size_t>(outcome)];
}

const char* WordOf(Verb verb) {
  constexpr std::array kWords = {"call", "read", "prompt", "complete"};
  return kWords[static_cast<size_t>(verb)];
}

const char* WordOf(Quantifier quantifier) {
  constexpr std::array kWords = {"any", "all", "none"};
  return kWords[static_cast<size_t>(quantifier)];
}

const char* WordOf(Operator op) {
  constexpr std::array kWords = {"==", "!=",   "<",        "<=",          ">",         ">=",
                                 "in", "like", "contains", "starts-with", "ends-with", "within"};
  return kWords[static_cast<size_t>(op)];
}

// ---- What fits on a line: text ----

std::string Write(const Literal& literal) {
  return std::visit(Overloaded{
                        [](const std::string& text) { return Quoted(text); },
                        [](int64_t number) { return std::to_string(number); },
                        [](double number) {
                          std::ostringstream out;
                          out.precision(17);
                          out << number;
                          const std::string text = out.str();
                          return text.find_first_of(".e") == text.npos ? text + ".0" : text;
                        },
                        [](bool value) { return std::string(value ? "true" : "false"); },
                    },
                    literal.value);
}

std::string WriteMembers(const std::vector<Name>& members) {
  std::string text;
  for (const Name& member : members) text += " " + Quoted(member.text);
  return text;
}

std::string Write(const Reference& reference) {
  return "(ref " + reference.root.text + WriteMembers(reference.members) + ")";
}

std::string Write(const std::variant<Literal, Reference>& item) {
  return std::visit([](const auto& one) { return Write(one); }, item);
}

std::string Write(const List& list) {
  std::string text = "(list";
  for (const auto& item : list.items) text += " " + Write(item);
  return text + ")";
}

std::string Write(const Call& call) {
  return "(view " + call.function.text + " " + Write(call.argument) + WriteMembers(call.members) +
         ")";
}

std::string Write(const Value& value) {
  return std::visit([](const auto& one) { return Write(one); }, value);
}

std::string Write(const NamePattern& pattern) {
  return pattern.quoted ? Quoted(pattern.text) : pattern.text;
}

std::string Write(const Target& target) {
  std::string text = "(target " + Write(target.server);
  for (const NamePattern& name : target.names) text += " " + Write(name);
  return text + ")";
}

// ---- What takes lines of its own ----

class Printer {
 public:
  explicit Printer(std::ostream& out) : out_(out) {}

  void Line(const std::string& text) { out_ << std::string(depth_ * 2, ' ') << text << '\n'; }

  template <typename Body>
  void Block(const std::string& head, const Body& body) {
    Line("(" + head);
    ++depth_;
    body();
    --depth_;
    Line(")");
  }

  void Print(const Condition& condition) {
    std::visit([this](const auto& node) { Node(node); }, condition.node);
  }

  void Print(const Statement& statement) {
    std::visit([this](const auto& node) { Node(node); }, statement.node);
  }

 private:
  void Node(const Comparison& node) {
    Line("(" + std::string(WordOf(node.op)) + " " + Write(node.left) + " " + Write(node.right) +
         ")");
  }
  void Node(const Exists& node) { Line("(exists " + Write(node.value) + ")"); }
  void Node(const Bare& node) { Line("(bare " + Write(node.value) + ")"); }
  void Node(const Not& node) {
    Block("not", [&] { Print(*node.term); });
  }
  void Node(const Chain& node) {
    Block(node.connective == Connective::kAnd ? "and" : "or", [&] {
      for (const Condition& term : node.terms) Print(term);
    });
  }
  void Node(const Quantified& node) {
    const std::string head =
        std::string(WordOf(node.quantifier)) + " " + node.variable.text + " " + Write(node.list);
    Block(head, [&] { Print(*node.body); });
  }

  void Node(const Agent& node) {
    Block("agent " + node.name.text, [&] {
      for (const Text& client : node.clients) Line("(client " + Quoted(client.value) + ")");
    });
  }
  void Node(const Server& node) {
    Block("server " + node.name.text, [&] {
      for (const ServerItem& item : node.items) {
        std::visit([this](const auto& one) { Item(one); }, item.node);
      }
    });
  }
  void Item(const Launch& item) {
    std::string text = "(launch";
    for (const auto& word : item.words) text += " " + Write(word);
    Line(text + ")");
  }
  void Item(const Tools& item) {
    std::string text = "(tools";
    for (const NamePattern& name : item.names) text += " " + Write(name);
    Line(text + ")");
  }
  void Item(const ServerLimit& item) {
    const auto line = [this](const char* what, const std::optional<Quantity>& quantity) {
      if (!quantity) return;
      Line("(" + std::string(what) + " " + std::to_string(quantity->number) + " " +
           quantity->unit.text + ")");
    };
    line("limit", item.call);
    line("limit-result", item.result);
  }
  void Item(const Environment& item) {
    for (const Variable& variable : item.variables) {
      Line("(env " + variable.name.text + (variable.value ? " " + Write(*variable.value) : "") +
           ")");
    }
  }

  void Node(const Route& node) {
    Line("(route " + node.name.text + " " + node.server.text + " " + Write(node.tool) + ")");
  }
  void Node(const Rule& node) {
    Block(std::string(WordOf(node.effect)) + " " + WordOf(node.verb), [&] {
      std::string subject = "(subject";
      if (node.subject.any) subject += " any";
      for (const Name& agent : node.subject.agents) subject += " " + agent.text;
      Line(subject + ")");
      for (const Target& target : node.targets) Line(Write(target));
      if (node.where) Block("where", [&] { Print(*node.where); });
      if (node.because) Line("(because " + Quoted(node.because->value) + ")");
    });
  }
  void Node(const Constant& node) {
    Line("(const " + node.name.text + " " + Write(node.value) + ")");
  }
  void Node(const Set& node) { Line("(set " + node.name.text + " " + Write(node.items) + ")"); }

  void Node(const Test& node) {
    Block("test " + Quoted(node.name.value) + " " + node.agent.text, [&] {
      for (const Step& step : node.steps) PrintStep(step);
    });
  }
  void PrintStep(const Step& step) {
    std::string text =
        "(" + std::string(WordOf(step.outcome)) + " " + WordOf(step.verb) + " " + step.server.text;
    if (step.target) text += " " + Write(*step.target);
    if (step.uri) text += " " + Quoted(step.uri->value);
    if (step.arguments) text += " arguments";
    if (step.because) {
      text += " (because ";
      text += std::visit(Overloaded{[](const Name& name) { return name.text; },
                                    [](const Text& quoted) { return Quoted(quoted.value); }},
                         step.because->value);
      text += ")";
    }
    Line(text + ")");
  }

  std::ostream& out_;
  size_t depth_ = 0;
};

}  // namespace

void Print(const File& file, std::ostream& out) {
  Printer printer(out);
  printer.Block("weir " + std::to_string(file.version), [&] {
    for (const Statement& statement : file.statements) printer.Print(statement);
  });
}

}  // namespace weir::ast
