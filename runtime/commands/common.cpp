#include "runtime/commands/common.h"

#include "runtime/guard/normal_text.h"

namespace weir::commands {

void Tell(std::ostream& err, std::string_view command, std::string_view message) {
  err << command << ": " << guard::InOneLine(message) << '\n';
}

int Fail(std::ostream& err, std::string_view command, int code, std::string_view message) {
  Tell(err, command, message);
  return code;
}

void AddTimeout(CLI::App& command, int& seconds) {
  command
      .add_option("--timeout", seconds,
                  "how long a server may take to start, and for each answer, in seconds; "
                  "default 60")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 3600).description(""));
}

}  // namespace weir::commands
