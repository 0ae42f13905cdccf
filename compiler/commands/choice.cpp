#include "compiler/commands/choice.h"

namespace weir::commands {

CLI::Option* AddJsonFormat(CLI::App& app, bool& json) {
  static const std::map<std::string, bool> kFormats = {{"text", false}, {"json", true}};
  return AddChoice(app, "--format", json, kFormats, "text (default) or json")->type_name("FORMAT");
}

}  // namespace weir::commands
