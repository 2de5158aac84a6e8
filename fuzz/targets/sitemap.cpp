// Sitemaps and indexes of them, as XML, as text, gzip or not.
#include "discover/sitemap/sitemap.h"

#include <array>

#include "check.h"
#include "text/utf8.h"

using namespace winnow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static constexpr std::array kTypes{"application/xml", "text/plain", "application/gzip"};
    static const auto kUrl = *Url::parse("https://example.org/sitemap.xml");
    fuzz::Input input(bytes, size);
    const std::string_view type = kTypes[input.choice(kTypes.size())];
    std::size_t taken = 0;
    const auto take = [&](sitemaps::Kind, const sitemaps::Entry& entry) {
        ++taken;
        fuzz::check(!entry.location.empty(), "an entry has a location");
        fuzz::check(text::is_valid_utf8(entry.title), "titles are valid UTF-8");
    };
    if (const auto summary = sitemaps::parse_sitemap(input.rest(), type, kUrl, take))
        fuzz::check(summary->entries == taken && taken <= sitemaps::kMaxEntries, "entries are counted and limited");
    static_cast<void>(sitemaps::sitemap_lines(input.rest()));
    return 0;
}
