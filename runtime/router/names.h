// The names under which clients see tools and prompts: `server__tool`, in the characters and length
// that model vendors accept. A name says nothing that is relied on: what it means is looked up in
// the catalog, never split off it.
//
// A name depends on the policy and on its own server only, not on what other servers list or when.
// A name that another server of the policy could claim (`a__b` + `c`, `a` + `b__c`), that a route
// has, or that had to be altered, ends in a hash of the identity; a name of the servers' own making
// that looks like one of those gets a hash as well.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/pipeline/policy.h"

namespace weir::router {

// '_' and this many hexadecimal digits of SHA-256 of the identity.
inline constexpr size_t kNameHashDigits = 16;

class Names {
 public:
  // `length_max` must leave room for the hash.
  Names(const Policy& policy, size_t length_max);

  // Names of different (server, own name) are different, as far as SHA-256 goes. `taken` are names
  // that are not free, such as routes.
  std::string Expose(ServerIndex server, std::string_view own_name,
                     const std::set<std::string, std::less<>>& taken) const;

  // Has only characters that model vendors accept, and is neither empty nor too long.
  bool IsValid(std::string_view name) const;

 private:
  bool BelongsTo(std::string_view name, ServerIndex server) const;

  std::vector<std::string> prefixes_;  // by server: `name__`
  std::vector<std::string> servers_;
  size_t length_max_;
};

}  // namespace weir::router
