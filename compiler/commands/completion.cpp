#include "compiler/commands/completion.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/commands/choice.h"
#include "compiler/commands/commands.h"

namespace weir::commands {
namespace {

struct Option {
  std::vector<std::string> names;  // "--format", "-h"; none: an argument
  std::string help;
  bool takes_value;
  std::vector<std::string> values;  // all that there are; empty: files, or anything

  bool is_argument() const { return names.empty(); }
};

struct Command {
  std::string name;
  std::string help;
  std::vector<Option> options;
};

// What AddChoice calls an option's type, taken apart; nothing of any other.
std::vector<std::string> WordsOf(const std::string& type_name) {
  std::vector<std::string> words;
  if (type_name.find('|') == type_name.npos) return words;
  for (size_t begin = 0, end = 0; end != type_name.npos; begin = end + 1) {
    end = type_name.find('|', begin);
    words.push_back(type_name.substr(begin, end - begin));
  }
  return words;
}

Option OptionOf(const CLI::Option& option) {
  Option result{{}, option.get_description(), option.get_type_size() > 0, {}};
  for (const std::string& name : option.get_lnames()) result.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) result.names.push_back("-" + name);
  result.values = WordsOf(option.get_type_name());
  return result;
}

Command CommandOf(const CLI::App& app) {
  Command command{app.get_name(), app.get_description(), {}};
  for (const CLI::Option* option : app.get_options()) command.options.push_back(OptionOf(*option));
  return command;
}

std::vector<Command> CommandsOf(const CLI::App& root) {
  std::vector<Command> commands;
  for (const CLI::App* app : root.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back(CommandOf(*app));
  }
  return commands;
}

std::string Join(const std::vector<std::string>& words, std::string_view between = " ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

// Without what `forbidden` names: help texts stand in quotes.
std::string Without(std::string text, std::string_view forbidden) {
  const auto is_forbidden = [&](char c) { return forbidden.find(c) != forbidden.npos; };
  text.erase(std::remove_if(text.begin(), text.end(), is_forbidden), text.end());
  return text;
}

std::string AllNames(const Command& command) {
  std::vector<std::string> all;
  for (const Option& option : command.options) {
    all.insert(all.end(), option.names.begin(), option.names.end());
  }
  return Join(all);
}

// ---- bash ----

// Where nothing is offered, readline completes file names.
constexpr std::string_view kBashEnd = R"(  esac
  if [[ $word == -* || $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  else
    COMPREPLY=($(compgen -W "$arguments" -- "$word"))
  fi
}
complete -o default -F _weir weir
)";

void WriteBashValues(std::ostream& out, const Command& command) {
  for (const Option& option : command.options) {
    if (option.is_argument() || !option.takes_value) continue;
    std::vector<std::string> cases;
    for (const std::string& name : option.names)
      cases.push_back("\"" + command.name + " " + name + "\"");
    out << "    " << Join(cases, "|") << ") COMPREPLY=($(compgen -W \"" << Join(option.values)
        << "\" -- \"$word\")); return ;;\n";
  }
}

void WriteBashWords(std::ostream& out, const Command& command) {
  out << "    " << command.name << ") options=\"" << AllNames(command) << '"';
  for (const Option& option : command.options) {
    if (option.is_argument() && !option.values.empty())
      out << "; arguments=\"" << Join(option.values) << '"';
  }
  out << " ;;\n";
}

void WriteBash(std::ostream& out, const Command& root, const std::vector<Command>& commands) {
  out << "# weir completion bash\n_weir() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local command= options= arguments=\n"
         "  [[ $COMP_CWORD -gt 1 ]] && command=${COMP_WORDS[1]}\n"
         "  COMPREPLY=()\n"
         "  case \"$command $previous\" in\n";
  for (const Command& command : commands) WriteBashValues(out, command);
  out << "  esac\n  case \"$command\" in\n";
  std::vector<std::string> names;
  for (const Command& command : commands) names.push_back(command.name);
  out << "    \"\") options=\"" << Join(names) << ' ' << AllNames(root) << "\" ;;\n";
  for (const Command& command : commands) WriteBashWords(out, command);
  out << kBashEnd;
}

// ---- zsh ----

constexpr std::string_view kNotInZsh = "'[]:`";

void WriteZshOption(std::ostream& out, const Option& option) {
  const std::string help = Without(option.help, kNotInZsh);
  const std::string values = option.values.empty() ? "_files" : "(" + Join(option.values) + ")";
  if (option.is_argument()) {
    out << " '*:" << help << ':' << values << "'";
    return;
  }
  for (const std::string& name : option.names) {
    out << " '" << name << '[' << help << ']' << (option.takes_value ? ":value:" + values : "")
        << "'";
  }
}

void WriteZsh(std::ostream& out, const std::vector<Command>& commands) {
  out << "#compdef weir\n_weir() {\n  local -a commands=(\n";
  for (const Command& command : commands) {
    out << "    '" << command.name << ':' << Without(command.help, kNotInZsh) << "'\n";
  }
  out << "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
         "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n";
  for (const Command& command : commands) {
    out << "    " << command.name << ") _arguments";
    for (const Option& option : command.options) WriteZshOption(out, option);
    out << " ;;\n";
  }
  out << "  esac\n}\n_weir \"$@\"\n";
}

// ---- fish ----

constexpr std::string_view kNotInFish = "'\\";

void WriteFishOption(std::ostream& out, const std::string& command, const Option& option) {
  out << "complete -c weir -n '__fish_seen_subcommand_from " << command << "'";
  for (const std::string& name : option.names) {
    out << (name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1));
  }
  if (!option.values.empty()) {
    out << " -x -a '" << Join(option.values) << "'";
  } else if (option.takes_value) {
    out << " -r";
  }
  out << " -d '" << Without(option.help, kNotInFish) << "'\n";
}

void WriteFish(std::ostream& out, const std::vector<Command>& commands) {
  out << "# weir completion fish\n";
  for (const Command& command : commands) {
    out << "complete -c weir -n __fish_use_subcommand -f -a " << command.name << " -d '"
        << Without(command.help, kNotInFish) << "'\n";
    for (const Option& option : command.options) {
      // Arguments without a set of words are files, which fish completes by itself.
      if (!option.is_argument() || !option.values.empty())
        WriteFishOption(out, command.name, option);
    }
  }
}

}  // namespace

int RunCompletion(const CompletionOptions& options, std::ostream& out, std::ostream&) {
  const std::vector<Command> commands = CommandsOf(*options.root);
  switch (options.shell) {
    case Shell::kBash:
      WriteBash(out, CommandOf(*options.root), commands);
      break;
    case Shell::kZsh:
      WriteZsh(out, commands);
      break;
    case Shell::kFish:
      WriteFish(out, commands);
      break;
  }
  return kExitOk;
}

CLI::App* AddCompletion(CLI::App& app, CompletionOptions& options) {
  static const std::map<std::string, Shell> kShells = {
      {"bash", Shell::kBash}, {"zsh", Shell::kZsh}, {"fish", Shell::kFish}};
  options.root = &app;
  CLI::App* completion =
      app.add_subcommand("completion", "Print a script that completes weir's commands in a shell");
  AddChoice(*completion, "shell", options.shell, kShells, "the shell that is to run it")
      ->required();
  completion->footer("For example: source <(weir completion bash)");
  return completion;
}

}  // namespace weir::commands
