#include "runtime/telemetry/log.h"

#include "compiler/json/document.h"
#include "runtime/telemetry/write.h"

namespace weir::telemetry {
namespace {

using router::LogLevel;

// Escaping makes at most six bytes of one ("\u001b"), and the frame around the text is short.
constexpr size_t kTextBytesMax = kUnblockedBytesMax / 6 - 32;
// Nothing is escaped in most texts: these are cut only where they are really long.
constexpr size_t kPlainBytesMax = kUnblockedBytesMax - 256;

struct Appearance {
  std::string_view name;
  std::string_view color;
};

Appearance AppearanceOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return {"debug", "\x1b[2m"};
    case LogLevel::kInfo:
      return {"info", "\x1b[36m"};
    case LogLevel::kWarning:
      return {"warning", "\x1b[33m"};
    case LogLevel::kError:
      return {"error", "\x1b[31m"};
  }
  return {"error", ""};
}

std::string TextLine(bool colors, LogLevel level, std::string_view text, WallTime time) {
  const Appearance appearance = AppearanceOf(level);
  std::string line = FormatTime(time) + " ";
  if (colors) line += appearance.color;
  line += appearance.name;
  if (colors) line += "\x1b[0m";
  line.append(8 - appearance.name.size(), ' ');
  return line + Visible(text) + "\n";
}

std::string JsonLine(LogLevel level, std::string_view text, WallTime time) {
  return "{\"time\":\"" + FormatTime(time) + "\",\"level\":\"" +
         std::string(AppearanceOf(level).name) + "\",\"message\":" + json::Quote(text) + "}\n";
}

}  // namespace

std::string LogLine(const LogOptions& options, LogLevel level, std::string_view text,
                    WallTime time) {
  const auto format = [&](std::string_view part) {
    return options.format == LogFormat::kJson ? JsonLine(level, part, time)
                                              : TextLine(options.colors, level, part, time);
  };
  std::string line = format(text.substr(0, kPlainBytesMax));
  if (line.size() > kUnblockedBytesMax) line = format(text.substr(0, kTextBytesMax));
  return line;
}

bool Log::TryWrite(LogLevel level, std::string_view text) {
  const std::string line = LogLine(options_, level, text, std::chrono::system_clock::now());
  return WriteLine(descriptor_, line, std::chrono::milliseconds(0));
}

void Log::Write(LogLevel level, std::string_view text) {
  if (level < options_.least) return;
  if (lost_ > 0) {
    const std::string note = "log lines lost, as nobody read them: " + std::to_string(lost_);
    if (TryWrite(LogLevel::kWarning, note)) lost_ = 0;
  }
  if (lost_ > 0 || !TryWrite(level, text)) ++lost_;
}

}  // namespace weir::telemetry
