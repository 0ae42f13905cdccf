// The lock file as the compiler needs it: what each server's tools and prompts are called, and how
// their arguments look. Who writes it checks its digests; here it is only read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "compiler/base/source.h"
#include "compiler/diagnostics/sink.h"
#include "compiler/json/document.h"

namespace weir::analyze {

inline constexpr size_t kLockBytesMax = size_t{64} << 20;
// What a lock file adds around a definition, which may be nested as deep as any message.
inline constexpr int kLockNestingMax = json::kNestingMax + 8;

// A definition by name, whole.
using Definitions = std::map<std::string, json::Value, std::less<>>;

struct PinnedServer {
  Definitions tools;
  Definitions prompts;
};

struct Lock {
  json::Document document;  // what the values point into
  std::map<std::string, PinnedServer, std::less<>> servers;
};

// Nothing: the file is damaged, and that is reported at the entry.
std::optional<Lock> ReadLock(const SourceSet& sources, uint32_t file, diagnostics::Sink& sink);

}  // namespace weir::analyze
