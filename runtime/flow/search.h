// One look at one text for what it has in common with the texts of a Store. An implementation
// detail of Store::Find.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/flow/store.h"

namespace weir::flow {

class Search {
 public:
  Search(const Store& store, const NormalText& text, Range range, Work& work,
         const Store::Carries& carries)
      : store_(store), text_(text), range_(range), work_(work), carries_(carries) {}

  void Run();

 private:
  // A run that was compared already. Candidates on its diagonal, or under its labels if it counts,
  // need no look.
  struct Seen {
    uint64_t source;
    int64_t diagonal;
    bool reversed;
    uint32_t end;
    bool carried;
    LabelSet labels;
  };

  void Batch(uint32_t begin, uint32_t count);
  void Candidates(uint32_t at, uint32_t hash);
  void Windows(uint32_t at);
  bool Try(uint32_t at, uint32_t size, uint32_t place);
  bool IsSeen(const Store::Place& place, uint32_t at, uint32_t size, bool reversed);
  void Extend(const Store::Place& place, uint32_t at, uint32_t size, bool reversed);
  void AllTokens();
  void Tokens(uint32_t at);
  void TryToken(uint32_t at, uint32_t size);

  const Store& store_;
  const NormalText& text_;
  const Range range_;
  Work& work_;
  const Store::Carries& carries_;
  std::vector<Seen> seen_;
};

}  // namespace weir::flow
