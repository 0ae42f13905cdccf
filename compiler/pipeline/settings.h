// What of a program is not decided but handed on: servers, routes, and the words of its rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/pipeline/policy.h"

namespace weir::pipeline {

// Where a server says nothing.
inline constexpr std::chrono::milliseconds kCallTimeoutDefault{60'000};
inline constexpr uint64_t kResultBytesDefault = json::kMessageBytesMax;

std::vector<ServerSettings> ServersOf(const check::Program& program, const SourceSet& sources);
std::vector<RouteSettings> SettingsOf(const std::vector<check::Route>& routes);
std::vector<RuleText> TextsOf(const std::vector<check::Rule>& rules, const SourceSet& sources);

std::vector<LabelSettings> SettingsOf(const std::vector<check::Label>& labels);
std::vector<RateLimitSettings> SettingsOf(const std::vector<check::RateLimit>& limits,
                                          const SourceSet& sources);
GuardSettings SettingsOf(const check::Guard& guard);

// Source text without its comments and line breaks; strings stay as they are.
std::string OnOneLine(std::string_view source);

}  // namespace weir::pipeline
