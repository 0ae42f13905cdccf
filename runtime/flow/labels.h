// What the tracking speaks of: sets of labels as bits of one word, where content came from, and
// ranges of bytes. Which bit stands for which label of a policy is the caller's business; a server
// is a label too.
#pragma once

#include <cstdint>
#include <string>

namespace weir::flow {

using LabelSet = uint64_t;

// Bytes [begin, end) of some UTF-8 string.
struct Range {
  uint32_t begin = 0;
  uint32_t end = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

// The call whose result brought the content; `call` counts the calls of the conversation.
struct Origin {
  uint64_t call = 0;
  std::string server;
  std::string tool;
  friend bool operator==(const Origin&, const Origin&) = default;
};

}  // namespace weir::flow
