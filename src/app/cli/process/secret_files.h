#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace winnow::cli {

struct SecretFiles {
    std::vector<std::string> closed;  ///< paths that "file:" references name, which only their owner's group may read
    std::vector<std::string> open;    ///< those that every user of the machine may read or write
};

/// The files that the configuration (its file, if not empty, and variables WINNOW_…) names as places of secrets.
SecretFiles secret_files(const std::filesystem::path& config_file);

}  // namespace winnow::cli
