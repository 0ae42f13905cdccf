#include "compiler/check/context.h"

#include <algorithm>

#include "compiler/base/result.h"
#include "compiler/check/check.h"
#include "compiler/diagnostics/suggest.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

constexpr std::string_view kLibrary = "std";

// What the name is bound to in this use of a pattern, if it is a parameter at all.
const Binding* BindingOf(const Context& context, const std::string& name) {
  if (context.scope == nullptr) return nullptr;
  const auto found = context.scope->find(name);
  return found == context.scope->end() ? nullptr : &found->second;
}

template <Kind kind>
std::optional<uint32_t> FindOrReport(Context& context, Names& names, const ast::Name& name,
                                     std::vector<std::string> candidates) {
  if (const Names::Entry* entry = names.Find(KeyOf(context, name))) return entry->index;
  if (context.broken.contains(name.text)) return std::nullopt;
  auto report = context.sink.Report<kind>(name.span, name.text);
  if (const auto nearest = diagnostics::Nearest(name.text, candidates)) {
    report.Help("did you mean `" + *nearest + "`?").Replace(*nearest);
  }
  return std::nullopt;
}

// Of a parameter: what it stands for, if it is of the sort that is asked for. An agent's name among
// servers is reported like any other unknown name.
template <typename Bound>
const Bound* BoundAs(const Context& context, const ast::Name& name) {
  const Binding* binding = BindingOf(context, name.text);
  return binding == nullptr ? nullptr : std::get_if<Bound>(binding);
}

}  // namespace

std::string KeyOf(const Context& context, const ast::Name& name) {
  const auto& files = context.library_files;
  const bool library = std::find(files.begin(), files.end(), name.span.file) != files.end();
  if (!library || name.text.find('.') != name.text.npos) return name.text;
  return std::string(kLibrary) + "." + name.text;
}

bool First(Context& context, std::optional<Span>& seen, const std::string& word, Span span) {
  if (!seen) {
    seen = span;
    return true;
  }
  context.sink.Report<Kind::kRepeatedItem>(span, word).Label(*seen, "first stated here");
  return false;
}

bool Declare(Context& context, Names& names, const std::string& sort, const ast::Name& name,
             size_t index) {
  if (name.text == kLibrary) {
    context.sink.Report<Kind::kReservedWord>(name.span, name.text);
    return false;
  }
  const Names::Entry* earlier =
      names.Declare(KeyOf(context, name), name.span, static_cast<uint32_t>(index));
  if (earlier == nullptr) return true;
  context.sink.Report<Kind::kDuplicateName>(name.span, sort, name.text)
      .Label(earlier->span, "first declared here");
  return false;
}

std::optional<uint32_t> FindAgent(Context& context, const ast::Name& name) {
  if (const auto* bound = BoundAs<BoundAgent>(context, name)) return bound->index;
  return FindOrReport<Kind::kUnknownAgent>(context, context.agents, name, context.agents.All());
}

std::optional<uint32_t> FindServer(Context& context, const ast::Name& name) {
  if (const auto* bound = BoundAs<BoundServer>(context, name)) return bound->index;
  return FindOrReport<Kind::kUnknownServer>(context, context.servers, name, context.servers.All());
}

std::optional<uint32_t> FindLabel(Context& context, const ast::Name& name) {
  if (const auto* bound = BoundAs<BoundLabel>(context, name)) return bound->bit;
  if (const auto* bound = BoundAs<BoundServer>(context, name)) return bound->index;
  const std::string key = KeyOf(context, name);
  if (const Names::Entry* server = context.servers.Find(key)) return server->index;
  std::vector<std::string> known = context.labels.All();
  for (std::string& server : context.servers.All()) known.push_back(std::move(server));
  return FindOrReport<Kind::kUnknownLabel>(context, context.labels, name, std::move(known));
}

std::optional<uint32_t> FindPattern(Context& context, const ast::Name& name) {
  return FindOrReport<Kind::kUnknownPattern>(context, context.patterns, name,
                                             context.patterns.All());
}

uint64_t LabelMask(Context& context, const std::vector<ast::Name>& names) {
  uint64_t mask = 0;
  for (const ast::Name& name : names) {
    const std::optional<uint32_t> bit = FindLabel(context, name);
    if (bit && *bit < kLabelsMax) mask |= uint64_t{1} << *bit;
  }
  return mask;
}

uint64_t LabelMask(Context& context, const ast::Labels& labels) {
  return labels.any ? ~uint64_t{0} : LabelMask(context, labels.names);
}

uint64_t AgentMask(Context& context, const ast::Subject& subject) {
  if (subject.any) return kAnyAgent;
  uint64_t mask = 0;
  for (const ast::Name& name : subject.names) {
    const std::optional<uint32_t> index = FindAgent(context, name);
    if (index && *index < kAgentsMax) mask |= uint64_t{1} << *index;
  }
  return mask;
}

ast::Name NameIn(const ast::Reference& reference) {
  if (reference.root.text != kLibrary || reference.members.empty()) return reference.root;
  const ast::Name& member = reference.members[0];
  return {reference.root.text + "." + member.text,
          {member.span.file, reference.root.span.begin, member.span.end}};
}

std::optional<KnownName> FindKnown(Context& context, const ast::Reference& reference) {
  const ast::Name& root = reference.root;
  if (const Binding* binding = BindingOf(context, root.text)) {
    if (const auto* literal = std::get_if<ast::Literal>(binding)) {
      return KnownName{{*literal}, false, 0};
    }
    if (const auto* list = std::get_if<Literals>(binding)) return KnownName{*list, true, 0};
    return std::nullopt;
  }
  const bool library = root.text == kLibrary && !reference.members.empty();
  const std::string key =
      library ? root.text + "." + reference.members[0].text : KeyOf(context, root);
  const size_t members = library ? 1 : 0;
  if (const Names::Entry* constant = context.constants.Find(key)) {
    ast::Literal value{context.constant_values[constant->index].value, reference.span};
    return KnownName{{std::move(value)}, false, members};
  }
  if (const Names::Entry* set = context.sets.Find(key)) {
    return KnownName{context.set_values[set->index], true, members};
  }
  return std::nullopt;
}

std::optional<ast::Literal> Known(Context& context, const ast::LiteralOrReference& value) {
  if (const auto* literal = std::get_if<ast::Literal>(&value)) return *literal;
  const auto& reference = std::get<ast::Reference>(value);
  const std::optional<KnownName> known = FindKnown(context, reference);
  if (!known) {
    FindOrReport<Kind::kUnknownName>(context, context.constants, NameIn(reference),
                                     context.constants.All());
    return std::nullopt;
  }
  if (!known->set && reference.members.size() == known->members) return known->values.front();
  context.sink.Report<Kind::kNoSuchValue>(
      reference.span, known->set ? "a set is not one value" : "a constant has no members");
  return std::nullopt;
}

std::optional<std::string> KnownText(Context& context, const ast::LiteralOrReference& value,
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
                               [](bool) { return "`true` or `false`"; },
                               [](const ast::Regex&) { return "a regular expression"; }},
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

void CheckLength(Context& context, const ast::Name& name) {
  if (name.text.size() <= kNameBytesMax) return;
  context.sink.Report<Kind::kNameTooLong>(name.span, name.text, std::to_string(kNameBytesMax));
}

}  // namespace weir::check
