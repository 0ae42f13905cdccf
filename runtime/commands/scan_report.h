// What a scan found, for people, programs and code-scanning services.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "runtime/guard/finding.h"
#include "runtime/lock/assess.h"

namespace weir::commands {

enum class ScanFormat : uint8_t { kText, kJson, kSarif };

struct ScanEntry {
  std::string server;
  std::string kind;  // "tool", …, or "instructions"
  std::string key;   // empty for instructions
  guard::Report report;
};

struct ScanSource {
  std::string name;                // the file, or "standard input"
  std::vector<ScanEntry> entries;  // only those with a finding
  size_t servers = 0;
  size_t definitions = 0;
  std::vector<std::string> problems;  // what could not be looked at
};

// Every report from kInfo up.
ScanSource SourceOf(std::string name, const std::vector<lock::NamedServer>& servers);

bool HasQuarantine(const std::vector<ScanSource>& sources);

void WriteScan(const std::vector<ScanSource>& sources, ScanFormat format, std::ostream& out);

}  // namespace weir::commands
