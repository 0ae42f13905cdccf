// What the servers are held to: the lock file or, without one, what each listed first in this run.
// Every definition that is not what it was, or that the guard has something against, is held back
// by itself; its server and everything else of it go on.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "compiler/pipeline/policy.h"
#include "runtime/lock/assess.h"
#include "runtime/lock/lock_file.h"
#include "runtime/router/definitions.h"
#include "runtime/router/events.h"

namespace weir::router {

// What is said of one server in a run; a server that changes all the time could fill the log.
inline constexpr size_t kWardenNewsMax = 200;

// Why something is not simply to be used.
struct Hold {
  // kQuarantine: not listed, not to be used; kAsk: with a person's yes; kWarn: with a word about it
  Reaction reaction;
  std::string because;  // "drift: its definition is not the pinned one"
};
using Holds = std::map<std::tuple<ServerIndex, ListKind, std::string>, Hold>;

// The last complete round of a server's lists.
struct Round {
  const Lists& lists;
  // Lists that could not be read this time: what stands there is from before, and nothing that is
  // missing in it has vanished.
  const std::array<bool, kListKindCount>& given_up;
  std::string_view initialized;  // its result of initialize, raw
};

class Warden {
 public:
  Warden(const Policy& policy, std::shared_ptr<const lock::LockFile> lock);

  // Holds `server` to what `other` held its server `from` to.
  void Adopt(ServerIndex server, const Warden& other, ServerIndex from);

  // After it, served() and holds() are up to date. True: definitions that were not known before
  // have come to be relied on, so that those of other servers may be looked at in another light.
  bool Review(ServerIndex server, const Round& round);

  // By server: what may be listed, each as it is pinned.
  const std::vector<Lists>& served() const { return served_; }
  const Holds& holds() const { return holds_; }
  // What was found since it was last asked.
  std::vector<Log> TakeNews() { return std::exchange(news_, {}); }

 private:
  enum class Drift : uint8_t { kNone, kNew, kChanged };
  struct Listed {
    Definition definition;  // as it is to be served, if it is
    std::string key;
    Drift drift;
    bool as_pinned;  // `definition` is the pinned one
  };
  struct Watched {
    std::string name;
    lock::Server base;  // what it is held to
    std::array<bool, kListKindCount> based{};
    bool pinned = true;    // there is something to hold it to, or will be
    bool met = false;      // it has been reviewed before
    lock::Server outside;  // of what it is served without being in `base`
    std::array<std::vector<Listed>, kListKindCount> listed;
    size_t said = 0;
  };

  void ReviewIdentity(Watched& watched, std::string_view initialized);
  void ReviewList(Watched& watched, ListKind kind, const std::vector<Definition>& definitions,
                  bool complete);
  void ReviewItem(Watched& watched, ListKind kind, const Definition& definition, bool trust);
  void ReviewVanished(Watched& watched, ListKind kind);
  void Rebuild();
  void Place(ServerIndex server, ListKind kind, const Listed& item, const guard::Report* report);
  std::vector<lock::Assessment> AssessBases() const;
  std::vector<lock::Assessment> Assess() const;
  void Tell(Watched& watched, LogLevel level, const std::string& text);

  GuardSettings settings_;
  bool has_lock_;
  std::vector<Watched> watched_;  // by ServerIndex
  std::vector<lock::Assessment> assessments_;
  bool assessed_ = false;
  std::vector<Lists> served_;
  Holds holds_;
  std::set<std::string> told_;
  std::vector<Log> news_;
};

}  // namespace weir::router
