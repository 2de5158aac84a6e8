#include "app/cli/outline.h"

namespace winnow::cli {
namespace {

/// Text inside single quotes of a shell.
std::string quoted(std::string_view text) {
    std::string result;
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result;
}

std::string join(const std::vector<std::string>& words, std::string_view separator = " ") {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? std::string() : std::string(separator)) + word;
    return text;
}

std::vector<std::string> words_after(const CommandOutline& command) {
    auto words = command.actions;
    for (const auto& flag : command.flags) words.push_back(flag.name);
    return words;
}

std::string bash_script(const std::vector<CommandOutline>& commands) {
    std::vector<std::string> names;
    std::string cases;
    std::string values;
    for (const auto& command : commands) {
        names.push_back(command.name);
        cases += "    " + command.name + ") words='" + quoted(join(words_after(command))) + "' ;;\n";
        for (const auto& flag : command.flags) {
            const auto key = "    " + command.name + "\\ " + flag.name + ") ";
            if (!flag.choices.empty())
                values += key + "mapfile -t COMPREPLY < <(compgen -W '" + quoted(join(flag.choices)) +
                          "' -- \"$current\"); return ;;\n";
            else if (flag.takes_file)
                values += key + "mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); return ;;\n";
            else if (flag.takes_value)
                values += key + "return ;;\n";
        }
    }
    return "# bash completion for winnow: source <(winnow completion bash)\n"
           "_winnow() {\n"
           "  local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\" words=''\n"
           "  if ((COMP_CWORD == 1)); then\n"
           "    mapfile -t COMPREPLY < <(compgen -W '" +
           join(names) +
           " --help --version' -- \"$current\")\n"
           "    return\n"
           "  fi\n"
           "  case \"${COMP_WORDS[1]}\\ $previous\" in\n" +
           values +
           "  esac\n"
           "  case \"${COMP_WORDS[1]}\" in\n" +
           cases +
           "  esac\n"
           "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
           "}\n"
           "complete -o default -F _winnow winnow\n";
}

std::string zsh_script(const std::vector<CommandOutline>& commands) {
    std::string names;
    std::string cases;
    for (const auto& command : commands) {
        names += "    '" + command.name + ":" + quoted(command.summary) + "'\n";
        cases += "    " + command.name + ")\n      _arguments -s";
        for (const auto& flag : command.flags) {
            auto summary = quoted(flag.summary);
            std::erase_if(summary, [](char c) { return c == '[' || c == ']' || c == ':'; });
            cases += " \\\n        '" + flag.name + "[" + summary + "]";
            if (!flag.choices.empty())
                cases += ":value:(" + quoted(join(flag.choices)) + ")";
            else if (flag.takes_file)
                cases += ":file:_files";
            else if (flag.takes_value)
                cases += ":value: ";
            cases += "'";
        }
        if (!command.actions.empty()) cases += " \\\n        '1:action:(" + join(command.actions) + ")'";
        cases += " \\\n        '*:argument:_files'\n      ;;\n";
    }
    return "#compdef winnow\n"
           "# zsh completion for winnow: winnow completion zsh > \"${fpath[1]}/_winnow\"\n"
           "_winnow() {\n"
           "  local -a commands=(\n" +
           names +
           "  )\n"
           "  if ((CURRENT == 2)); then\n"
           "    _describe 'command' commands\n"
           "    return\n"
           "  fi\n"
           "  local command=\"${words[2]}\"\n"
           "  shift words\n"
           "  ((CURRENT--))\n"
           "  case \"$command\" in\n" +
           cases +
           "  esac\n"
           "}\n"
           "if [ \"${funcstack[1]}\" = \"_winnow\" ]; then _winnow \"$@\"; else compdef _winnow winnow; fi\n";
}

std::string fish_script(const std::vector<CommandOutline>& commands) {
    std::string script =
        "# fish completion for winnow: winnow completion fish > ~/.config/fish/completions/winnow.fish\n"
        "complete -c winnow -f\n";
    for (const auto& command : commands) {
        script += "complete -c winnow -n __fish_use_subcommand -a " + command.name + " -d '" + quoted(command.summary) +
                  "'\n";
        const auto condition = "complete -c winnow -n '__fish_seen_subcommand_from " + command.name + "'";
        for (const auto& flag : command.flags) {
            script +=
                condition + (flag.name.starts_with("--") ? " -l " + flag.name.substr(2) : " -s " + flag.name.substr(1));
            if (flag.takes_file)
                script += " -r -F";
            else if (!flag.choices.empty())
                script += " -x -a '" + quoted(join(flag.choices)) + "'";
            else if (flag.takes_value)
                script += " -x";
            script += " -d '" + quoted(flag.summary) + "'\n";
        }
        if (!command.actions.empty()) script += condition + " -a '" + join(command.actions) + "'\n";
    }
    return script;
}

}  // namespace

std::string completion_script(std::string_view shell, const std::vector<CommandOutline>& commands) {
    if (shell == "bash") return bash_script(commands);
    if (shell == "zsh") return zsh_script(commands);
    if (shell == "fish") return fish_script(commands);
    return {};
}

}  // namespace winnow::cli
