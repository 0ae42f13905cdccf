// An option that takes one of a few words.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

namespace weir::commands {

// "json|tap|text": how an option says which words it takes, in its help and to `weir completion`.
std::string ChoiceName(const std::vector<std::string>& words);

// Empty: it is one of the words.
std::string WhyNoChoice(const std::string& choice, const std::vector<std::string>& words);

// CLI11's own transformer prints the values of a wrong choice, which are no text. `choices` and
// `value` must outlive `app`.
template <typename Value>
CLI::Option* AddChoice(CLI::App& app, const std::string& name, Value& value,
                       const std::map<std::string, Value>& choices, const std::string& help) {
  std::vector<std::string> words;
  for (const auto& [choice, meaning] : choices) words.push_back(choice);
  return app
      .add_option_function<std::string>(
          name, [&](const std::string& choice) { value = choices.at(choice); }, help)
      ->type_name(ChoiceName(words))
      ->check([words](const std::string& choice) { return WhyNoChoice(choice, words); });
}

// `--format text|json`, for commands that have just these two.
CLI::Option* AddJsonFormat(CLI::App& app, bool& json);

}  // namespace weir::commands
