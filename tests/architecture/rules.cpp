// The rules themselves, as tables. A folder may include itself and whatever stands before it in its
// list.
#include "tests/architecture/rules.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <regex>
#include <span>
#include <sstream>

namespace weir::architecture {
namespace {

constexpr size_t kLinesMax = 600;

constexpr auto kCompilerOrder = std::to_array<std::string_view>(
    {"abi",   "base",     "json",   "diagnostics", "automata",   "views",   "slots", "ast",
     "parse", "imports",  "check",  "analyze",     "ir",         "lower",   "eval",  "codegen",
     "jit",   "pipeline", "format", "explain",     "policytest", "commands"});
constexpr auto kRuntimeOrder = std::to_array<std::string_view>(
    {"base", "jsonrpc", "mcp", "policy", "guard", "lock", "flow", "tracking", "schema", "router",
     "keeper", "net", "telemetry", "clients", "commands"});

// The doors through which runtime/ sees the compiler.
constexpr auto kCompilerDoors =
    std::to_array<std::string_view>({"abi", "base", "json", "pipeline"});

struct ForeignLibrary {
  std::string_view name;
  std::string_view include_prefix;
  std::span<const std::string_view> folders;  // where it may appear; tests may use anything
};

constexpr auto kLlvmFolders = std::to_array<std::string_view>({"compiler/codegen", "compiler/jit"});
constexpr auto kAntlrFolders = std::to_array<std::string_view>({"compiler/parse"});
constexpr auto kSimdjsonFolders = std::to_array<std::string_view>({"compiler/json"});
constexpr auto kRe2Folders = std::to_array<std::string_view>({"runtime/schema"});
constexpr auto kAsioFolders = std::to_array<std::string_view>({"runtime/net", "runtime/commands"});

constexpr auto kForeignLibraries = std::to_array<ForeignLibrary>({
    {"LLVM", "llvm/", kLlvmFolders},
    {"LLVM", "llvm-c/", kLlvmFolders},
    {"ANTLR", "antlr4-runtime", kAntlrFolders},
    {"ANTLR", "Weir", kAntlrFolders},  // the generated lexer and parser
    {"simdjson", "simdjson", kSimdjsonFolders},
    {"RE2", "re2/", kRe2Folders},
    {"Boost.Asio", "boost/asio", kAsioFolders},
    {"Boost.Process", "boost/process", kAsioFolders},
});

struct ForbiddenText {
  std::string_view what;
  const char* pattern;
};

// What would tie the tree to the machine that it was written on.
constexpr auto kForbiddenTexts = std::to_array<ForbiddenText>({
    {"a path of one machine", R"((^|[\s"'=(:])/work/)"},
    {"the host of a package registry", R"(\bregistry\.[a-z]+|"resolved"\s*:)"},
});

std::optional<size_t> Position(std::span<const std::string_view> names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<size_t>(found - names.begin());
}

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return Position(names, name).has_value();
}

// "compiler", "check" of "compiler/check/check.cpp"; the second is empty for a file right in the
// first.
struct Location {
  std::string top;
  std::string folder;
  std::string Name() const { return folder.empty() ? top : top + "/" + folder; }
};

Location Locate(std::string_view path) {
  const size_t first = path.find('/');
  if (first == std::string_view::npos) return {};
  const size_t second = path.find('/', first + 1);
  Location location{std::string(path.substr(0, first)), {}};
  if (second != std::string_view::npos)
    location.folder = path.substr(first + 1, second - first - 1);
  return location;
}

std::string OrderViolation(std::span<const std::string_view> order, const Location& from,
                           const Location& to) {
  const auto from_position = Position(order, from.folder);
  const auto to_position = Position(order, to.folder);
  if (!from_position) return from.Name() + " is not in the order of the folders";
  if (!to_position) return to.Name() + " is not in the order of the folders";
  if (*to_position <= *from_position) return {};
  return from.Name() + " may not include " + to.Name() + ", which comes after it";
}

// `runtime/main.cpp` puts the two command sets together and so sees both; commands show
// diagnostics, and share how they take options and write files.
bool MaySeeOfCompiler(const Location& from, const std::string& folder) {
  const bool is_main = from.folder.empty();
  if (folder == "commands" || folder == "diagnostics") {
    return is_main || from.folder == "commands";
  }
  return Contains(kCompilerDoors, folder);
}

std::string RuntimeViolation(const Location& from, const Location& to) {
  if (to.top == "runtime") {
    return from.folder.empty() ? std::string() : OrderViolation(kRuntimeOrder, from, to);
  }
  if (MaySeeOfCompiler(from, to.folder)) return {};
  return from.Name() + " may not include " + to.Name() +
         ": runtime sees abi, base, json and pipeline only";
}

std::string LayerViolation(const Location& from, const Location& to) {
  if (to.top != "compiler" && to.top != "runtime") return {};
  if (from.top == "runtime") return RuntimeViolation(from, to);
  if (from.top != "compiler") return {};
  if (to.top == "runtime")
    return from.Name() + " may not include " + to.Name() + ": compiler does not know runtime";
  return OrderViolation(kCompilerOrder, from, to);
}

std::string ForeignViolation(const Location& from, std::string_view included) {
  if (from.top != "compiler" && from.top != "runtime") return {};
  for (const ForeignLibrary& library : kForeignLibraries) {
    if (!included.starts_with(library.include_prefix) || Contains(library.folders, from.Name()))
      continue;
    return from.Name() + " may not use " + std::string(library.name);
  }
  return {};
}

bool HasSuffix(std::string_view path, std::span<const std::string_view> suffixes) {
  return std::ranges::any_of(suffixes,
                             [path](std::string_view suffix) { return path.ends_with(suffix); });
}

bool IsCpp(std::string_view path) {
  static constexpr auto kSuffixes = std::to_array<std::string_view>({".h", ".cpp"});
  return HasSuffix(path, kSuffixes);
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// "check" of "compiler/check/check.h" and of "tests/unit/check/check_test.cpp".
std::string_view LastFolder(std::string_view path) {
  path = path.substr(0, path.rfind('/'));
  return path.substr(path.rfind('/') + 1);
}

// A list of targets explains itself, and a header speaks for the sources and tests of its folder
// that begin with it.
bool NeedsOpeningComment(std::string_view path, const std::vector<std::string>& lines) {
  if (path.ends_with("CMakeLists.txt")) return false;
  if (!path.ends_with(".cpp") || lines.empty()) return true;
  static const std::regex header(R"re(^#include "([^"]+\.h)"$)re");
  std::smatch match;
  return !std::regex_search(lines[0], match, header) ||
         LastFolder(match[1].str()) != LastFolder(path);
}

bool OpensWithComment(std::string_view path, const std::vector<std::string>& lines) {
  static const std::regex slashes(R"(^(//|/\*).*\w)");
  static const std::regex hash(R"(^#\s.*\w)");
  const size_t first = !lines.empty() && lines[0].starts_with("#!") ? 1 : 0;
  if (first >= lines.size()) return false;
  static constexpr auto kHashSuffixes = std::to_array<std::string_view>({".sh", ".py", ".cmake"});
  return std::regex_search(lines[first], HasSuffix(path, kHashSuffixes) ? hash : slashes);
}

// Collects violations of one file, each with the line that it is on.
class Report {
 public:
  explicit Report(const SourceFile& file) : file_(file) {}
  void Add(size_t line_index, const std::string& violation) {
    if (violation.empty()) return;
    violations_.push_back(file_.path + ":" + std::to_string(line_index + 1) + ": " + violation);
  }
  std::vector<std::string> Take() { return std::move(violations_); }

 private:
  const SourceFile& file_;
  std::vector<std::string> violations_;
};

void CheckIncludes(const SourceFile& file, const std::vector<std::string>& lines, Report& report) {
  static const std::regex include(R"(^\s*#\s*include\s*["<]([^">]+)[">])");
  const Location from = Locate(file.path);
  for (size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (!std::regex_search(lines[i], match, include)) continue;
    const std::string included = match[1];
    report.Add(i, LayerViolation(from, Locate(included)));
    report.Add(i, ForeignViolation(from, included));
  }
}

void CheckTexts(const std::vector<std::string>& lines, Report& report) {
  static const std::vector<std::regex> patterns = [] {
    std::vector<std::regex> compiled;
    for (const ForbiddenText& text : kForbiddenTexts) compiled.emplace_back(text.pattern);
    return compiled;
  }();
  for (size_t i = 0; i < lines.size(); ++i) {
    for (size_t j = 0; j < patterns.size(); ++j) {
      if (!std::regex_search(lines[i], patterns[j])) continue;
      report.Add(i, "has " + std::string(kForbiddenTexts[j].what));
    }
  }
}

void CheckForm(std::string_view path, const std::vector<std::string>& lines, Report& report) {
  if (NeedsOpeningComment(path, lines) && !OpensWithComment(path, lines)) {
    report.Add(0, "does not open with a comment that says what it is for");
  }
  if (lines.size() > kLinesMax)
    report.Add(kLinesMax, "is longer than " + std::to_string(kLinesMax) + " lines");
}

}  // namespace

bool IsCode(std::string_view path) {
  static constexpr auto kSuffixes = std::to_array<std::string_view>(
      {".h", ".cpp", ".g4", ".mjs", ".sh", ".py", ".cmake", "CMakeLists.txt"});
  return HasSuffix(path, kSuffixes);
}

std::vector<std::string> Violations(const SourceFile& file) {
  const std::vector<std::string> lines = Lines(file.text);
  Report report(file);
  if (IsCpp(file.path)) CheckIncludes(file, lines, report);
  if (IsCode(file.path)) CheckForm(file.path, lines, report);
  CheckTexts(lines, report);
  return report.Take();
}

}  // namespace weir::architecture
