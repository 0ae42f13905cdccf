// Reads one list of one server over all its pages. A server that never ends its list, or goes in
// circles, is cut off.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "runtime/router/definitions.h"
#include "runtime/router/router.h"

namespace weir::router {

class Listing {
 public:
  Listing(ListKind kind, const Limits& limits) : kind_(kind), limits_(limits) {}

  // The params of the next request; empty for the first page.
  std::string NextParams() const;

  // One page's result. True: it was the last one. What is odd about it is said once, in problems().
  bool Add(json::Value result);

  ListKind kind() const { return kind_; }
  std::vector<Definition> TakeItems() { return std::move(items_); }
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  void AddItems(json::Value items);
  void BecomeFull(size_t limit, std::string_view what);

  ListKind kind_;
  Limits limits_;
  size_t pages_ = 0;
  std::optional<std::string> cursor_;
  std::set<std::string> cursors_seen_;
  std::set<std::string> keys_seen_;
  std::vector<Definition> items_;
  size_t bytes_ = 0;
  bool full_ = false;
  std::vector<std::string> problems_;
};

}  // namespace weir::router
