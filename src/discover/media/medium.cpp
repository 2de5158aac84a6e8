#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "discover/api/adjusted.h"
#include "discover/keyless.h"
#include "discover/media/media.h"

namespace winnow {
namespace {

bool is_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) || c == '-' || c == '_' || c == '.';
    });
}

/// "?source=rss-…" says only which feed led to the article.
bool without_source(Candidate& candidate) {
    if (!candidate.url.query().starts_with("source=")) return true;
    const auto& href = candidate.url.href();
    if (auto url = Url::parse(href.substr(0, href.find('?')))) candidate.url = std::move(*url);
    return true;
}

}  // namespace

Result<MediumOptions> read_medium_options(config::Section& section) {
    MediumOptions options;
    section.field("endpoint", options.endpoint, "Address of Medium.");
    section.field("tags", options.tags, "Tags whose newest articles are read.");
    section.field("publications", options.publications, "Publications, as in their address: netflix-techblog.");
    section.field("authors", options.authors, "Authors, with or without @.");
    section.field("urls", options.urls, "Feeds of publications that have a domain of their own.");
    for (auto& author : options.authors)
        if (author.starts_with('@')) author.erase(0, 1);
    for (const auto& [key, names] : {std::pair{"tags", &options.tags}, std::pair{"publications", &options.publications},
                                     std::pair{"authors", &options.authors}})
        for (const auto& name : *names)
            if (!is_name(name)) section.refuse(key, "\"" + name + "\" is no name as it stands in an address");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_medium_source(MediumOptions options, SourceContext context) {
    while (options.endpoint.ends_with('/')) options.endpoint.pop_back();
    FeedOptions feeds;
    for (const auto& name : options.publications) feeds.urls.push_back(options.endpoint + "/feed/" + name);
    for (const auto& name : options.authors) feeds.urls.push_back(options.endpoint + "/feed/@" + name);
    for (const auto& name : options.tags) feeds.urls.push_back(options.endpoint + "/feed/tag/" + name);
    feeds.urls.insert(feeds.urls.end(), options.urls.begin(), options.urls.end());
    TRY(auto inner, make_feed_source(std::move(feeds), std::move(context)));
    return make_adjusted_source(std::move(inner), without_source);
}

}  // namespace winnow
