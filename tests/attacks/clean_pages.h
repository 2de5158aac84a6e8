#pragma once

#include <string>
#include <vector>

#include "core/document.h"

namespace winnow::attacks {

/// The pages of a folder, in the order of their names. They speak about attacks and attack nobody.
std::vector<Page> pages_about_injection(const std::string& folder);
/// Every page of a WARC file that was answered with 200. Throws std::runtime_error.
std::vector<Page> pages_of_archive(const std::string& file);

}  // namespace winnow::attacks
