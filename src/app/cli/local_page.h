#pragma once

#include <filesystem>

#include "core/document.h"
#include "core/result.h"

namespace winnow::cli {

/// A file of this machine as if it had been fetched: its content type by its name, gzip removed; "-" is standard input.
/// Its URL is https://localhost/NAME. Errors: not_found, too_large (256 MiB), malformed (broken gzip), storage.
Result<Page> read_local_page(const std::filesystem::path& path);

}  // namespace winnow::cli
