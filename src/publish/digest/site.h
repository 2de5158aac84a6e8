#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"
#include "publish/digest/digest.h"

namespace winnow {

/// A folder that any web server can show: index.html, a page per day, feed.xml, feed.json, and under days/ the digests
/// that they are made from.
struct SiteOptions {
    std::filesystem::path folder;
    std::string title;
    std::string address;  ///< "https://reading.example.org/": where the folder will lie; may be empty
};

/// Adds the digest to the site. What the day's page has already is not added again, so that repeating changes nothing.
/// The digest itself is written first: if writing ends early, the next call makes the pages whole.
/// Errors: storage, malformed (a file under days/ that is no digest).
Result<void> add_to_site(const SiteOptions& options, const Digest& digest);

}  // namespace winnow
