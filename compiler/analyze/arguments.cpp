// Arguments in conditions against the input schemas of the tools that the condition is about.
#include <algorithm>
#include <array>
#include <string>
#include <variant>
#include <vector>

#include "compiler/analyze/parts.h"
#include "compiler/base/result.h"
#include "compiler/diagnostics/suggest.h"

namespace weir::analyze {
namespace {

using check::Operand;
using check::View;
using diagnostics::Kind;
using json::Value;

// What a schema says of a member: nothing that can be relied on, that there is none, or its schema.
struct Unknown {};
struct Absent {
  size_t depth;                    // of the key that is not there
  std::vector<std::string> known;  // its siblings
};
using Finding = std::variant<Unknown, Absent, Value>;

// Schemas that say more than by `properties` alone are not followed.
bool IsOpen(Value schema) {
  constexpr std::array kOthers = {"$ref", "allOf", "anyOf",           "oneOf", "patternProperties",
                                  "if",   "then",  "dependentSchemas"};
  return std::any_of(kOthers.begin(), kOthers.end(),
                     [&](const char* key) { return schema.Find(key).has_value(); });
}

Finding Find(Value schema, const std::vector<std::string>& keys) {
  for (size_t depth = 0; depth < keys.size(); ++depth) {
    if (!schema.is_object() || IsOpen(schema)) return Unknown{};
    const std::optional<Value> properties = schema.Find("properties");
    const std::optional<Value> more = schema.Find("additionalProperties");
    const bool closed = more && more->kind() == json::Kind::kBool && !more->boolean();
    if (!properties && !closed) return Unknown{};
    const std::optional<Value> next = properties ? properties->Find(keys[depth]) : std::nullopt;
    if (!next) {
      Absent absent{depth, {}};
      if (properties) {
        for (const json::Member member : properties->members()) {
          absent.known.emplace_back(member.key);
        }
      }
      return absent;
    }
    schema = *next;
  }
  return schema;
}

// A type that a schema may name. kNone: no schema's type settles it.
enum class Wanted : uint8_t { kNone, kString, kNumber, kBool, kArray };

Wanted WantedOf(const Operand& operand, Wanted plain) {
  switch (operand.view) {
    case View::kPlain:
      return plain;
    case View::kLength:
    case View::kStrings:
      return Wanted::kNone;
    default:
      return Wanted::kString;
  }
}

const char* WordsOf(Wanted wanted) {
  constexpr std::array kNames = {"anything", "a string", "a number", "`true` or `false`", "a list"};
  return kNames[static_cast<size_t>(wanted)];
}

bool Fits(std::string_view type, Wanted wanted) {
  switch (wanted) {
    case Wanted::kNone:
      return true;
    case Wanted::kString:
      return type == "string";
    case Wanted::kNumber:
      return type == "number" || type == "integer";
    case Wanted::kBool:
      return type == "boolean";
    case Wanted::kArray:
      return type == "array";
  }
  return true;
}

// The types that the schema allows, as it says them: "integer", "string or null". Empty: one of
// them fits, or it does not say.
std::string OtherTypes(Value schema, Wanted wanted) {
  const std::optional<Value> type = schema.Find("type");
  if (!type || wanted == Wanted::kNone || IsOpen(schema)) return {};
  std::vector<std::string_view> types;
  if (type->is_string()) types.push_back(type->string());
  for (const Value one : type->items()) {
    if (one.is_string()) types.push_back(one.string());
  }
  std::string said;
  for (const std::string_view one : types) {
    if (Fits(one, wanted)) return {};
    said += (said.empty() ? "" : " or ") + std::string(one);
  }
  return said;
}

class ArgumentChecker {
 public:
  ArgumentChecker(const std::vector<PinnedTool>& tools, bool all_named, const SourceSet& sources,
                  diagnostics::Sink& sink)
      : tools_(tools), all_named_(all_named), sources_(sources), sink_(sink) {}

  void Walk(const check::Condition& condition) {
    const Span span = condition.span;
    std::visit(
        Overloaded{
            [&](const check::And& node) { WalkAll(node.terms); },
            [&](const check::Or& node) { WalkAll(node.terms); },
            [&](const check::Not& node) { Walk(*node.term); },
            [&](const check::TextTest& node) { Check(node.operand, Wanted::kString, span); },
            [&](const check::NumberTest& node) { Check(node.operand, Wanted::kNumber, span); },
            [&](const check::BoolTest& node) { Check(node.operand, Wanted::kBool, span); },
            [&](const check::PairTest& node) {
              Check(node.left, Wanted::kNone, span);
              Check(node.right, Wanted::kNone, span);
            },
            [&](const check::ExistsTest& node) {
              Check({node.path, View::kPlain}, Wanted::kNone, span);
            },
            [&](const check::ValidTest& node) { Check(node.operand, Wanted::kString, span); },
            [](const check::LabelTest&) {},
            [&](const check::Quantified& node) {
              Check(node.list, Wanted::kArray, span);
              Walk(*node.body);
            }},
        condition.node);
  }

 private:
  void WalkAll(const std::vector<check::Condition>& terms) {
    for (const check::Condition& term : terms) Walk(term);
  }

  void Check(const Operand& operand, Wanted plain, Span span) {
    const auto& keys = operand.path.keys;
    if (operand.path.root != check::Root::kArguments || keys.empty()) return;
    const Wanted wanted = WantedOf(operand, plain);
    std::optional<Absent> absent;
    std::string other_types;
    const PinnedTool* witness = nullptr;
    for (const PinnedTool& tool : tools_) {
      const std::optional<Value> schema = tool.definition.Find("inputSchema");
      const Finding finding = schema ? Find(*schema, keys) : Finding(Unknown{});
      if (std::holds_alternative<Unknown>(finding)) return;
      if (const auto* missing = std::get_if<Absent>(&finding)) {
        absent = *missing;
        continue;
      }
      other_types = OtherTypes(std::get<Value>(finding), wanted);
      if (other_types.empty()) return;
      witness = &tool;
    }
    if (witness != nullptr) return ReportType(keys, wanted, *witness, other_types, span);
    if (absent) ReportAbsent(keys, *absent, span);
  }

  void ReportType(const std::vector<std::string>& keys, Wanted wanted, const PinnedTool& tool,
                  const std::string& types, Span span) {
    sink_.Report<Kind::kArgumentType>(PlaceOf(sources_, span, keys.back()), keys.back(),
                                      WordsOf(wanted), NameOf(tool), types);
  }

  void ReportAbsent(const std::vector<std::string>& keys, const Absent& absent, Span span) {
    const std::string& key = keys[absent.depth];
    const Span place = PlaceOf(sources_, span, key);
    if (!all_named_) {
      sink_.Report<Kind::kArgumentOfNoTarget>(place, key);
      return;
    }
    const std::string owner = tools_.size() == 1
                                  ? NameOf(tools_.front())
                                  : "each of the " + std::to_string(tools_.size()) + " tools";
    auto report = sink_.Report<Kind::kUnknownArgument>(place, owner, key);
    const auto nearest = diagnostics::Nearest(key, absent.known);
    if (!nearest) return;
    report.Help("did you mean `" + *nearest + "`?");
    if (place != span) report.Replace(*nearest);
  }

  static std::string NameOf(const PinnedTool& tool) {
    return "`" + std::string(tool.server) + "." + std::string(tool.name) + "`";
  }

  const std::vector<PinnedTool>& tools_;
  const bool all_named_;
  const SourceSet& sources_;
  diagnostics::Sink& sink_;
};

}  // namespace

void CompareArguments(const check::Condition& where, const std::vector<PinnedTool>& tools,
                      bool all_named, const SourceSet& sources, diagnostics::Sink& sink) {
  ArgumentChecker(tools, all_named, sources, sink).Walk(where);
}

}  // namespace weir::analyze
