#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/report.h"
#include "core/result.h"

namespace winnow {

struct PublishOptions {
    std::filesystem::path folder;      ///< created if missing
    std::vector<std::string> formats;  ///< "json", "markdown", "html", "csv", "atom", "json_feed"; empty means all
};

struct Publication {
    std::vector<std::filesystem::path> files;  ///< in the order of the formats
};

/// Writes a report for people and programs.
class Publisher {
public:
    virtual ~Publisher() = default;
    /// Each file is written under a temporary name, synced and renamed: it is there whole or not at all.
    /// Errors: invalid_argument (unknown format), storage.
    virtual Result<Publication> publish(const Report& report, const PublishOptions& options) = 0;
};

}  // namespace winnow
