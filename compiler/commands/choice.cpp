#include "compiler/commands/choice.h"

namespace weir::commands {

std::string ChoiceName(const std::vector<std::string>& words) {
  std::string name;
  for (const std::string& word : words) name += (name.empty() ? "" : "|") + word;
  return name;
}

std::string WhyNoChoice(const std::string& choice, const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) {
    if (word == choice) return {};
    all += (all.empty() ? "" : ", ") + word;
  }
  return "`" + choice + "` is none of " + all;
}

CLI::Option* AddJsonFormat(CLI::App& app, bool& json) {
  static const std::map<std::string, bool> kFormats = {{"text", false}, {"json", true}};
  return AddChoice(app, "--format", json, kFormats, "text is the default");
}

}  // namespace weir::commands
