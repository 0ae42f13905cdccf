// Constants, sets, agents, servers and routes.
#include <algorithm>
#include <array>
#include <set>

#include "compiler/base/result.h"
#include "compiler/check/check.h"
#include "compiler/check/context.h"
#include "compiler/diagnostics/suggest.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

// Calls `visit(node, statement)` for each statement of one sort.
template <typename Node, typename Visit>
void ForEach(const ast::File& file, const Visit& visit) {
  for (const ast::Statement& statement : file.statements) {
    if (const auto* node = std::get_if<Node>(&statement.node)) visit(*node, statement.span);
  }
}

// False: the name is taken, and that is reported.
bool Declare(Context& context, Names& names, const std::string& sort, const ast::Name& name,
             size_t index) {
  const Names::Entry* earlier = names.Declare(name, static_cast<uint32_t>(index));
  if (earlier == nullptr) return true;
  context.sink.Report<Kind::kDuplicateName>(name.span, sort, name.text)
      .Label(earlier->span, "first declared here");
  return false;
}

struct Unit {
  std::string_view name;
  uint64_t factor;
};
constexpr std::array kDurations = {Unit{"ms", 1}, Unit{"s", 1'000}, Unit{"min", 60'000}};
constexpr std::array kSizes = {Unit{"B", 1}, Unit{"KiB", 1u << 10}, Unit{"MiB", 1u << 20},
                               Unit{"GiB", 1u << 30}};

// The quantity in the smallest unit, from 1 to `max`.
template <size_t count>
std::optional<uint64_t> Measure(Context& context, const ast::Quantity& quantity,
                                const std::array<Unit, count>& units, uint64_t max,
                                const std::string& what, const std::string& range) {
  std::vector<std::string> names;
  for (const Unit& unit : units) names.emplace_back(unit.name);
  const auto unit = std::find_if(units.begin(), units.end(),
                                 [&](const Unit& u) { return u.name == quantity.unit.text; });
  if (unit == units.end()) {
    std::string help = "units are";
    for (const std::string& name : names) help += " `" + name + "`";
    context.sink.Report<Kind::kUnknownUnit>(quantity.unit.span, quantity.unit.text, what)
        .Help(help);
    return std::nullopt;
  }
  const bool fits =
      quantity.number >= 1 && static_cast<uint64_t>(quantity.number) <= max / unit->factor;
  if (fits) return static_cast<uint64_t>(quantity.number) * unit->factor;
  context.sink.Report<Kind::kLimitOutOfRange>(quantity.span, range);
  return std::nullopt;
}

class ServerChecker {
 public:
  ServerChecker(Context& context, const ast::Server& from) : context_(context), from_(from) {
    server_.name = from.name.text;
    server_.span = from.name.span;
  }

  Server Run() {
    for (const ast::ServerItem& item : from_.items) {
      std::visit([&](const auto& node) { Item(node, item.span); }, item.node);
    }
    if (!launch_) context_.sink.Report<Kind::kMissingLaunch>(from_.name.span, from_.name.text);
    if (!tools_) {
      context_.sink.Report<Kind::kServerWithoutTools>(from_.name.span, from_.name.text);
      server_.tools = {"*"};
    }
    return std::move(server_);
  }

 private:
  bool First(std::optional<Span>& seen, const std::string& word, Span span) {
    if (!seen) {
      seen = span;
      return true;
    }
    context_.sink.Report<Kind::kRepeatedItem>(span, word).Label(*seen, "first stated here");
    return false;
  }

  void Item(const ast::Launch& launch, Span span) {
    if (!First(launch_, "launch", span)) return;
    for (const auto& word : launch.words) {
      const auto text = KnownText(context_, word, "part of a command line");
      if (text) server_.launch.push_back(*text);
    }
    if (!server_.launch.empty() && server_.launch.front().empty()) {
      context_.sink.Report<Kind::kUnusableText>(span, "an empty string", "a program");
    }
  }

  void Item(const ast::Tools& tools, Span span) {
    if (!First(tools_, "tools", span)) return;
    for (const ast::NamePattern& name : tools.names) {
      if (CheckQuotes(context_, name)) server_.tools.push_back(name.text);
    }
  }

  void Item(const ast::ServerLimit& limit, Span span) {
    if (limit.call && First(call_, "limit", span)) {
      const auto milliseconds =
          Measure(context_, *limit.call, kDurations, static_cast<uint64_t>(kCallTimeoutMax.count()),
                  "time", "1 ms to 1440 min");
      if (milliseconds) server_.call_timeout = std::chrono::milliseconds(*milliseconds);
    }
    if (limit.result && First(result_, "limit result", span)) {
      server_.result_bytes_max =
          Measure(context_, *limit.result, kSizes, kResultBytesMax, "size", "1 B to 1 GiB");
    }
  }

  void Item(const ast::Environment& environment, Span) {
    for (const ast::Variable& variable : environment.variables) {
      if (!Declare(context_, variables_, "the variable", variable.name, 0)) continue;
      EnvironmentVariable one{variable.name.text, std::nullopt};
      if (variable.value) {
        one.value = KnownText(context_, *variable.value, "the value of a variable");
        if (!one.value) continue;
      }
      server_.environment.push_back(std::move(one));
    }
  }

  Context& context_;
  const ast::Server& from_;
  Server server_;
  Names variables_;
  std::optional<Span> launch_;
  std::optional<Span> tools_;
  std::optional<Span> call_;
  std::optional<Span> result_;
};

}  // namespace

void CheckConstants(Context& context, const ast::File& file) {
  ForEach<ast::Constant>(file, [&](const ast::Constant& constant, Span) {
    if (!Declare(context, context.constants, "the constant", constant.name,
                 context.constant_values.size())) {
      return;
    }
    context.constant_values.push_back(constant.value);
  });
  ForEach<ast::Set>(file, [&](const ast::Set& set, Span) {
    const auto& constants = context.constants.entries();
    if (const auto taken = constants.find(set.name.text); taken != constants.end()) {
      context.sink.Report<Kind::kDuplicateName>(set.name.span, "the constant", set.name.text)
          .Label(taken->second.span, "first declared here");
      return;
    }
    if (!Declare(context, context.sets, "the set", set.name, context.set_values.size())) return;
    context.set_values.push_back(KnownList(context, set.items));
  });
}

void CheckAgents(Context& context, const ast::File& file) {
  std::map<std::string, Span> clients;
  ForEach<ast::Agent>(file, [&](const ast::Agent& from, Span) {
    CheckLength(context, from.name);
    if (!Declare(context, context.agents, "the agent", from.name, context.program.agents.size())) {
      return;
    }
    Agent agent{from.name.text, {}, from.name.span};
    for (const ast::Text& client : from.clients) {
      const auto [earlier, is_new] = clients.try_emplace(client.value, client.span);
      if (!is_new) {
        context.sink.Report<Kind::kDuplicateClient>(client.span, client.value)
            .Label(earlier->second, "first named here");
      }
      agent.clients.push_back(client.value);
    }
    context.program.agents.push_back(std::move(agent));
    if (context.program.agents.size() == kAgentsMax + 1) {
      context.sink.Report<Kind::kTooManyAgents>(from.name.span, std::to_string(kAgentsMax));
    }
  });
}

void CheckServers(Context& context, const ast::File& file) {
  ForEach<ast::Server>(file, [&](const ast::Server& from, Span) {
    CheckLength(context, from.name);
    if (!Declare(context, context.servers, "the server", from.name,
                 context.program.servers.size())) {
      return;
    }
    context.program.servers.push_back(ServerChecker(context, from).Run());
  });
}

void CheckRoutes(Context& context, const ast::File& file) {
  Names routes;
  ForEach<ast::Route>(file, [&](const ast::Route& from, Span) {
    CheckLength(context, from.name);
    if (!Declare(context, routes, "the route", from.name, context.program.routes.size())) return;
    const std::optional<uint32_t> server = FindServer(context, from.server);
    if (!server || !CheckQuotes(context, from.tool)) return;
    if (!ServerHas(context.program.servers[*server], from.tool.text)) {
      context.sink.Report<Kind::kRouteToNothing>(from.tool.span, from.server.text, from.tool.text);
    }
    context.program.routes.push_back({from.name.text, *server, from.tool.text, from.name.span});
  });
}

void WarnOfUnused(Context& context, const ast::File& file) {
  const auto warn = [&](const Names& names, const std::string& sort, const ast::Name& name,
                        Span statement) {
    const auto entry = names.entries().find(name.text);
    if (entry == names.entries().end() || entry->second.used) return;
    context.sink.Report<Kind::kUnusedName>(name.span, sort, name.text)
        .Fix("take it away", {{statement, ""}});
  };
  ForEach<ast::Constant>(file, [&](const ast::Constant& constant, Span span) {
    warn(context.constants, "the constant", constant.name, span);
  });
  ForEach<ast::Set>(
      file, [&](const ast::Set& set, Span span) { warn(context.sets, "the set", set.name, span); });
}

}  // namespace weir::check
