// The workload written by hand in C++: what weir is held against. The names become numbers at the
// call, through a flat hash table each, and by_hand.inc (by_hand.py) is a switch over those.
// usage: by_hand WORKLOAD-FOLDER
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

inline bool StartsWith(std::string_view text, const char* prefix, size_t length) {
  return text.size() >= length && std::memcmp(text.data(), prefix, length) == 0;
}

#include "by_hand.inc"

using Clock = std::chrono::steady_clock;
using Row = std::vector<std::string>;

constexpr uint32_t kUnknown = 255;
constexpr uint32_t kUnknownAgent = 65'535;

// Names and their numbers: open addressing, a third full, one comparison where a name is known.
class Names {
 public:
  explicit Names(const std::set<std::string>& names) : names_(names.begin(), names.end()) {
    size_t size = 16;
    while (size < names.size() * 3) size *= 2;
    entries_.resize(size);
    for (const std::string& name : names_) {
      size_t at = HashOf(name) & (size - 1);
      while (entries_[at].bytes != nullptr) at = (at + 1) & (size - 1);
      const size_t digit = name.find_first_of("0123456789");
      entries_[at] = {name.data(), static_cast<uint32_t>(name.size()),
                      static_cast<uint32_t>(std::atoi(name.c_str() + digit))};
    }
  }

  uint32_t Find(std::string_view name, uint32_t if_unknown) const {
    const size_t mask = entries_.size() - 1;
    for (size_t at = HashOf(name) & mask; entries_[at].bytes != nullptr; at = (at + 1) & mask) {
      const Entry& entry = entries_[at];
      if (entry.length == name.size() && std::memcmp(entry.bytes, name.data(), entry.length) == 0)
        return entry.number;
    }
    return if_unknown;
  }

 private:
  struct Entry {
    const char* bytes = nullptr;
    uint32_t length = 0;
    uint32_t number = 0;
  };

  static uint64_t HashOf(std::string_view name) {
    uint64_t first = 0;
    uint64_t last = 0;
    const size_t ends = std::min<size_t>(name.size(), 8);
    if (ends == 8) {
      std::memcpy(&first, name.data(), 8);
      std::memcpy(&last, name.data() + name.size() - 8, 8);
    } else if (ends >= 4) {
      std::memcpy(&first, name.data(), 4);
      std::memcpy(&last, name.data() + name.size() - 4, 4);
    } else if (ends > 0) {
      first = static_cast<unsigned char>(name.front());
      last = static_cast<unsigned char>(name.back());
    }
    const auto product = static_cast<unsigned __int128>(first ^ 0xa0761d6478bd642f) *
                         (last ^ 0xe7037ed1a0b428db ^ name.size());
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
  }

  std::vector<std::string> names_;
  std::vector<Entry> entries_;
};

std::vector<Row> ReadTable(const std::string& path) {
  std::ifstream file(path);
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    Row& row = rows.emplace_back();
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, '\t');) row.push_back(field);
  }
  if (rows.empty()) std::abort();
  return rows;
}

std::set<std::string> Column(const std::vector<Row>& rules, size_t column) {
  std::set<std::string> names;
  for (const Row& rule : rules) {
    std::istringstream fields(rule[column]);
    for (std::string name; std::getline(fields, name, ',');) {
      if (name != "*") names.insert(name);
    }
  }
  return names;
}

struct Request {
  std::string agent, server, tool, path, host;
  bool expected;
};

template <typename Decide>
void Measure(int rules, const std::string& folder, double seconds, const Decide& decide) {
  const std::string size = std::to_string(rules) + ".tsv";
  const std::vector<Row> table = ReadTable(folder + "/rules_" + size);
  std::vector<Request> requests;
  for (const Row& row : ReadTable(folder + "/requests_" + size)) {
    requests.push_back({row[0], row[1], row[2], row[3], row[4], row[5] == "1"});
  }
  const Names agents(Column(table, 2));
  const Names servers(Column(table, 3));
  const Names tools(Column(table, 4));
  const Names hosts(Column(table, 6));
  const auto allows = [&](const Request& request) {
    return decide(agents.Find(request.agent, kUnknownAgent), servers.Find(request.server, kUnknown),
                  tools.Find(request.tool, kUnknown), hosts.Find(request.host, kUnknown),
                  request.path);
  };
  const auto mismatches =
      std::count_if(requests.begin(), requests.end(),
                    [&](const Request& request) { return allows(request) != request.expected; });
  std::vector<double> batches;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (Clock::now() < end || batches.size() < 31) {
    size_t allowed = 0;
    const auto begin = Clock::now();
    for (const Request& request : requests) allowed += allows(request) ? 1 : 0;
    const std::chrono::duration<double, std::nano> taken = Clock::now() - begin;
    if (allowed == 0) std::abort();
    batches.push_back(taken.count() / static_cast<double>(requests.size()));
  }
  std::sort(batches.begin(), batches.end());
  std::printf(
      "{\"engine\":\"C++, written by hand\",\"rules\":%d,\"median_ns\":%.1f,\"mismatches\":%td}\n",
      rules, batches[batches.size() / 2], mismatches);
}

}  // namespace

int main(int argument_count, char** arguments) {
  if (argument_count != 2) return 2;
  const char* wanted = std::getenv("WEIR_BENCH_SECONDS");
  const double seconds = wanted == nullptr ? 2 : std::atof(wanted);
  Measure(100, arguments[1], seconds, Decide100);
  Measure(1'000, arguments[1], seconds, Decide1000);
}
