// What a Document holds: the text, and every value of it in the order of the text. Private to this
// folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/json/document.h"

namespace weir::json {

// A member of an object is two nodes, its key and its value.
struct Node {
  uint32_t begin;  // the bytes [begin, end) of the text
  uint32_t end;
  uint32_t next;  // the node after this one and all that is in it
  uint32_t
      extra;  // of a container: how many it holds; of a string: 0, or 1 + its index in `unescaped`
  Kind kind;
};

struct Tape {
  std::string text;  // with simdjson's padding behind it
  size_t text_size = 0;
  std::vector<Node> nodes;
  std::string arena;  // the strings that are spelled with escapes, unescaped, one after the other
  struct Slice {
    uint32_t begin;
    uint32_t size;
  };
  std::vector<Slice> unescaped;

  std::string_view View() const { return {text.data(), text_size}; }
  std::string_view Raw(const Node& node) const {
    return View().substr(node.begin, node.end - node.begin);
  }
  std::string_view String(const Node& node) const {
    if (node.extra == 0) return View().substr(node.begin + 1, node.end - node.begin - 2);
    const Slice slice = unescaped[node.extra - 1];
    return std::string_view(arena).substr(slice.begin, slice.size);
  }
};

}  // namespace weir::json
