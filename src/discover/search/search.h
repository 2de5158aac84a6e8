#pragma once
// search: engines that search the web. Each request costs money or belongs to somebody's own server.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "discover/api/api.h"
#include "stages/source.h"

namespace winnow {

/// What the engines have in common. A question leads to several searches: itself, then its expansions.
struct EngineOptions {
    ApiOptions api;
    std::size_t max_searches = 3;  ///< of one question; each is paid for
};

/// Tavily (api.tavily.com): up to 20 results a search.
struct TavilyOptions : EngineOptions {
    TavilyOptions();
    std::string depth = "basic";  ///< "advanced" costs twice as much
    std::string topic = "general";
    std::vector<std::string> include_domains;
    std::vector<std::string> exclude_domains;
};
Result<TavilyOptions> read_tavily_options(config::Section& section);
Result<std::unique_ptr<Source>> make_tavily_source(TavilyOptions options, SourceContext context);

/// Brave Search (api.search.brave.com): pages of 20, ten at most.
struct BraveOptions : EngineOptions {
    BraveOptions();
    std::string country;
    std::string language;
};
Result<BraveOptions> read_brave_options(config::Section& section);
Result<std::unique_ptr<Source>> make_brave_source(BraveOptions options, SourceContext context);

/// A SearXNG of one's own. Its settings must list json among search.formats.
struct SearxngOptions : EngineOptions {
    SearxngOptions();
    std::vector<std::string> categories;
    std::vector<std::string> engines;
    std::string language;
};
Result<SearxngOptions> read_searxng_options(config::Section& section);
Result<std::unique_ptr<Source>> make_searxng_source(SearxngOptions options, SourceContext context);

/// Exa (api.exa.ai): up to 100 results a search.
struct ExaOptions : EngineOptions {
    ExaOptions();
    std::string type = "auto";
    std::vector<std::string> include_domains;
    std::vector<std::string> exclude_domains;
};
Result<ExaOptions> read_exa_options(config::Section& section);
Result<std::unique_ptr<Source>> make_exa_source(ExaOptions options, SourceContext context);

}  // namespace winnow
