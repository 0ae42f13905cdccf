#include "compiler/check/values.h"

#include <algorithm>
#include <array>
#include <span>

#include "compiler/diagnostics/suggest.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

struct Part {
  std::string_view name;
  View view;
  Type type;
};

// What may be called, and what it has.
struct Function {
  std::string_view name;
  View view;
  Type type;
  std::span<const Part> parts;
};

constexpr std::array kPathParts = {Part{"name", View::kPathName, Type::kText},
                                   Part{"extension", View::kPathExtension, Type::kText}};
constexpr std::array kUrlParts = {Part{"scheme", View::kUrlScheme, Type::kText},
                                  Part{"host", View::kUrlHost, Type::kText},
                                  Part{"port", View::kUrlPort, Type::kNumber},
                                  Part{"path", View::kUrlPath, Type::kText},
                                  Part{"query", View::kUrlQuery, Type::kText},
                                  Part{"is_private", View::kUrlIsPrivate, Type::kBool}};
constexpr std::array kCommandParts = {Part{"program", View::kCommandProgram, Type::kText},
                                      Part{"arguments", View::kCommandArguments, Type::kList}};
constexpr std::array kEmailParts = {Part{"local", View::kEmailLocal, Type::kText},
                                    Part{"domain", View::kEmailDomain, Type::kText}};
constexpr std::array kFunctions = {Function{"path", View::kPath, Type::kText, kPathParts},
                                   Function{"url", View::kUrl, Type::kWhole, kUrlParts},
                                   Function{"command", View::kCommand, Type::kWhole, kCommandParts},
                                   Function{"email", View::kEmail, Type::kWhole, kEmailParts},
                                   Function{"length", View::kLength, Type::kNumber, {}},
                                   Function{"strings", View::kStrings, Type::kList, {}}};

constexpr std::array<std::string_view, 7> kRoots = {"args",   "uri",    "tool",  "agent",
                                                    "server", "claims", "labels"};

template <typename Rows>
std::vector<std::string> NamesOf(const Rows& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.emplace_back(row.name);
  return names;
}

}  // namespace

Span SpanOf(const ast::Value& value) {
  return std::visit([](const auto& one) { return one.span; }, value);
}

std::optional<Resolved> Values::Resolve(const ast::Value& value) {
  return std::visit([&](const auto& one) { return One(one); }, value);
}

void Values::Enter(const ast::Name& variable, Type type) {
  const ast::Reference reference{variable, {}, variable.span};
  const bool root = std::find(kRoots.begin(), kRoots.end(), variable.text) != kRoots.end();
  if (root || DepthOf(variable.text) || FindKnown(context_, reference)) {
    context_.sink.Report<Kind::kVariableHides>(variable.span, variable.text);
  }
  variables_.push_back({variable.text, type});
}

std::optional<Resolved> Values::One(const ast::Literal& literal) {
  return literal;
}

std::optional<Resolved> Values::One(const ast::List& list) {
  return KnownList(context_, list);
}

std::optional<Resolved> Values::One(const ast::Call& call) {
  const auto function = std::find_if(kFunctions.begin(), kFunctions.end(), [&](const auto& one) {
    return one.name == call.function.text;
  });
  if (function == kFunctions.end()) {
    ReportFunction(call.function);
    return std::nullopt;
  }
  const std::optional<Resolved> argument =
      std::visit([&](const auto& one) { return One(one); }, call.argument);
  if (!argument) return std::nullopt;
  const auto* asked = std::get_if<Asked>(&*argument);
  // All arguments together have strings in them, and are nothing else.
  const bool whole = asked != nullptr && asked->type == Type::kWhole;
  if (asked == nullptr || (whole && function->view != View::kStrings)) {
    context_.sink.Report<Kind::kWrongType>(call.span, function->name, "a value of the request",
                                           whole ? "all arguments together" : "a known value");
    return std::nullopt;
  }
  if (call.members.empty()) {
    return Asked{{asked->operand.path, function->view}, function->type, call.span};
  }
  const ast::Name& member = call.members.front();
  const auto part = std::find_if(function->parts.begin(), function->parts.end(),
                                 [&](const Part& one) { return one.name == member.text; });
  if (part != function->parts.end() && call.members.size() == 1) {
    return Asked{{asked->operand.path, part->view}, part->type, call.span};
  }
  const ast::Name& wrong = part == function->parts.end() ? member : call.members[1];
  auto report = context_.sink.Report<Kind::kUnknownMember>(
      wrong.span,
      "`" + std::string(function->name) + "(...)" +
          (part == function->parts.end() ? "" : "." + member.text) + "`",
      wrong.text);
  if (part != function->parts.end()) return std::nullopt;
  if (const auto nearest = diagnostics::Nearest(member.text, NamesOf(function->parts))) {
    report.Help("did you mean `" + *nearest + "`?").Replace(*nearest);
  }
  return std::nullopt;
}

void Values::ReportFunction(const ast::Name& name) {
  auto report = context_.sink.Report<Kind::kUnknownFunction>(name.span, name.text);
  if (const auto nearest = diagnostics::Nearest(name.text, NamesOf(kFunctions))) {
    report.Help("did you mean `" + *nearest + "`?").Replace(*nearest);
  }
}

std::optional<Resolved> Values::One(const ast::Reference& reference) {
  const std::string& root = reference.root.text;
  if (const auto depth = DepthOf(root)) return Element(*depth, reference);
  if (root == "args") return Arguments(reference);
  if (root == "uri") return Uri(reference);
  if (root == "tool") return Tool(reference);
  if (root == "agent") return NameMember(Root::kAgentName, reference);
  if (root == "server") return NameMember(Root::kServerName, reference);
  if (root == "claims") return Claims(reference);
  if (root == "labels") return Labels(reference);
  const std::optional<KnownName> known = FindKnown(context_, reference);
  if (!known) {
    ReportName(NameIn(reference));
    return std::nullopt;
  }
  if (reference.members.size() > known->members) {
    return Nothing(reference.span, "`" + NameIn(reference).text + "` has no members");
  }
  if (known->set) return known->values;
  return known->values.front();
}

// How many quantifiers lie between here and the one whose variable this is.
std::optional<uint32_t> Values::DepthOf(const std::string& name) const {
  const auto found = std::find_if(variables_.rbegin(), variables_.rend(),
                                  [&](const Variable& one) { return one.name == name; });
  if (found == variables_.rend()) return std::nullopt;
  return static_cast<uint32_t>(found - variables_.rbegin());
}

Asked Values::Request(Root root, uint32_t depth, Type type, const ast::Reference& reference) {
  Asked asked{{{root, depth, {}}, View::kPlain}, type, reference.span};
  for (const ast::Name& member : reference.members) asked.operand.path.keys.push_back(member.text);
  return asked;
}

std::optional<Resolved> Values::Element(uint32_t depth, const ast::Reference& reference) {
  const Variable& variable = variables_[variables_.size() - 1 - depth];
  if (variable.type == Type::kText && !reference.members.empty()) {
    return Nothing(reference.span, "`" + variable.name + "` is a string and has no members");
  }
  return Request(Root::kElement, depth, variable.type, reference);
}

std::optional<Resolved> Values::Arguments(const ast::Reference& reference) {
  if (scene_ == Scene::kIdentity) {
    return Nothing(reference.span, "there is no request yet when a caller proves itself",
                   "a claim of its token is `claims.NAME`");
  }
  if (scene_ == Scene::kRead) {
    return Nothing(reference.span, "a `read` has no arguments", "tell resources apart by `uri`");
  }
  const Type type = reference.members.empty() ? Type::kWhole : Type::kAnything;
  return Request(Root::kArguments, 0, type, reference);
}

std::optional<Resolved> Values::Uri(const ast::Reference& reference) {
  if (scene_ == Scene::kCall || scene_ == Scene::kPrompt || scene_ == Scene::kIdentity) {
    return Nothing(reference.span, "only `read` and `complete` have a `uri`",
                   "an argument is `args.NAME`");
  }
  if (!reference.members.empty()) return Nothing(reference.span, "`uri` has no members");
  return Request(Root::kUri, 0, Type::kText, reference);
}

std::optional<Resolved> Values::Tool(const ast::Reference& reference) {
  if (scene_ != Scene::kCall && scene_ != Scene::kRequest) {
    return Nothing(reference.span, "there is no tool here");
  }
  if (reference.members.empty()) {
    return Nothing(reference.span, "`tool` is the whole definition of the tool",
                   "name a part of it: `tool.name`, `tool.annotations.readOnlyHint`");
  }
  const bool name = reference.members.size() == 1 && reference.members[0].text == "name";
  return Request(Root::kTool, 0, name ? Type::kText : Type::kAnything, reference);
}

std::optional<Resolved> Values::Claims(const ast::Reference& reference) {
  if (reference.members.empty()) {
    return Nothing(reference.span, "`claims` is all of the token", "name one: `claims.NAME`");
  }
  return Request(Root::kClaims, 0, Type::kAnything, reference);
}

std::optional<Resolved> Values::NameMember(Root root, const ast::Reference& reference) {
  const bool name = reference.members.size() == 1 && reference.members[0].text == "name";
  if (scene_ == Scene::kIdentity) {
    return Nothing(reference.span, "there is no request yet when a caller proves itself",
                   "a claim of its token is `claims.NAME`");
  }
  if (!name) {
    const std::string& text = reference.root.text;
    return Nothing(reference.span, "of `" + text + "` there is only the name",
                   "write `" + text + ".name`");
  }
  Asked asked = Request(root, 0, Type::kText, reference);
  asked.operand.path.keys.clear();
  return asked;
}

std::optional<Resolved> Values::Labels(const ast::Reference& reference) {
  if (!reference.members.empty()) return Nothing(reference.span, "`labels` has no members");
  if (scene_ == Scene::kIdentity) {
    return Nothing(reference.span, "there is no request yet when a caller proves itself",
                   "a claim of its token is `claims.NAME`");
  }
  return LabelSet{reference.span};
}

std::optional<Resolved> Values::Nothing(Span span, const std::string& message, std::string help) {
  context_.sink.Report<Kind::kNoSuchValue>(span, message).Help(std::move(help));
  return std::nullopt;
}

void Values::ReportName(const ast::Name& name) {
  if (context_.broken.contains(name.text)) return;
  std::vector<std::string> known(kRoots.begin(), kRoots.end());
  for (const Variable& variable : variables_) known.push_back(variable.name);
  for (const Names* names : {&context_.constants, &context_.sets}) {
    const std::vector<std::string> all = names->All();
    known.insert(known.end(), all.begin(), all.end());
  }
  auto report = context_.sink.Report<Kind::kUnknownName>(name.span, name.text);
  if (const auto nearest = diagnostics::Nearest(name.text, known)) {
    report.Help("did you mean `" + *nearest + "`?").Replace(*nearest);
  }
}

}  // namespace weir::check
