// Labels, what carries them, where they may go, and the guard.
#include <algorithm>
#include <array>

#include "compiler/check/check.h"
#include "compiler/check/conditions.h"
#include "compiler/check/parts.h"
#include "compiler/check/targets.h"
#include "compiler/diagnostics/suggest.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

uint32_t RunLengthOf(Context& context, const ast::Label& label) {
  if (!label.run_length) return Label{}.run_length;
  const int64_t length = *label.run_length;
  if (length >= kRunLengthMin && length <= kRunLengthMax) return static_cast<uint32_t>(length);
  context.sink.Report<Kind::kLimitOutOfRange>(
      label.run_length_span,
      std::to_string(kRunLengthMin) + " to " + std::to_string(kRunLengthMax) + " characters");
  return Label{}.run_length;
}

// `gives` and `takes` of one server.
class ServerLabels {
 public:
  ServerLabels(Context& context, uint32_t server) : context_(context), server_(server) {}

  void Item(const ast::Gives& gives, Span span) {
    context_.program.gives.push_back(
        {server_, {"*"}, LabelMask(context_, gives.labels), std::nullopt, span});
  }

  void Item(const ast::ToolGives& from, Span span) {
    Gives gives{server_, {}, LabelMask(context_, from.labels), {}, span};
    const Server& owner = context_.program.servers[server_];
    for (const ast::NamePattern& name : from.tools) {
      if (!CheckQuotes(context_, name)) continue;
      if (!ServerHas(owner, name.text)) {
        context_.sink
            .Report<Kind::kFlowToNothing>(name.span, "the tools of the server `" + owner.name +
                                                         "` have no `" + name.text + "`")
            .Label(owner.span, "its `tools` say what exists");
      }
      gives.tools.push_back(name.text);
    }
    gives.where = CheckWhere(context_, from.where, Scene::kCall);
    context_.program.gives.push_back(std::move(gives));
  }

  void Item(const ast::Takes& takes, Span span) {
    Flow flow{LabelMask(context_, takes.labels), {{server_, "*", span}}, std::nullopt, false, span};
    context_.program.flows.push_back(std::move(flow));
  }

  template <typename Other>
  void Item(const Other&, Span) {}  // checked with the server

 private:
  Context& context_;
  const uint32_t server_;
};

struct ReactionWord {
  std::string_view word;
  Reaction reaction;
};
constexpr std::array kReactions = {
    ReactionWord{"quarantine", Reaction::kQuarantine}, ReactionWord{"ask", Reaction::kAsk},
    ReactionWord{"warn", Reaction::kWarn}, ReactionWord{"deny", Reaction::kDeny},
    ReactionWord{"off", Reaction::kOff}};

struct GuardWord {
  std::string_view word;
  Reaction Guard::*member;
  std::string_view what;  // it looks at
  bool of_results;
};
constexpr std::array kGuards = {
    GuardWord{"drift", &Guard::drift, "definitions that change", false},
    GuardWord{"shadow", &Guard::shadow, "tools that imitate or name those of other servers", false},
    GuardWord{"poison", &Guard::poison, "instructions that are hidden in definitions", false},
    GuardWord{"results", &Guard::results, "instructions in results", true}};

bool Fits(const GuardWord& guard, Reaction reaction) {
  switch (reaction) {
    case Reaction::kQuarantine:
    case Reaction::kAsk:
      return !guard.of_results;
    case Reaction::kDeny:
      return guard.of_results;
    case Reaction::kWarn:
    case Reaction::kOff:
      return true;
  }
  return false;
}

// The grammar has let in none but the words of the two tables.
void CheckGuardItem(Context& context, const ast::GuardItem& item) {
  const auto& guard = *std::find_if(kGuards.begin(), kGuards.end(),
                                    [&](const auto& one) { return one.word == item.what.text; });
  const auto& reaction = *std::find_if(kReactions.begin(), kReactions.end(), [&](const auto& one) {
    return one.word == item.reaction.text;
  });
  if (!Fits(guard, reaction.reaction)) {
    context.sink.Report<Kind::kUnknownReaction>(item.reaction.span, reaction.word, guard.what)
        .Help(guard.of_results ? "reactions are `warn`, `deny` and `off`"
                               : "reactions are `quarantine`, `ask`, `warn` and `off`");
    return;
  }
  if (reaction.reaction == Reaction::kOff) {
    context.sink.Report<Kind::kGuardOff>(
        {item.what.span.file, item.what.span.begin, item.reaction.span.end}, guard.what);
  }
  context.program.guard.*guard.member = reaction.reaction;
}

}  // namespace

// A server's label is its own name, at the bit of its own index.
void DeclareLabels(Context& context, const ast::File& file) {
  std::vector<Label>& labels = context.program.labels;
  for (const Server& server : context.program.servers) {
    labels.push_back({server.name, false, Label{}.run_length, server.span});
  }
  ForEach<ast::Label>(file, [&](const ast::Label& from, Span) {
    CheckLength(context, from.name);
    const auto& servers = context.servers.entries();
    if (const auto taken = servers.find(KeyOf(context, from.name)); taken != servers.end()) {
      context.sink.Report<Kind::kDuplicateName>(from.name.span, "the label", from.name.text)
          .Label(taken->second.span, "every server is a label too");
      return;
    }
    if (!Declare(context, context.labels, "the label", from.name, labels.size())) return;
    labels.push_back(
        {KeyOf(context, from.name), from.by_session, RunLengthOf(context, from), from.name.span});
  });
  if (labels.size() > kLabelsMax) {
    context.sink.Report<Kind::kTooManyLabels>(labels[kLabelsMax].span, std::to_string(kLabelsMax));
  }
}

void CheckServerLabels(Context& context, const ast::File& file) {
  ForEach<ast::Server>(file, [&](const ast::Server& from, Span) {
    const auto& servers = context.servers.entries();
    const auto server = servers.find(KeyOf(context, from.name));
    if (server == servers.end()) return;
    ServerLabels labels(context, server->second.index);
    for (const ast::ServerItem& item : from.items) {
      std::visit([&](const auto& node) { labels.Item(node, item.span); }, item.node);
    }
  });
}

void CheckFlow(Context& context, const ast::Flow& from, Span span) {
  Flow flow;
  flow.labels = LabelMask(context, from.from);
  flow.targets = CheckTargets(context, from.targets, std::nullopt);
  if (from.to_any) {
    for (uint32_t i = 0; i < context.program.servers.size(); ++i) {
      flow.targets.push_back({i, "*", span});
    }
  }
  flow.where = CheckWhere(context, from.where, Scene::kRequest);
  flow.after_ask = from.after_ask;
  flow.span = span;
  if (from.from.any && from.to_any && !from.where && !from.after_ask) {
    context.sink.Report<Kind::kFlowEverything>(span);
  }
  context.program.flows.push_back(std::move(flow));
}

void CheckDeclassify(Context& context, const ast::Declassify& from, Span span) {
  Declassify one;
  one.labels = LabelMask(context, from.labels);
  one.tool = from.tool.text;
  one.where = CheckWhere(context, from.where, Scene::kCall);
  one.span = span;
  const std::optional<uint32_t> server = FindServer(context, from.server);
  if (!server || !CheckQuotes(context, from.tool)) return;
  one.server = *server;
  const Server& owner = context.program.servers[*server];
  if (!ServerHas(owner, from.tool.text)) {
    context.sink
        .Report<Kind::kFlowToNothing>(from.tool.span, "the tools of the server `" + owner.name +
                                                          "` have no `" + from.tool.text + "`")
        .Label(owner.span, "its `tools` say what exists");
  }
  context.program.declassifications.push_back(std::move(one));
}

void CheckGuards(Context& context, const ast::File& file) {
  Names seen;
  ForEach<ast::Guard>(file, [&](const ast::Guard& guard, Span) {
    for (const ast::GuardItem& item : guard.items) {
      const Names::Entry* earlier = seen.Declare(item.what.text, item.what.span, 0);
      if (earlier != nullptr) {
        context.sink.Report<Kind::kRepeatedItem>(item.what.span, item.what.text)
            .Label(earlier->span, "first stated here");
        continue;
      }
      CheckGuardItem(context, item);
    }
  });
}

}  // namespace weir::check
