#include "compiler/automata/regex_class.h"

#include <algorithm>
#include <array>
#include <utility>

#include "compiler/base/unicode.h"

namespace weir::automata {
namespace {

struct NamedSet {
  std::string_view name;
  CodePointSet set;
};

const CodePointSet& Word() {
  static const CodePointSet set{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
  return set;
}

// By the letter of the escape.
const std::array<NamedSet, 3>& PerlClasses() {
  static const std::array<NamedSet, 3> classes{
      {{"d", {{'0', '9'}}}, {"s", {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}}, {"w", Word()}}};
  return classes;
}

const std::array<NamedSet, 14>& PosixClasses() {
  static const std::array<NamedSet, 14> classes{{
      {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
      {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
      {"ascii", {{0x0, 0x7F}}},
      {"blank", {{'\t', '\t'}, {' ', ' '}}},
      {"cntrl", {{0x0, 0x1F}, {0x7F, 0x7F}}},
      {"digit", {{'0', '9'}}},
      {"graph", {{'!', '~'}}},
      {"lower", {{'a', 'z'}}},
      {"print", {{' ', '~'}}},
      {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
      {"space", {{'\t', '\r'}, {' ', ' '}}},
      {"upper", {{'A', 'Z'}}},
      {"word", Word()},
      {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
  }};
  return classes;
}

constexpr std::array<std::pair<char, char32_t>, 6> kControlEscapes{
    {{'a', 0x7}, {'f', 0xC}, {'n', 0xA}, {'r', 0xD}, {'t', 0x9}, {'v', 0xB}}};

CodePointSet Cased(const CodePointSet& set, bool ignores_case) {
  return ignores_case ? CaseClosed(set) : set;
}

// A negated class is negated after its case is closed: `(?i)[^k]` is neither `k` nor `K`.
CodePointSet Finished(const CodePointSet& set, bool ignores_case, bool is_negated) {
  CodePointSet cased = Cased(set, ignores_case);
  return is_negated ? Complement(cased) : cased;
}

char Lower(char letter) {
  return static_cast<char>(letter | 0x20);
}
bool IsUpper(char letter) {
  return 'A' <= letter && letter <= 'Z';
}

// One code point that stands for itself.
char32_t TakePlain(RegexScan& scan) {
  size_t begin = scan.at;
  std::optional<char32_t> code_point = NextCodePoint(scan.text, scan.at);
  if (!code_point) scan.Fail("this is not UTF-8", begin);
  return code_point.value_or(0);
}

int HexDigit(char digit) {
  if ('0' <= digit && digit <= '9') return digit - '0';
  char lower = Lower(digit);
  return 'a' <= lower && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Behind `\x`: two digits, or any number of them in braces.
char32_t TakeHex(RegexScan& scan, size_t begin) {
  bool is_braced = scan.Take('{');
  uint32_t value = 0;
  size_t digits = 0;
  while (!scan.AtEnd() && HexDigit(scan.Peek()) >= 0 && (is_braced || digits < 2)) {
    value = std::min<uint32_t>(value * 16 + static_cast<uint32_t>(HexDigit(scan.Peek())),
                               kCodePointMax + 1);
    ++digits;
    ++scan.at;
  }
  bool is_complete = is_braced ? digits > 0 && scan.Take('}') : digits == 2;
  bool is_surrogate = 0xD800 <= value && value <= 0xDFFF;
  if (!is_complete || value > kCodePointMax || is_surrogate) {
    scan.Fail("a code point is `\\x41` or `\\x{1F600}`, up to 10FFFF and no surrogate", begin);
  }
  return value;
}

void FailOnEscape(RegexScan& scan, size_t begin, char letter) {
  if ('1' <= letter && letter <= '9') return scan.Fail("back-references are not regular", begin);
  if (letter == '0') return scan.Fail("there are no octal escapes; write `\\x00`", begin);
  if (letter == 'b' || letter == 'B') {
    return scan.Fail("word boundaries are not supported; write what may stand there", begin);
  }
  scan.Fail("unknown escape", begin);
}

// Behind a `\` that begins no class.
char32_t TakeEscape(RegexScan& scan, size_t begin) {
  if (scan.AtEnd()) {
    scan.Fail("`\\` stands before nothing", begin);
    return 0;
  }
  char letter = scan.Peek();
  if (scan.Take('x')) return TakeHex(scan, begin);
  for (auto [name, code_point] : kControlEscapes) {
    if (scan.Take(name)) return code_point;
  }
  bool is_punctuation =
      '!' <= letter && letter <= '~' && (letter == '_' || !IsWordCharacter(letter));
  if (is_punctuation) {
    ++scan.at;
  } else {
    FailOnEscape(scan, begin, letter);
  }
  return static_cast<unsigned char>(letter);
}

char32_t TakeCharacter(RegexScan& scan) {
  size_t begin = scan.at;
  return scan.Take('\\') ? TakeEscape(scan, begin) : TakePlain(scan);
}

// Behind `\p`: `L`, `{L}`, `{^L}`.
CodePointSet TakeProperty(RegexScan& scan, size_t begin, bool ignores_case, bool is_negated) {
  std::string name;
  if (scan.Take('{')) {
    if (scan.Take('^')) is_negated = !is_negated;
    size_t end = std::min(scan.text.find('}', scan.at), scan.text.size());
    name = scan.text.substr(scan.at, end - scan.at);
    scan.at = end;
    if (!scan.Take('}')) scan.Fail("this property is not closed", begin);
  } else if (!scan.AtEnd()) {
    name = scan.text.substr(scan.at++, 1);
  }
  std::optional<CodePointSet> set = PropertySet(name);
  if (!set)
    scan.Fail("unknown property `" + name + "`; there are categories such as `Lu` and scripts",
              begin);
  return Finished(set.value_or(CodePointSet()), ignores_case, is_negated);
}

// `\d`, `\W`, `\pL`: nothing taken where there is none here.
std::optional<CodePointSet> TakeEscapedClass(RegexScan& scan, bool ignores_case) {
  size_t begin = scan.at;
  if (!scan.Sees("\\") || scan.text.size() < begin + 2) return std::nullopt;
  char letter = scan.text[begin + 1];
  if (letter == 'p' || letter == 'P') {
    scan.at += 2;
    return TakeProperty(scan, begin, ignores_case, IsUpper(letter));
  }
  for (const NamedSet& named : PerlClasses()) {
    if (Lower(letter) != named.name[0]) continue;
    scan.at += 2;
    return Finished(named.set, ignores_case, IsUpper(letter));
  }
  return std::nullopt;
}

// `[:alpha:]`, `[:^alpha:]`: nothing taken where there is none here.
std::optional<CodePointSet> TakePosixClass(RegexScan& scan, bool ignores_case) {
  size_t end = scan.text.find(":]", scan.at);
  if (!scan.Sees("[:") || end == std::string_view::npos) return std::nullopt;
  std::string_view name = scan.text.substr(scan.at + 2, end - scan.at - 2);
  bool is_negated = name.starts_with('^');
  if (is_negated) name.remove_prefix(1);
  auto named = std::ranges::find(PosixClasses(), name, &NamedSet::name);
  size_t begin = std::exchange(scan.at, end + 2);
  if (named == PosixClasses().end()) {
    scan.Fail("unknown class `[:" + std::string(name) + ":]`", begin);
    return CodePointSet();
  }
  return Finished(named->set, ignores_case, is_negated);
}

// `a` or `a-z`.
CodePointRange TakeRange(RegexScan& scan) {
  size_t begin = scan.at;
  char32_t first = TakeCharacter(scan);
  if (!scan.Sees("-") || scan.Sees("-]")) return {first, first};
  ++scan.at;
  if (scan.AtEnd()) return {first, first};
  if (TakeEscapedClass(scan, false)) scan.Fail("a class cannot end a range", begin);
  if (scan.error) return {first, first};
  char32_t last = TakeCharacter(scan);
  if (last < first) scan.Fail("the range is backwards", begin);
  return {first, last};
}

// Behind `[`. A `]` that stands first is a character.
CodePointSet TakeBrackets(RegexScan& scan, size_t begin, bool ignores_case) {
  bool is_negated = scan.Take('^');
  CodePointSet plain;
  CodePointSet finished;
  for (bool is_first = true; !scan.AtEnd() && (is_first || !scan.Sees("]")); is_first = false) {
    std::optional<CodePointSet> named = TakePosixClass(scan, ignores_case);
    if (!named) named = TakeEscapedClass(scan, ignores_case);
    if (named) {
      finished.insert(finished.end(), named->begin(), named->end());
    } else {
      plain.push_back(TakeRange(scan));
    }
  }
  if (!scan.Take(']')) scan.Fail("this class is not closed", begin);
  CodePointSet cased = Cased(Normalised(std::move(plain)), ignores_case);
  finished.insert(finished.end(), cased.begin(), cased.end());
  return Finished(Normalised(std::move(finished)), false, is_negated);
}

}  // namespace

bool RegexScan::TakeAll(std::string_view prefix) {
  if (!Sees(prefix)) return false;
  at += prefix.size();
  return true;
}

void RegexScan::Fail(std::string message, size_t offset) {
  if (!error) error = RegexError{std::move(message), static_cast<uint32_t>(offset)};
  text = {};
  at = 0;
}

bool IsWordCharacter(char letter) {
  return ('0' <= letter && letter <= '9') || ('A' <= letter && letter <= 'Z') ||
         ('a' <= letter && letter <= 'z') || letter == '_';
}

CodePointSet ParseClassAtom(RegexScan& scan, bool ignores_case) {
  size_t begin = scan.at;
  if (std::optional<CodePointSet> named = TakeEscapedClass(scan, ignores_case)) return *named;
  if (scan.Take('[')) return TakeBrackets(scan, begin, ignores_case);
  char32_t character = TakeCharacter(scan);
  return Cased({{character, character}}, ignores_case);
}

}  // namespace weir::automata
