// Many patterns over one string, matched together in one pass: a deterministic automaton whose
// states say which of the patterns have matched. Used for tool names (classes of targets) and for
// the arguments of a request.
//
// Source: subset construction over a Thompson NFA, with byte classes (Aho, Sethi, Ullman,
// "Compilers", ch. 3; Cox, "Regular Expression Matching: the Virtual Machine Approach").
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::automata {

enum class PatternKind : uint8_t {
  kEquals,
  // Over names: `*` is any bytes.
  kNameGlob,
  // Over values: `*` any bytes but `/`, `**` any bytes, `?` one code point but `/`; `\` makes the
  // next plain.
  kGlob,
  kContains,
  kStartsWith,
  kEndsWith,
  // An absolute directory or what is below it: "/srv" fits "/srv" and "/srv/x", not "/srv2".
  kWithin,
  // A regular expression (syntax: regex.h) for the whole value.
  kRegex,
  // A regular expression for some part of the value.
  kRegexSearch,
};

struct Pattern {
  PatternKind kind;
  std::string text;

  friend bool operator==(const Pattern&, const Pattern&) = default;
};

// Immutable, so any number of threads may run it. State 0 is the start.
struct Automaton {
  std::array<uint8_t, 256> class_of{};  // of a byte
  uint32_t class_count = 1;
  std::vector<uint32_t> next;     // [state * class_count + class]
  std::vector<uint32_t> accepts;  // [state]: index into accept_sets if the string ends here
  std::vector<bool> settled;      // [state]: no further byte changes what is accepted
  // The distinct sets of patterns, each sorted; accept_sets[0] is always the empty set (present
  // even if unused).
  std::vector<std::vector<uint32_t>> accept_sets;

  uint32_t state_count() const { return static_cast<uint32_t>(accepts.size()); }
  // The index of the accept set of a whole string. Linear in its bytes, never reads past a settled
  // state.
  uint32_t Run(std::string_view text) const;
};

struct Budget {
  uint32_t states_max = 65'536;
};

// The minimal automaton of these patterns. Nothing where it, or the construction on the way to it,
// would need more states than the budget or too much memory, or where a regular expression is none
// (CheckRegex says so with a reason).
std::optional<Automaton> Build(std::span<const Pattern> patterns, const Budget& budget = {});

}  // namespace weir::automata
