#pragma once
// discover: where candidates come from, one file per source. Each kind has options, a reader of them and a maker: here
// those that need neither key nor terms; the others in search/, community/, papers/, media/ and lists/.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "core/result.h"
#include "discover/context.h"
#include "http/archive.h"
#include "stages/source.h"

namespace winnow {

class Pacer;  // discover/ask/pacer.h

/// A list of URLs: in the configuration, in files (one a line; '#' begins a comment; a title may follow after a blank;
/// "-" is standard input), or both.
struct UrlsOptions {
    std::vector<std::string> urls;
    std::vector<std::string> files;
};
Result<UrlsOptions> read_urls_options(config::Section& section);
/// Errors: invalid_argument (not a URL, with its line), not_found and storage (a file that cannot be read).
Result<std::unique_ptr<Source>> make_urls_source(UrlsOptions options, SourceContext context);

/// Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.x; `opml_files` are lists of feeds. An address that
/// answers with an HTML page is searched for the feed that it links to.
struct FeedOptions {
    std::vector<std::string> urls;
    std::vector<std::string> opml_files;
};
Result<FeedOptions> read_feed_options(config::Section& section);
Result<std::unique_ptr<Source>> make_feed_source(FeedOptions options, SourceContext context);

/// Sitemaps (sitemaps.org): urlset, index, plain text, gzip; the sitemaps that a robots.txt names when the URL is one.
struct SitemapOptions {
    std::vector<std::string> urls;
    std::vector<std::string> contains;  ///< only pages whose URL contains one of these; all if empty
};
Result<SitemapOptions> read_sitemap_options(config::Section& section);
Result<std::unique_ptr<Source>> make_sitemap_source(SitemapOptions options, SourceContext context);

/// Hacker News through Algolia's search API: stories about the question.
struct HackerNewsOptions {
    std::string endpoint = "https://hn.algolia.com/api/v1";
    int min_points = 10;
};
Result<HackerNewsOptions> read_hackernews_options(config::Section& section);
Result<std::unique_ptr<Source>> make_hackernews_source(HackerNewsOptions options, SourceContext context);

/// arXiv's API. Candidates are the abstract pages, or the papers themselves as PDF. While it is down, today's feeds of
/// the categories stand in, if there are categories.
struct ArxivOptions {
    std::string endpoint = "https://export.arxiv.org/api/query";
    std::vector<std::string> categories;               ///< "cs.SE"; any if empty
    std::string read = "abstract";                     ///< or "pdf"
    std::string feeds = "https://rss.arxiv.org/atom";  ///< what came today, read when the API is down; empty: never
    Pacer* pacer = nullptr;  ///< not from the configuration; by default the one that all in a process share
};
Result<ArxivOptions> read_arxiv_options(config::Section& section);
Result<std::unique_ptr<Source>> make_arxiv_source(ArxivOptions options, SourceContext context);

/// Every page of a recorded archive that could be a document (status 200; HTML, Markdown, text, PDF…), in its order.
std::unique_ptr<Source> make_archive_source(const http::ArchiveClient& archive, SourceContext context);

}  // namespace winnow
