#include "compiler/check/context.h"

#include "compiler/ast/later.h"
#include "compiler/base/result.h"
#include "compiler/check/check.h"
#include "compiler/check/globs.h"
#include "compiler/diagnostics/suggest.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

template <Kind kind>
std::optional<uint32_t> FindOrReport(Context& context, Names& names, const ast::Name& name) {
  if (const Names::Entry* entry = names.Find(name.text)) return entry->index;
  if (context.broken.contains(name.text)) return std::nullopt;
  if (const auto later = ast::LaterConstruct(name.text)) {
    context.sink.Report<Kind::kNotInThisVersion>(name.span, *later);
    return std::nullopt;
  }
  auto report = context.sink.Report<kind>(name.span, name.text);
  if (const auto nearest = diagnostics::Nearest(name.text, names.All())) {
    report.Help("did you mean `" + *nearest + "`?").Replace(*nearest);
  }
  return std::nullopt;
}

}  // namespace

const Names::Entry* Names::Declare(const ast::Name& name, uint32_t index) {
  const auto [entry, is_new] = entries_.try_emplace(name.text, Entry{index, name.span, false});
  return is_new ? nullptr : &entry->second;
}

const Names::Entry* Names::Find(const std::string& name) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return nullptr;
  found->second.used = true;
  return &found->second;
}

std::vector<std::string> Names::All() const {
  std::vector<std::string> all;
  for (const auto& [name, entry] : entries_) all.push_back(name);
  return all;
}

std::optional<uint32_t> FindAgent(Context& context, const ast::Name& name) {
  const bool server = context.servers.entries().contains(name.text) &&
                      !context.agents.entries().contains(name.text);
  if (server) {
    context.sink.Report<Kind::kNotInThisVersion>(name.span, "a rule about a server's own requests");
    return std::nullopt;
  }
  return FindOrReport<Kind::kUnknownAgent>(context, context.agents, name);
}

std::optional<uint32_t> FindServer(Context& context, const ast::Name& name) {
  return FindOrReport<Kind::kUnknownServer>(context, context.servers, name);
}

std::optional<ast::Literal> Known(Context& context,
                                  const std::variant<ast::Literal, ast::Reference>& value) {
  if (const auto* literal = std::get_if<ast::Literal>(&value)) return *literal;
  const auto& reference = std::get<ast::Reference>(value);
  const std::optional<uint32_t> index =
      FindOrReport<Kind::kUnknownName>(context, context.constants, reference.root);
  if (!index) return std::nullopt;
  if (!reference.members.empty()) {
    context.sink.Report<Kind::kNoSuchValue>(reference.span, "a constant has no members");
    return std::nullopt;
  }
  return ast::Literal{context.constant_values[*index].value, reference.span};
}

std::optional<std::string> KnownText(Context& context,
                                     const std::variant<ast::Literal, ast::Reference>& value,
                                     const std::string& what) {
  const std::optional<ast::Literal> literal = Known(context, value);
  if (!literal) return std::nullopt;
  const auto* text = std::get_if<std::string>(&literal->value);
  if (text != nullptr && text->find('\0') == text->npos) return *text;
  const std::string found = text != nullptr ? "a string with a NUL character" : TypeOf(*literal);
  context.sink.Report<Kind::kUnusableText>(literal->span, found, what);
  return std::nullopt;
}

std::string TypeOf(const ast::Literal& literal) {
  return std::visit(Overloaded{[](const std::string&) { return "a string"; },
                               [](int64_t) { return "a whole number"; },
                               [](double) { return "a decimal number"; },
                               [](bool) { return "`true` or `false`"; }},
                    literal.value);
}

Literals KnownList(Context& context, const ast::List& list) {
  if (list.items.empty()) context.sink.Report<Kind::kEmptyList>(list.span);
  Literals literals;
  for (const auto& item : list.items) {
    const std::optional<ast::Literal> literal = Known(context, item);
    if (!literal) return {};
    literals.push_back(*literal);
  }
  const auto sort = [](const ast::Literal& literal) {
    const size_t index = literal.value.index();
    return index == 2 ? size_t{1} : index;  // whole and decimal numbers go together
  };
  for (const ast::Literal& literal : literals) {
    if (sort(literal) == sort(literals.front())) continue;
    context.sink.Report<Kind::kMixedList>(literal.span)
        .Label(literals.front().span, "the first one is " + TypeOf(literals.front()));
    return {};
  }
  return literals;
}

bool ServerHas(const Server& server, const std::string& pattern) {
  for (const std::string& tool : server.tools) {
    if (NameGlobsMeet(tool, pattern)) return true;
  }
  return false;
}

bool CheckQuotes(Context& context, const ast::NamePattern& name) {
  if (!name.quoted || name.text.find('*') == name.text.npos) return true;
  context.sink.Report<Kind::kStarInQuotes>(name.span);
  return false;
}

void CheckLength(Context& context, const ast::Name& name) {
  if (name.text.size() <= kNameBytesMax) return;
  context.sink.Report<Kind::kNameTooLong>(name.span, name.text, std::to_string(kNameBytesMax));
}

}  // namespace weir::check
