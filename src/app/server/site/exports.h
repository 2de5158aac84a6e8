#pragma once

#include <string>
#include <vector>

#include "app/wiring/settings.h"

namespace winnow::site {

/// The addresses of the feeds that the configuration names, by itself and in OPML files, with the source's name. What
/// cannot be read is left out; the page of sources says why.
struct ConfiguredFeed {
    std::string source;
    std::string url;
};
std::vector<ConfiguredFeed> configured_feeds(const Settings& settings);

/// OPML 2.0 (opml.org/spec2.opml) with an outline for each.
std::string to_opml(const std::vector<ConfiguredFeed>& feeds);

}  // namespace winnow::site
