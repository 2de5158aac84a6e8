#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/section.h"
#include "core/result.h"

namespace winnow::config {

/// Variables by name, those that come before the file. Empty for files that no variable shall change (rubrics).
using Environment = std::map<std::string, std::string, std::less<>>;

/// This process's variables whose names begin with WINNOW_.
Environment process_environment();

/// The top level of a YAML file. Problems that finish() would report are not looked for yet. At the top level, finish()
/// also refuses variables WINNOW_…__… that no key has asked for.
/// Error: invalid_config: the file cannot be read or is no YAML; the message names file, line and column.
Result<Section> load(const std::filesystem::path& file, Environment environment);
/// The same for a text; `name` stands for the file in messages.
Result<Section> parse(std::string_view text, std::string name, Environment environment = {});
/// The same for no file at all.
Section empty(Environment environment);
/// A section for describing: every call of a reader with it appends to `fields`, which outlives it, what the key is
/// and its default, and changes nothing. finish() never fails.
Section describe(std::vector<FieldDescription>& fields);

/// Where the configuration lies: `named` if it is not empty, else ./winnow.yaml, else winnow/winnow.yaml in
/// $XDG_CONFIG_HOME (default ~/.config); nothing if there is none of these. Error: invalid_config if `named` is
/// missing.
Result<std::optional<std::filesystem::path>> find_config_file(const std::filesystem::path& named);
/// Where what outlives a run is kept: $WINNOW_DATA, or winnow in $XDG_DATA_HOME (default ~/.local/share). It need not
/// exist yet. "winnow-data" in the working folder for a user without a home.
std::filesystem::path data_folder();

}  // namespace winnow::config
