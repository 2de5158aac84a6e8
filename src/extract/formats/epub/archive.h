#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "core/result.h"

namespace winnow::extract {

/// The texts in a ZIP file by their paths: everything but pictures, fonts, sounds and styles. Nothing is written to
/// disk, so a path is only a name. Errors: malformed (no ZIP file, or one that breaks before its first entry),
/// unsupported (encrypted), too_large (more entries or bytes than any book has).
Result<std::unordered_map<std::string, std::string>> unpacked_texts(std::string_view zip);

}  // namespace winnow::extract
