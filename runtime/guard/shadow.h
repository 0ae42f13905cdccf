// What a server's definitions have to do with those of its neighbours: names that pass for others',
// and names of others in its texts.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "runtime/guard/analyze.h"
#include "runtime/guard/names.h"
#include "runtime/guard/signs.h"

namespace weir::guard {

// Immutable; `servers` must outlive it.
class Neighbours {
 public:
  explicit Neighbours(const std::vector<ServerDefinitions>& servers);

  // Finds the names in a text that server `s` says of its definition `own`, or of itself if that is
  // empty. Good while this lives.
  FindNames NamesFor(uint32_t s, std::string own = {}) const;

  // Adds the signs in the name of definition `d` of server `s`, against definitions of the same
  // kind of other servers.
  void CompareNames(uint32_t s, uint32_t d, const std::vector<Passage>& passages,
                    Signs& signs) const;

 private:
  struct Entry {
    uint32_t server;
    DefinitionKind kind;
    std::string name;
  };
  void Know(uint32_t s, const Passage& passage);
  void Compare(const Entry& own, const Entry& other, size_t passage, Range whole,
               Signs& signs) const;

  const std::vector<ServerDefinitions>& servers_;
  std::vector<std::vector<Entry>> entries_;        // of each server
  std::multimap<std::string, Entry> by_deletion_;  // see NearbyKeys
  // Words that each server may speak of, lower case; and skeletons of its tools and its choices.
  std::vector<std::set<std::string>> known_;
  std::vector<std::set<std::string>> siblings_;
  std::unique_ptr<NameIndex> index_;
};

}  // namespace weir::guard
