#include "compiler/views/command.h"

#include <algorithm>
#include <array>

#include "compiler/base/unicode.h"
#include "compiler/views/characters.h"

namespace weir::views {
namespace {

constexpr std::string_view kUnquotedNever = "$`|&;<>()*?[]{}!~^";
constexpr std::string_view kInDoubleQuotesNever = "$`!";

// POSIX's, and those that common shells add.
constexpr std::array<std::string_view, 21> kReservedWords{
    "!",  "case", "coproc", "do",   "done", "elif",  "else",  "esac", "fi", "for", "function",
    "if", "in",   "select", "then", "time", "until", "while", "{",    "}",  "[["};

bool HasOnlyPlainCharacters(std::string_view line) {
  for (size_t at = 0; at < line.size();) {
    std::optional<char32_t> code_point = NextCodePoint(line, at);
    if (!code_point) return false;
    if (*code_point == '\t' || *code_point == ' ') continue;
    if (IsControl(*code_point) || IsInvisible(*code_point) || IsWhiteSpace(*code_point))
      return false;
  }
  return true;
}

bool IsNameCharacter(char letter) {
  return ('a' <= letter && letter <= 'z') || ('A' <= letter && letter <= 'Z') ||
         ('0' <= letter && letter <= '9') || letter == '_';
}

// `NAME=…` and `NAME+=…`. Quoted ones are refused too: what programs make of them differs.
bool IsAssignment(std::string_view word) {
  size_t length = 0;
  while (length < word.size() && IsNameCharacter(word[length])) ++length;
  std::string_view rest = word.substr(length);
  return length > 0 && (rest.starts_with('=') || rest.starts_with("+="));
}

// Reads word by word. Each Take returns false where the line has no view.
class Splitter {
 public:
  explicit Splitter(std::string_view line) : rest_(line) {}

  bool TakeWords(std::vector<std::string>& words) {
    for (SkipBlanks(); !rest_.empty(); SkipBlanks()) {
      if (rest_[0] == '#' || words.size() == kCommandWordsMax) return false;
      if (!TakeWord(words.emplace_back())) return false;
    }
    return true;
  }

 private:
  static bool IsBlank(char letter) { return letter == ' ' || letter == '\t'; }

  void SkipBlanks() {
    while (!rest_.empty() && IsBlank(rest_[0])) rest_.remove_prefix(1);
  }

  char TakeByte() {
    char byte = rest_[0];
    rest_.remove_prefix(1);
    return byte;
  }

  bool TakeWord(std::string& word) {
    while (!rest_.empty() && !IsBlank(rest_[0])) {
      char byte = TakeByte();
      if (kUnquotedNever.find(byte) != std::string_view::npos) return false;
      bool is_taken = true;
      if (byte == '\'') {
        is_taken = TakeSingleQuoted(word);
      } else if (byte == '"') {
        is_taken = TakeDoubleQuoted(word);
      } else if (byte == '\\') {
        is_taken = TakeEscaped(word);
      } else {
        word.push_back(byte);
      }
      if (!is_taken) return false;
    }
    return true;
  }

  bool TakeSingleQuoted(std::string& word) {
    size_t end = rest_.find('\'');
    if (end == std::string_view::npos) return false;
    word.append(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool TakeDoubleQuoted(std::string& word) {
    while (!rest_.empty()) {
      char byte = TakeByte();
      if (byte == '"') return true;
      if (kInDoubleQuotesNever.find(byte) != std::string_view::npos) return false;
      bool is_escape = byte == '\\' && !rest_.empty() && (rest_[0] == '"' || rest_[0] == '\\');
      word.push_back(is_escape ? TakeByte() : byte);
    }
    return false;
  }

  bool TakeEscaped(std::string& word) {
    if (rest_.empty() || rest_[0] < ' ' || rest_[0] > '~') return false;
    word.push_back(TakeByte());
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<Command> ParseCommand(std::string_view line) {
  if (line.size() > kCommandBytesMax || !HasOnlyPlainCharacters(line)) return std::nullopt;
  Command command;
  if (!Splitter(line).TakeWords(command.words) || command.words.empty()) return std::nullopt;
  const std::string& program = command.program();
  bool is_reserved = std::ranges::find(kReservedWords, program) != kReservedWords.end();
  if (program.empty() || is_reserved || IsAssignment(program)) return std::nullopt;
  return command;
}

}  // namespace weir::views
