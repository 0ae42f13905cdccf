// Sets of Thompson states, each kept once and called by a number.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <unordered_set>
#include <vector>

#include "compiler/automata/nfa.h"

namespace weir::automata {

// One set after the other in one vector, and an index over them.
class SetPool {
 public:
  SetPool() : index_(0, Hash{this}, Equal{this}) {}
  SetPool(const SetPool&) = delete;  // the index points back at the pool
  SetPool& operator=(const SetPool&) = delete;

  uint32_t size() const { return static_cast<uint32_t>(ends_.size()); }
  size_t member_count() const { return members_.size(); }
  // Valid until the next set is added.
  std::span<const StateId> operator[](uint32_t id) const {
    size_t begin = id == 0 ? 0 : ends_[id - 1];
    return {members_.data() + begin, ends_[id] - begin};
  }

  // Gives the set a number that no equal set will get.
  uint32_t Add(std::span<const StateId> set) {
    members_.insert(members_.end(), set.begin(), set.end());
    ends_.push_back(members_.size());
    return size() - 1;
  }

  // The number of an equal set that was interned before, else a new one.
  uint32_t Intern(std::span<const StateId> set) {
    auto [entry, is_new] = index_.insert(Add(set));
    if (!is_new) {
      ends_.pop_back();
      members_.resize(members_.size() - set.size());
    }
    return *entry;
  }

  void Clear() {
    index_.clear();
    members_.clear();
    ends_.clear();
  }

 private:
  struct Hash {
    const SetPool* pool;
    size_t operator()(uint32_t id) const {
      uint64_t hash = 0xcbf29ce484222325;
      for (StateId member : (*pool)[id]) {
        hash = (hash ^ member) * 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
      }
      return hash;
    }
  };
  struct Equal {
    const SetPool* pool;
    bool operator()(uint32_t left, uint32_t right) const {
      return std::ranges::equal((*pool)[left], (*pool)[right]);
    }
  };

  std::vector<StateId> members_;
  std::vector<size_t> ends_;
  std::unordered_set<uint32_t, Hash, Equal> index_;
};

}  // namespace weir::automata
