#include "compiler/automata/minimize.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace weir::automata {
namespace {

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();

// The most common target of all transitions: mostly the state in which nothing can fit any more.
uint32_t CommonTarget(const Automaton& automaton) {
  std::vector<uint32_t> counts(automaton.state_count(), 0);
  for (uint32_t target : automaton.next) ++counts[target];
  return static_cast<uint32_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

// For each state, the transitions that lead to it; those into `omitted` are left out.
class Incoming {
 public:
  struct Edge {
    uint32_t source;
    uint32_t byte_class;
  };

  Incoming(const Automaton& automaton, uint32_t omitted) : begins_(automaton.state_count() + 1, 0) {
    for (uint32_t target : automaton.next) {
      if (target != omitted) ++begins_[target + 1];
    }
    std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
    edges_.resize(begins_.back());
    std::vector<uint32_t> fill(begins_.begin(), begins_.end() - 1);
    for (size_t at = 0; at < automaton.next.size(); ++at) {
      uint32_t target = automaton.next[at];
      if (target == omitted) continue;
      edges_[fill[target]++] = {static_cast<uint32_t>(at / automaton.class_count),
                                static_cast<uint32_t>(at % automaton.class_count)};
    }
  }

  const Edge* begin_of(uint32_t target) const { return edges_.data() + begins_[target]; }
  const Edge* end_of(uint32_t target) const { return edges_.data() + begins_[target + 1]; }

 private:
  std::vector<uint32_t> begins_;
  std::vector<Edge> edges_;
};

// The states in blocks. A block is a run of `order_`; the marked states of a block stand at its
// front.
class Partition {
 public:
  // One block for each key.
  explicit Partition(const std::vector<uint32_t>& keys)
      : order_(keys.size()), place_(keys.size()), block_of_(keys.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    std::stable_sort(order_.begin(), order_.end(),
                     [&](uint32_t left, uint32_t right) { return keys[left] < keys[right]; });
    for (uint32_t at = 0; at < order_.size(); ++at) {
      bool is_first = at == 0 || keys[order_[at - 1]] != keys[order_[at]];
      if (is_first) blocks_.push_back({at, at, 0});
      blocks_.back().end = at + 1;
      place_[order_[at]] = at;
      block_of_[order_[at]] = size() - 1;
    }
  }

  uint32_t size() const { return static_cast<uint32_t>(blocks_.size()); }
  uint32_t block_of(uint32_t state) const { return block_of_[state]; }
  uint32_t size_of(uint32_t block) const { return blocks_[block].end - blocks_[block].begin; }
  const uint32_t* begin_of(uint32_t block) const { return order_.data() + blocks_[block].begin; }
  const uint32_t* end_of(uint32_t block) const { return order_.data() + blocks_[block].end; }

  // A state is marked at most once between two calls of SplitMarked.
  void Mark(uint32_t state) {
    Block& block = blocks_[block_of_[state]];
    if (block.marked++ == 0) touched_.push_back(block_of_[state]);
    uint32_t to = block.begin + block.marked - 1;
    uint32_t displaced = order_[to];
    std::swap(order_[to], order_[place_[state]]);
    std::swap(place_[displaced], place_[state]);
  }

  // Cuts the marked states off each block that has others too; tells of each cut (old block, new
  // block).
  template <typename OnSplit>
  void SplitMarked(OnSplit on_split) {
    for (uint32_t old : std::exchange(touched_, {})) {
      uint32_t marked = std::exchange(blocks_[old].marked, 0);
      if (marked == size_of(old)) continue;
      uint32_t begin = blocks_[old].begin;
      blocks_.push_back({begin, begin + marked, 0});
      blocks_[old].begin = begin + marked;
      for (uint32_t at = begin; at < begin + marked; ++at) block_of_[order_[at]] = size() - 1;
      on_split(old, size() - 1);
    }
  }

 private:
  struct Block {
    uint32_t begin;
    uint32_t end;
    uint32_t marked;
  };

  std::vector<uint32_t> order_;
  std::vector<uint32_t> place_;
  std::vector<uint32_t> block_of_;
  std::vector<Block> blocks_;
  std::vector<uint32_t> touched_;
};

// Splits until no block can be told apart by one transition. The block that holds the common target
// is never a splitter: transitions are total, so whatever does not lead to any other block leads to
// that one.
class Refinement {
 public:
  explicit Refinement(const Automaton& automaton)
      : common_(CommonTarget(automaton)),
        incoming_(automaton, common_),
        partition_(automaton.accepts),
        sources_(automaton.class_count) {}

  Partition Run() && {
    for (uint32_t block = 0; block < partition_.size(); ++block) {
      if (block != partition_.block_of(common_)) Push(block);
    }
    while (!waiting_.empty()) {
      uint32_t splitter = waiting_.back();
      waiting_.pop_back();
      is_waiting_[splitter] = false;
      SplitBy(splitter);
    }
    return std::move(partition_);
  }

 private:
  void Push(uint32_t block) {
    if (is_waiting_.size() <= block) is_waiting_.resize(block + 1, false);
    if (is_waiting_[block]) return;
    is_waiting_[block] = true;
    waiting_.push_back(block);
  }

  void SplitBy(uint32_t splitter) {
    for (const uint32_t* state = partition_.begin_of(splitter);
         state != partition_.end_of(splitter); ++state) {
      for (const auto* edge = incoming_.begin_of(*state); edge != incoming_.end_of(*state);
           ++edge) {
        if (sources_[edge->byte_class].empty()) classes_.push_back(edge->byte_class);
        sources_[edge->byte_class].push_back(edge->source);
      }
    }
    for (uint32_t byte_class : std::exchange(classes_, {})) {
      for (uint32_t source : sources_[byte_class]) partition_.Mark(source);
      sources_[byte_class].clear();
      partition_.SplitMarked([this](uint32_t old, uint32_t cut) { OnSplit(old, cut); });
    }
  }

  void OnSplit(uint32_t old, uint32_t cut) {
    if (is_waiting_.size() < partition_.size()) is_waiting_.resize(partition_.size(), false);
    if (is_waiting_[old]) return Push(cut);
    uint32_t common_block = partition_.block_of(common_);
    if (common_block == old) return Push(cut);
    if (common_block == cut) return Push(old);
    Push(partition_.size_of(old) < partition_.size_of(cut) ? old : cut);
  }

  uint32_t common_;
  Incoming incoming_;
  Partition partition_;
  std::vector<std::vector<uint32_t>> sources_;  // of each class, while one block splits
  std::vector<uint32_t> classes_;               // those with sources
  std::vector<uint32_t> waiting_;
  std::vector<bool> is_waiting_;
};

// Writes the blocks as states, in the order of a breadth-first walk.
class Renumbering {
 public:
  Renumbering(const Automaton& from, const Partition& partition)
      : from_(from),
        partition_(partition),
        state_of_(partition.size(), kNone),
        accept_of_(from.accept_sets.size(), kNone) {}

  Automaton Run() && {
    result_.class_of = from_.class_of;
    result_.class_count = from_.class_count;
    AcceptSet(0);
    State(0);
    for (uint32_t state = 0; state < origins_.size(); ++state) AddState(state, origins_[state]);
    return std::move(result_);
  }

 private:
  void AddState(uint32_t state, uint32_t origin) {
    bool is_settled = true;
    for (uint32_t each = 0; each < from_.class_count; ++each) {
      uint32_t target = State(from_.next[size_t{origin} * from_.class_count + each]);
      result_.next.push_back(target);
      is_settled = is_settled && target == state;
    }
    result_.accepts.push_back(AcceptSet(from_.accepts[origin]));
    result_.settled.push_back(is_settled);
  }

  uint32_t State(uint32_t origin) {
    uint32_t& state = state_of_[partition_.block_of(origin)];
    if (state == kNone) {
      state = static_cast<uint32_t>(origins_.size());
      origins_.push_back(origin);
    }
    return state;
  }

  uint32_t AcceptSet(uint32_t old) {
    uint32_t& id = accept_of_[old];
    if (id == kNone) {
      id = static_cast<uint32_t>(result_.accept_sets.size());
      result_.accept_sets.push_back(from_.accept_sets[old]);
    }
    return id;
  }

  const Automaton& from_;
  const Partition& partition_;
  std::vector<uint32_t> state_of_;  // of each block
  std::vector<uint32_t> accept_of_;
  std::vector<uint32_t> origins_;  // of each new state, one old state of its block
  Automaton result_;
};

}  // namespace

Automaton Minimize(const Automaton& automaton) {
  Partition partition = Refinement(automaton).Run();
  return Renumbering(automaton, partition).Run();
}

}  // namespace weir::automata
