// What the commands that look at servers say and ask for alike.
#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string_view>

namespace weir::commands {

// Says why, in one line in which nothing is invisible, and returns `code`. `command` is "weir pin".
int Fail(std::ostream& err, std::string_view command, int code, std::string_view message);

// The same without an end: something that is to be known.
void Tell(std::ostream& err, std::string_view command, std::string_view message);

void AddTimeout(CLI::App& command, int& seconds);

}  // namespace weir::commands
