// Which members of one object its schemas name.
#pragma once

#include <set>
#include <string_view>

namespace weir::schema {

struct Names {
  std::set<std::string_view> named;
  // Some schema has `properties` or `patternProperties`. Where none has, the object is free.
  bool closed = false;

  void Merge(const Names& other);
  bool Has(std::string_view key) const { return !closed || named.contains(key); }
};

}  // namespace weir::schema
