// Which statements and blocks the pieces of a policy are. Told from brackets, `;` and the words
// that open blocks alone, so that a new kind of statement needs nothing here.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/format/pieces.h"

namespace weir::format {

// What a pair of braces holds.
enum class Braces : uint8_t {
  kBlock,  // statements
  kJson,   // members: `{ "path": "/srv" }`
  kNames,  // `{read_*, list_*}`
};

struct Block;

// Pieces [begin, end): up to and with its `;`, or the `{` of its block.
struct Statement {
  size_t begin = 0;
  size_t end = 0;
  std::vector<Block> block;  // none or one
};

// The pieces between its statements are comments.
struct Block {
  size_t open = 0;   // the `{`; of a whole file: where it begins
  size_t close = 0;  // the `}`; of a whole file: where it ends
  std::vector<Statement> statements;
};

class Structure {
 public:
  explicit Structure(std::span<const Piece> pieces);

  const Block& file() const { return file_; }
  // Of an opening brace.
  Braces BracesAt(size_t open) const { return braces_[open]; }
  // Of an opening bracket of any kind: the one that closes it.
  size_t CloseOf(size_t open) const { return close_[open]; }

 private:
  void Pair();
  void Classify();
  Block ReadBlock(size_t open, size_t begin, size_t close) const;
  Statement ReadStatement(size_t begin, size_t limit, size_t& at) const;
  bool OpensBlock(size_t at, size_t begin) const;

  std::span<const Piece> pieces_;
  std::vector<size_t> close_;
  std::vector<Braces> braces_;
  std::vector<bool> empty_;
  Block file_;
};

}  // namespace weir::format
