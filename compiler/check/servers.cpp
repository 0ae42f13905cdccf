// Servers: how they are reached, what they can do, what they may touch.
#include <algorithm>

#include "compiler/base/result.h"
#include "compiler/check/addresses.h"
#include "compiler/check/check.h"
#include "compiler/check/measure.h"
#include "compiler/check/parts.h"
#include "compiler/check/targets.h"
#include "compiler/check/texts.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

class ServerChecker {
 public:
  ServerChecker(Context& context, const ast::Server& from) : context_(context), from_(from) {
    server_.name = KeyOf(context, from.name);
    server_.span = from.name.span;
  }

  Server Run() {
    for (const ast::ServerItem& item : from_.items) {
      std::visit([&](const auto& node) { Item(node, item.span); }, item.node);
    }
    if (!reached_) context_.sink.Report<Kind::kMissingLaunch>(from_.name.span, from_.name.text);
    if (!tools_) {
      context_.sink.Report<Kind::kServerWithoutTools>(from_.name.span, from_.name.text);
      server_.tools = {"*"};
    }
    if (server_.connection) {
      Refuse("env", environment_);
      Refuse("sandbox", sandbox_);
    }
    return std::move(server_);
  }

 private:
  void Refuse(const std::string& word, const std::optional<Span>& item) {
    if (!item) return;
    context_.sink.Report<Kind::kUselessItem>(*item, word)
        .Label(*reached_, "it is connected to here");
  }

  void Item(const ast::Launch& launch, Span span) {
    if (!First(context_, reached_, "launch", span)) return;
    for (const auto& word : launch.words) {
      const auto text = KnownText(context_, word, "part of a command line");
      if (text) server_.launch.push_back(*text);
    }
    if (!server_.launch.empty() && server_.launch.front().empty()) {
      context_.sink.Report<Kind::kUnusableText>(span, "an empty string", "a program");
    }
  }

  void Item(const ast::Connect& connect, Span span) {
    if (!First(context_, reached_, "connect", span)) return;
    server_.connection.emplace();
    if (const auto url = KnownText(context_, connect.url, "an address")) {
      CheckServerUrl(context_, *url, SpanOf(connect.url));
      server_.connection->url = *url;
    }
    Names names;
    for (const ast::Header& header : connect.headers) {
      CheckHeader(context_, header);
      if (!Declare(context_, names, "the header", {Lower(header.name.value), header.name.span},
                   0)) {
        continue;
      }
      server_.connection->headers.push_back({header.name.value, header.variable.value});
    }
  }

  void Item(const ast::Tools& tools, Span span) {
    if (!First(context_, tools_, "tools", span)) return;
    for (const ast::NamePattern& name : tools.names) {
      if (!CheckQuotes(context_, name)) continue;
      server_.tools.push_back(name.text);
      server_.tool_spans.push_back(name.span);
    }
  }

  void Item(const ast::ServerLimit& limit, Span span) {
    if (limit.call && First(context_, call_, "limit", span)) {
      const auto milliseconds =
          Measure(context_, *limit.call, kDurations, static_cast<uint64_t>(kCallTimeoutMax.count()),
                  "time", "1 ms to 1440 min");
      if (milliseconds) server_.call_timeout = std::chrono::milliseconds(*milliseconds);
    }
    if (limit.result && First(context_, result_, "limit result", span)) {
      server_.result_bytes_max =
          Measure(context_, *limit.result, kSizes, kResultBytesMax, "size", "1 B to 1 GiB");
    }
  }

  void Item(const ast::Environment& environment, Span span) {
    if (!environment_) environment_ = span;
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

  void Item(const ast::Arguments& arguments, Span span) {
    if (First(context_, arguments_, "arguments", span)) {
      server_.arguments = static_cast<ArgumentMode>(arguments.mode);
    }
  }

  void Item(const ast::Gives&, Span) {}  // labels are not known yet: see flows.cpp
  void Item(const ast::Takes&, Span) {}
  void Item(const ast::ToolGives&, Span) {}

  // ---- The sandbox ----

  void Item(const ast::Sandbox& sandbox, Span span) {
    if (!First(context_, sandbox_, "sandbox", span)) return;
    server_.sandbox.emplace().span = span;
    for (const ast::SandboxItem& item : sandbox.items) {
      std::visit([&](const auto& node) { BoxItem(node, item.span); }, item.node);
    }
  }

  void BoxItem(const ast::SandboxPaths& paths, Span) {
    auto& list =
        paths.access == ast::Access::kRead ? server_.sandbox->read : server_.sandbox->write;
    for (const auto& path : paths.paths) {
      const auto text = KnownText(context_, path, "a path");
      if (!text) continue;
      CheckDirectory(context_, *text, SpanOf(path));
      list.push_back(*text);
    }
  }

  void BoxItem(const ast::SandboxNetwork& network, Span span) {
    if (First(context_, network_, "network", span)) server_.sandbox->network = network.open;
  }

  void BoxItem(const ast::SandboxMemory& memory, Span span) {
    if (!First(context_, memory_, "memory", span)) return;
    server_.sandbox->memory_bytes_max =
        Measure(context_, memory.bytes, kSizes, kSandboxBytesMax, "size", "1 B to 1024 GiB");
  }

  void BoxItem(const ast::SandboxProcesses& processes, Span span) {
    if (!First(context_, processes_, "processes", span)) return;
    if (processes.count < 1 || processes.count > kSandboxProcessesMax) {
      context_.sink.Report<Kind::kLimitOutOfRange>(span,
                                                   "1 to " + std::to_string(kSandboxProcessesMax));
      return;
    }
    server_.sandbox->processes_max = static_cast<uint32_t>(processes.count);
  }

  void BoxItem(const ast::Environment& environment, Span span) { Item(environment, span); }

  static Span SpanOf(const ast::LiteralOrReference& value) {
    return std::visit([](const auto& one) { return one.span; }, value);
  }

  Context& context_;
  const ast::Server& from_;
  Server server_;
  Names variables_;
  std::optional<Span> reached_;
  std::optional<Span> tools_;
  std::optional<Span> call_;
  std::optional<Span> result_;
  std::optional<Span> environment_;
  std::optional<Span> arguments_;
  std::optional<Span> sandbox_;
  std::optional<Span> network_;
  std::optional<Span> memory_;
  std::optional<Span> processes_;
};

}  // namespace

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

}  // namespace weir::check
