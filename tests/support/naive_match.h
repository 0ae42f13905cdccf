// What a pattern fits, said as plainly as possible and without any automaton: the reference for
// compiler/automata.
#pragma once

#include <string_view>

#include "compiler/automata/automaton.h"

namespace weir::automata {

// 0 where the text begins in the middle of a code point.
inline size_t NaiveCodePointBytes(std::string_view text) {
  auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  if (lead < 0xC0) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// Valid UTF-8 only.
inline bool NaiveGlob(std::string_view glob, std::string_view text) {
  if (glob.empty()) return text.empty();
  if (glob.starts_with("**")) {
    return NaiveGlob(glob.substr(2), text) || (!text.empty() && NaiveGlob(glob, text.substr(1)));
  }
  bool stays_in_segment = !text.empty() && text[0] != '/';
  if (glob[0] == '*') {
    return NaiveGlob(glob.substr(1), text) || (stays_in_segment && NaiveGlob(glob, text.substr(1)));
  }
  if (glob[0] == '?') {
    size_t bytes = stays_in_segment ? NaiveCodePointBytes(text) : 0;
    return bytes > 0 && NaiveGlob(glob.substr(1), text.substr(bytes));
  }
  if (glob[0] == '\\' && glob.size() > 1) glob.remove_prefix(1);
  return !text.empty() && text[0] == glob[0] && NaiveGlob(glob.substr(1), text.substr(1));
}

inline bool NaiveNameGlob(std::string_view glob, std::string_view text) {
  if (glob.empty()) return text.empty();
  if (glob[0] == '*') {
    return NaiveNameGlob(glob.substr(1), text) ||
           (!text.empty() && NaiveNameGlob(glob, text.substr(1)));
  }
  return !text.empty() && text[0] == glob[0] && NaiveNameGlob(glob.substr(1), text.substr(1));
}

inline bool NaiveWithin(std::string_view directory, std::string_view text) {
  if (!directory.starts_with('/')) return false;
  if (directory == "/") return text.starts_with('/');
  if (!text.starts_with(directory)) return false;
  return text.size() == directory.size() || text[directory.size()] == '/';
}

inline bool NaiveFits(const Pattern& pattern, std::string_view text) {
  switch (pattern.kind) {
    case PatternKind::kEquals:
      return text == pattern.text;
    case PatternKind::kNameGlob:
      return NaiveNameGlob(pattern.text, text);
    case PatternKind::kGlob:
      return NaiveGlob(pattern.text, text);
    case PatternKind::kContains:
      return text.find(pattern.text) != std::string_view::npos;
    case PatternKind::kStartsWith:
      return text.starts_with(pattern.text);
    case PatternKind::kEndsWith:
      return text.ends_with(pattern.text);
    case PatternKind::kWithin:
      return NaiveWithin(pattern.text, text);
    case PatternKind::kRegex:
    case PatternKind::kRegexSearch:
      break;  // held against RE2 instead
  }
  return false;
}

}  // namespace weir::automata
