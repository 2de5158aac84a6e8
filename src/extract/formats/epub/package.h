#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace winnow::extract {

/// What the package document of a book says (https://www.w3.org/TR/epub/#sec-package-doc).
struct Package {
    std::string title;
    std::vector<std::string> creators;
    std::string published;  ///< dates as written
    std::string modified;
    std::string language;
    std::string description;  ///< may hold HTML
    std::string rights;
    std::vector<std::string> subjects;
    std::vector<std::string> chapters;  ///< paths in the archive, in reading order; without navigation and asides
};

/// The path of the package document that META-INF/container.xml names; empty if none.
std::string package_path(std::string_view container);
/// `path` is where the document lies, for references are relative to it. Error: malformed.
Result<Package> read_package(std::string_view xml, std::string_view path);
/// Whether META-INF/encryption.xml says that more than fonts is encrypted.
bool encrypts_text(std::string_view encryption);

}  // namespace winnow::extract
