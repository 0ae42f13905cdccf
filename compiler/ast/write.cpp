#include "compiler/ast/write.h"

#include <array>
#include <cstdio>
#include <sstream>

#include "compiler/base/result.h"

namespace weir::ast {

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

const char* WordOf(ArgumentMode mode) {
  constexpr std::array kWords = {"strict", "strip", "open"};
  return kWords[static_cast<size_t>(mode)];
}

const char* WordOf(Quantifier quantifier) {
  constexpr std::array kWords = {"any", "all", "none"};
  return kWords[static_cast<size_t>(quantifier)];
}

const char* WordOf(Operator op) {
  constexpr std::array kWords = {"==",          "!=",        "<",      "<=",      ">",
                                 ">=",          "in",        "like",   "matches", "contains",
                                 "starts-with", "ends-with", "within", "under",   "has"};
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
                        [](const Regex& regex) { return "/" + regex.text + "/"; },
                    },
                    literal.value);
}

namespace {

std::string WriteMembers(const std::vector<Name>& members) {
  std::string text;
  for (const Name& member : members) text += " " + Quoted(member.text);
  return text;
}

}  // namespace

std::string Write(const Reference& reference) {
  return "(ref " + reference.root.text + WriteMembers(reference.members) + ")";
}

std::string Write(const LiteralOrReference& item) {
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

std::string Write(const Argument& argument) {
  return std::visit([](const auto& one) { return Write(one); }, argument);
}

std::string Write(const NamePattern& pattern) {
  return pattern.quoted ? Quoted(pattern.text) : pattern.text;
}

std::string Write(const Target& target) {
  return "(target " + Write(target.server) + Write(target.names) + ")";
}

std::string Write(const Subject& subject) {
  return "(subject" + (subject.any ? " any" : Write(subject.names)) + ")";
}

std::string Write(const Labels& labels) {
  return "(labels" + (labels.any ? " any" : Write(labels.names)) + ")";
}

std::string Write(const Quantity& quantity) {
  return std::to_string(quantity.number) + " " + quantity.unit.text;
}

std::string Write(const std::vector<Name>& names) {
  std::string text;
  for (const Name& name : names) text += " " + name.text;
  return text;
}

std::string Write(const std::vector<NamePattern>& names) {
  std::string text;
  for (const NamePattern& name : names) text += " " + Write(name);
  return text;
}

}  // namespace weir::ast
