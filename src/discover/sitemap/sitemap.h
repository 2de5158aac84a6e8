#pragma once
// sitemap: what sitemaps.org describes, and the lines of robots.txt that lead there.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "core/url.h"

namespace winnow::sitemaps {

constexpr std::size_t kMaxSitemapBytes = 64u << 20;  // after decompression; the protocol allows 50 MB
constexpr std::size_t kMaxEntries = 50'000;          // of one sitemap, as the protocol says; the rest is not read

/// One <url>, one <sitemap>, or one line.
struct Entry {
    std::string location;                ///< absolute, when it can be
    std::optional<Timestamp> modified;   ///< lastmod
    std::optional<Timestamp> published;  ///< of a news sitemap
    std::string title;                   ///< of a news sitemap
};

enum class Kind { pages, index };

/// What was read besides the entries.
struct Summary {
    Kind kind = Kind::pages;
    std::size_t entries = 0;
    std::string warning;  ///< "only the first 50000 entries are read"
};

/// Reads a sitemap or an index of sitemaps, as XML or as plain text with an address a line, gzip or not, and hands each
/// entry on as soon as it is read. `url` is where it came from. Errors: malformed (neither of them), too_large.
Result<Summary> parse_sitemap(std::string_view bytes, std::string_view content_type, const Url& url,
                              const std::function<void(Kind, Entry)>& take);

/// The addresses of a robots.txt's "Sitemap:" lines, wherever they stand.
std::vector<std::string> sitemap_lines(std::string_view robots);

}  // namespace winnow::sitemaps
