#include "compiler/analyze/lock.h"

#include <utility>

namespace weir::analyze {
namespace {

using diagnostics::Kind;
using json::Value;

constexpr int64_t kFormat = 1;

class LockReader {
 public:
  LockReader(const json::Document& document, uint32_t file, diagnostics::Sink& sink)
      : text_(document.text()), file_(file), sink_(sink) {}

  // False: reported.
  bool Read(Value root, Lock& lock) {
    const std::optional<Value> format = root.Find("weirLock");
    const bool known =
        format && format->kind() == json::Kind::kInteger && format->integer() == kFormat;
    if (!known) return Bad(format.value_or(root), "`weirLock` is not " + std::to_string(kFormat));
    const std::optional<Value> servers = root.Find("servers");
    if (!servers || !servers->is_object()) {
      return Bad(servers.value_or(root), "`servers` is no object");
    }
    bool good = true;
    for (const json::Member server : servers->members()) {
      const std::string path = "servers." + std::string(server.key);
      good = ReadServer(server.value, path, lock.servers[std::string(server.key)]) && good;
    }
    return good;
  }

 private:
  bool ReadServer(Value server, const std::string& path, PinnedServer& pinned) {
    if (!server.is_object()) return Bad(server, "`" + path + "` is no object");
    const bool tools = ReadAll(server, path, "tools", pinned.tools);
    return ReadAll(server, path, "prompts", pinned.prompts) && tools;
  }

  bool ReadAll(Value server, const std::string& path, const std::string& list,
               Definitions& definitions) {
    const std::optional<Value> all = server.Find(list);
    if (!all) return true;
    if (!all->is_object()) return Bad(*all, "`" + path + "." + list + "` is no object");
    bool good = true;
    for (const json::Member entry : all->members()) {
      const std::string name = path + "." + list + "." + std::string(entry.key);
      const std::optional<Value> definition = entry.value.Find("definition");
      if (!definition || !definition->is_object()) {
        good = Bad(definition.value_or(entry.value), "`" + name + ".definition` is no object");
        continue;
      }
      const std::optional<Value> own = definition->Find("name");
      if (!own || !own->is_string() || own->string() != entry.key) {
        good = Bad(own.value_or(*definition), "`" + name + "` has a definition of another name");
        continue;
      }
      definitions.emplace(entry.key, *definition);
    }
    return good;
  }

  bool Bad(Value at, const std::string& message) {
    const auto begin = static_cast<uint32_t>(at.raw().data() - text_.data());
    sink_.Report<Kind::kBadLock>({file_, begin, begin + static_cast<uint32_t>(at.raw().size())},
                                 message);
    return false;
  }

  const std::string_view text_;
  const uint32_t file_;
  diagnostics::Sink& sink_;
};

}  // namespace

std::optional<Lock> ReadLock(const SourceSet& sources, uint32_t file, diagnostics::Sink& sink) {
  const json::Limits limits{kLockBytesMax, kLockNestingMax};
  auto document = json::Document::Parse(std::string(sources.file(file).text()), limits);
  if (!document) {
    sink.Report<Kind::kBadLock>({file, 0, 0}, document.error().message);
    return std::nullopt;
  }
  Lock lock{std::move(*document), {}};
  if (!LockReader(lock.document, file, sink).Read(lock.document.root(), lock)) return std::nullopt;
  return lock;
}

}  // namespace weir::analyze
