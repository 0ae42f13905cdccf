#include "compiler/views/command.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace weir::views {
namespace {

TEST_CASE("a plain command line is its words") {
  struct Row {
    const char* line;
    std::vector<std::string> words;
  };
  const Row rows[] = {
      {"ls", {"ls"}},
      {"  ls\t-l  /srv ", {"ls", "-l", "/srv"}},
      {"git commit -m 'a b'", {"git", "commit", "-m", "a b"}},
      {"git commit -m \"a b\"", {"git", "commit", "-m", "a b"}},
      {"echo '$HOME `id` $(id) ; | & > < * ? ~ {a,b} !'",
       {"echo", "$HOME `id` $(id) ; | & > < * ? ~ {a,b} !"}},
      {"echo \"; | & > < * ? ~ {a,b} # '\"", {"echo", "; | & > < * ? ~ {a,b} # '"}},
      {"echo \"\\\"\\\\\\n\"", {"echo", "\"\\\\n"}},
      {"echo a\\ b \\$HOME \\;", {"echo", "a b", "$HOME", ";"}},
      {"echo '' \"\" a''b\"c\"", {"echo", "", "", "abc"}},
      {"echo a#b --x=y %PATH% a=b @ : , + - é",
       {"echo", "a#b", "--x=y", "%PATH%", "a=b", "@", ":", ",", "+", "-", "é"}},
      {"'my program' x", {"my program", "x"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    std::optional<Command> command = ParseCommand(row.line);
    REQUIRE(command);
    CHECK(command->words == row.words);
    CHECK(command->program() == row.words[0]);
    CHECK(command->arguments().size() == row.words.size() - 1);
  }
}

TEST_CASE("a line that a shell does more with than split it has no command view") {
  const char* lines[] = {
      "",
      "   ",
      "\t",
      "''",
      "'' a",
      "ls; id",
      "ls;id",
      "ls & id",
      "ls && id",
      "ls || id",
      "ls | sh",
      "ls |& sh",
      "(id)",
      "ls\nid",
      "ls\rid",
      "ls \\\nid",
      "echo $(id)",
      "echo `id`",
      "echo \"$(id)\"",
      "echo \"`id`\"",
      "echo $HOME",
      "echo ${IFS}x",
      "cat$IFS/etc/passwd",
      "echo \"$HOME\"",
      "echo $'\\x41'",
      "echo $((1+1))",
      "ls > f",
      "ls >> f",
      "ls < f",
      "ls 2>&1",
      "ls <<< x",
      "diff <(a) b",
      "ls *",
      "ls ?",
      "ls [a]",
      "echo {a,b}",
      "{ id; }",
      "ls ~",
      "ls ~root",
      "echo a~b",
      "! id",
      "echo !!",
      "echo \"!!\"",
      "^a^b",
      "# x",
      "ls # x",
      "A=b",
      "A=b ls",
      "PATH=/tmp ls",
      "A+=b ls",
      "'A=b' ls",
      "LD_PRELOAD=x.so ls",
      "ls 'a",
      "ls \"a",
      "ls \"a\\\"",
      "ls \\",
      "if true",
      "while x",
      "time ls",
      "function f",
      "[[ a",
      "coproc x",
      "ls\x01",
      "ls\x7f",
      "ls\x1b[2J",
      "ls\xC2\x85id",
      "ls\xE2\x80\xA8id",
      "ls\xE2\x80\xAE",
      "ls\xC2\xA0-l",
      "ls\xE3\x80\x80x",
      "ls \xFF",
      "ls \xC0\xBBid",
      "ls \\\xC3\xA9",
      "ls 'a\nb'",
      "ls \"a\nb\"",
      "ls\vx",
      "ls\fx",
  };
  for (const char* line : lines) {
    CAPTURE(line);
    CHECK_FALSE(ParseCommand(line));
  }
  CHECK_FALSE(ParseCommand(std::string_view("ls\0id", 5)));
}

TEST_CASE("a command keeps its limits, each at the limit and one past it") {
  std::string longest = std::string(kCommandBytesMax, 'a');
  CHECK(ParseCommand(longest));
  CHECK_FALSE(ParseCommand(longest + "a"));
  std::string words;
  for (size_t at = 0; at < kCommandWordsMax; ++at) words += "a ";
  CHECK(ParseCommand(words));
  CHECK_FALSE(ParseCommand(words + "a"));
}

}  // namespace
}  // namespace weir::views
