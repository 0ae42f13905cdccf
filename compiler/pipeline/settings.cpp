#include "compiler/pipeline/settings.h"

#include <algorithm>

namespace weir::pipeline {
namespace {

ArgumentMode ModeOf(check::ArgumentMode mode) {
  switch (mode) {
    case check::ArgumentMode::kStrict:
      return ArgumentMode::kStrict;
    case check::ArgumentMode::kStrip:
      return ArgumentMode::kStrip;
    case check::ArgumentMode::kOpen:
      return ArgumentMode::kOpen;
  }
  return ArgumentMode::kStrict;
}

ServerSettings SettingsOf(const check::Server& server) {
  ServerSettings settings;
  settings.name = server.name;
  settings.launch = server.launch;
  for (const check::EnvironmentVariable& variable : server.environment) {
    settings.environment.emplace_back(variable.name, variable.value);
  }
  settings.call_timeout = server.call_timeout.value_or(kCallTimeoutDefault);
  if (server.connection) settings.unsupported = "connect";
  if (server.sandbox) settings.unsupported = "sandbox";
  if (server.arguments) settings.arguments = ModeOf(*server.arguments);
  settings.result_bytes_max = server.result_bytes_max.value_or(kResultBytesDefault);
  return settings;
}

Reaction ReactionOf(check::Reaction reaction) {
  switch (reaction) {
    case check::Reaction::kQuarantine:
      return Reaction::kQuarantine;
    case check::Reaction::kAsk:
      return Reaction::kAsk;
    case check::Reaction::kWarn:
      return Reaction::kWarn;
    case check::Reaction::kDeny:
      return Reaction::kDeny;
    case check::Reaction::kOff:
      return Reaction::kOff;
  }
  return Reaction::kQuarantine;
}

RuleText TextOf(const check::Rule& rule, const SourceSet& sources) {
  std::string source(sources.TextOf(rule.head));
  if (rule.where) source += " where " + std::string(sources.TextOf(rule.where->span));
  return {rule.effect, OnOneLine(source), sources.PlaceOf(rule.span), rule.because};
}

// Servers beyond the bits are those that only `any` means.
uint64_t MaskOf(uint32_t server) {
  return server < check::kLabelsMax ? uint64_t{1} << server : ~uint64_t{0};
}

uint64_t LabelsInto(const check::Program& program, uint32_t server) {
  uint64_t labels = server < check::kLabelsMax ? uint64_t{1} << server : 0;
  for (const check::Flow& flow : program.flows) {
    const bool into_all =
        std::any_of(flow.targets.begin(), flow.targets.end(),
                    [&](const check::Target& to) { return to.server == server && to.name == "*"; });
    if (into_all && !flow.where && !flow.after_ask) labels |= flow.labels;
  }
  return labels;
}

// `deny` wins over `ask`, `ask` over `allow`; of equal ones the first is named.
void Add(const check::ServerRule& rule, const SourceSet& sources, ClientRequestSettings& settings) {
  if (!settings.source.empty() && settings.outcome <= rule.effect) return;
  std::string source = OnOneLine(sources.TextOf(rule.span));
  if (source.ends_with(';')) source.pop_back();
  settings = {rule.effect, std::move(source), sources.PlaceOf(rule.span), rule.because};
}

// The length of the string, comment, white space or other byte that `text` begins with.
size_t StringLength(std::string_view text) {
  size_t at = 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

size_t CommentLength(std::string_view text) {
  const bool is_line = text.starts_with("//");
  const size_t end = text.find(is_line ? "\n" : "*/", 2);
  return end == text.npos ? text.size() : end + (is_line ? 1 : 2);
}

bool IsSpace(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

}  // namespace

std::vector<ServerSettings> ServersOf(const check::Program& program, const SourceSet& sources) {
  std::vector<ServerSettings> all;
  for (uint32_t server = 0; server < program.servers.size(); ++server) {
    ServerSettings& settings = all.emplace_back(SettingsOf(program.servers[server]));
    settings.answer_labels = LabelsInto(program, server);
    for (const check::ServerRule& rule : program.server_rules) {
      if ((MaskOf(server) & rule.servers) == 0) continue;
      Add(rule, sources, settings.client_requests[static_cast<size_t>(rule.verb)]);
    }
  }
  return all;
}

std::vector<RouteSettings> SettingsOf(const std::vector<check::Route>& routes) {
  std::vector<RouteSettings> settings;
  for (const check::Route& route : routes)
    settings.push_back({route.name, route.server, route.tool});
  return settings;
}

std::vector<RuleText> TextsOf(const std::vector<check::Rule>& rules, const SourceSet& sources) {
  std::vector<RuleText> texts;
  for (const check::Rule& rule : rules) texts.push_back(TextOf(rule, sources));
  return texts;
}

std::vector<LabelSettings> SettingsOf(const std::vector<check::Label>& labels) {
  std::vector<LabelSettings> settings;
  for (const check::Label& label : labels)
    settings.push_back({label.name, label.by_session, label.run_length});
  return settings;
}

std::vector<RateLimitSettings> SettingsOf(const std::vector<check::RateLimit>& limits,
                                          const SourceSet& sources) {
  std::vector<RateLimitSettings> settings;
  for (const check::RateLimit& limit : limits) {
    settings.push_back({limit.count, limit.window, OnOneLine(sources.TextOf(limit.span)),
                        sources.PlaceOf(limit.span)});
  }
  return settings;
}

GuardSettings SettingsOf(const check::Guard& guard) {
  return {ReactionOf(guard.drift), ReactionOf(guard.shadow), ReactionOf(guard.poison),
          ReactionOf(guard.results)};
}

std::string OnOneLine(std::string_view source) {
  std::string line;
  bool gap = false;
  while (!source.empty()) {
    const bool is_comment = source.starts_with("//") || source.starts_with("/*");
    const bool is_gap = is_comment || IsSpace(source.front());
    const size_t length = is_comment              ? CommentLength(source)
                          : source.front() == '"' ? StringLength(source)
                                                  : 1;
    if (!is_gap && gap && !line.empty()) line += ' ';
    if (!is_gap) line += source.substr(0, length);
    gap = is_gap;
    source.remove_prefix(length);
  }
  return line;
}

}  // namespace weir::pipeline
