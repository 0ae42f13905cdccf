// The names of one sort of thing ("agent"), each with its place in the program.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "compiler/ast/ast.h"

namespace weir::check {

class Names {
 public:
  struct Entry {
    uint32_t index = 0;
    Span span;
    bool used = false;
  };

  // Nothing if it is new; the earlier one if the name is taken.
  const Entry* Declare(const std::string& name, Span span, uint32_t index);
  // Marks it as used.
  const Entry* Find(const std::string& name);
  void MarkUsed(const std::string& name) { static_cast<void>(Find(name)); }
  std::vector<std::string> All() const;

  const std::map<std::string, Entry>& entries() const { return entries_; }

 private:
  std::map<std::string, Entry> entries_;
};

}  // namespace weir::check
