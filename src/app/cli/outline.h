#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::cli {

/// A command with its flags, as completion scripts and suggestions need it.
struct CommandOutline {
    std::string name;
    std::string summary;
    struct Flag {
        std::string name;  ///< "--limit", "-v"
        std::string summary;
        bool takes_value = false;
        bool takes_file = false;
        std::vector<std::string> choices;
    };
    std::vector<Flag> flags;
    std::vector<std::string> actions;  ///< words that may follow the command
};

/// The completion script of a shell: "bash", "zsh" or "fish". Empty for another.
std::string completion_script(std::string_view shell, const std::vector<CommandOutline>& commands);

}  // namespace winnow::cli
