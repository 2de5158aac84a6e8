#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/section.h"
#include "core/result.h"

namespace winnow {

/// What `winnow serve` alone needs of the configuration.
struct ServeSettings {
    std::string address = "127.0.0.1";
    std::size_t port = 8420;
    std::vector<std::string> hosts;
    config::SecretReference password{"env:WINNOW_SERVE_PASSWORD"};
};

/// Reads the section `serve`; the caller's finish() reports problems.
void read_serve(config::Section section, ServeSettings& serve);

/// From where load_settings() reads. Error: invalid_config.
Result<ServeSettings> load_serve_settings(const std::string& file, const std::map<std::string, std::string>& overrides);

}  // namespace winnow
