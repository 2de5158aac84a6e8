#include "app/wiring/builtins.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "app/wiring/judges/judges.h"
#include "discover/community/community.h"
#include "discover/lists/lists.h"
#include "discover/media/media.h"
#include "discover/papers/papers.h"
#include "discover/search/search.h"

namespace winnow {
namespace {

/// A kind whose options are read by `read` and whose sources are made by `make`.
template <typename Options>
SourceKind kind(const std::string& name, const std::string& summary, const std::string& needs,
                Result<Options> (*read)(config::Section&),
                Result<std::unique_ptr<Source>> (*make)(Options, SourceContext)) {
    const auto reader = [read, make](config::Section& section) -> Result<SourceMaker> {
        TRY(auto options, read(section));
        return SourceMaker(
            [options = std::move(options), make](SourceContext context) { return make(options, std::move(context)); });
    };
    return {.name = name, .summary = summary, .needs = needs, .read = reader};
}

SourceKind by_default(SourceKind kind) {
    kind.by_default = true;
    return kind;
}

SourceKind by_default_with_key(SourceKind kind) {
    kind.by_default = true;
    kind.only_with_key = true;
    return kind;
}

SourceKind with_key(SourceKind kind, std::string variable) {
    kind.key_variable = std::move(variable);
    return kind;
}

SourceKind with_settings(SourceKind kind) {
    kind.needs_settings = true;
    return kind;
}

SourceKind cached(SourceKind kind, std::chrono::milliseconds time) {
    kind.cache_time = time;
    return kind;
}

struct OpmlOptions {
    std::vector<std::string> files;
};

Result<OpmlOptions> read_opml_options(config::Section& section) {
    OpmlOptions options;
    section.field("files", options.files, "OPML files that list feeds.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_opml_source(OpmlOptions options, SourceContext context) {
    return make_feed_source({.urls = {}, .opml_files = std::move(options.files)}, std::move(context));
}

/// An archive stands for the whole network, so it is named once, not as one source among others.
Result<SourceMaker> refuse_archive(config::Section& section) {
    section.refuse("kind", "the pages of an archive are read with --archive FILE");
    TRY_OK(section.finish());
    return SourceMaker();
}

EvaluatorKind judge(std::string name, std::string summary, std::string needs, JudgeParts parts,
                    std::string provider = {}) {
    return {.name = std::move(name),
            .summary = std::move(summary),
            .needs = std::move(needs),
            .provider = std::move(provider),
            .lacks = parts.lacks,
            .make = parts.make};
}

}  // namespace

const std::vector<SourceKind>& source_kinds() {
    static const std::vector<SourceKind> kinds{
        with_settings(kind("urls", "a list of URLs, in the configuration or in files", "URLs", read_urls_options,
                           make_urls_source)),
        with_settings(kind("feed", "RSS, Atom and JSON feeds", "feed URLs", read_feed_options, make_feed_source)),
        with_settings(kind("opml", "the feeds of an OPML file", "files", read_opml_options, make_opml_source)),
        with_settings(kind("sitemap", "the pages that a site's sitemap lists", "sitemap URLs", read_sitemap_options,
                           make_sitemap_source)),
        with_settings(kind("list", "reading lists in YAML or Markdown, such as awesome lists", "files or URLs",
                           read_list_options, make_list_source)),
        by_default(kind("hackernews", "Hacker News stories, by Algolia's search", "nothing", read_hackernews_options,
                        make_hackernews_source)),
        // Its catalogue changes once a day, and its terms ask not to be asked more often.
        cached(by_default(kind("arxiv", "papers on arXiv", "nothing", read_arxiv_options, make_arxiv_source)),
               std::chrono::hours{24}),
        by_default(
            with_key(kind("semantic_scholar", "papers, by Semantic Scholar's search", "nothing; a key is served better",
                          read_semantic_scholar_options, make_semantic_scholar_source),
                     "SEMANTIC_SCHOLAR_API_KEY")),
        by_default_with_key(
            with_key(kind("openalex", "papers, by OpenAlex", "a free key", read_openalex_options, make_openalex_source),
                     "OPENALEX_API_KEY")),
        kind("crossref", "papers, by their publishers' catalogue; many are behind paywalls", "nothing",
             read_crossref_options, make_crossref_source),
        by_default(kind("wikipedia", "articles of the encyclopedia", "nothing", read_wikipedia_options,
                        make_wikipedia_source)),
        by_default(kind("devto", "articles on dev.to", "nothing", read_devto_options, make_devto_source)),
        by_default(with_key(kind("github", "repositories and Markdown documents on GitHub",
                                 "nothing; a token for documents", read_github_options, make_github_source),
                            "GITHUB_TOKEN")),
        by_default(with_key(kind("stackexchange", "questions on Stack Overflow and its sisters",
                                 "nothing; a key allows more", read_stackexchange_options, make_stackexchange_source),
                            "STACK_EXCHANGE_KEY")),
        by_default_with_key(with_key(kind("reddit", "posts on Reddit", "an app's id and secret; without, its feeds",
                                          read_reddit_options, make_reddit_source),
                                     "REDDIT_CLIENT_SECRET")),
        with_settings(kind("lobsters", "stories on Lobsters, whose robots.txt forbids it", "its operators' permission",
                           read_lobsters_options, make_lobsters_source)),
        by_default(kind("medium", "articles on Medium, by tag, publication and author", "nothing", read_medium_options,
                        make_medium_source)),
        by_default(kind("substack", "newsletters on Substack", "nothing", read_substack_options, make_substack_source)),
        with_key(kind("youtube", "what is said in YouTube's videos", "channels or a key", read_youtube_options,
                      make_youtube_source),
                 "YOUTUBE_API_KEY"),
        with_key(kind("tavily", "the web, by Tavily's search", "a key; searches are paid for", read_tavily_options,
                      make_tavily_source),
                 "TAVILY_API_KEY"),
        with_key(kind("brave", "the web, by Brave's search", "a key; searches are paid for", read_brave_options,
                      make_brave_source),
                 "BRAVE_API_KEY"),
        with_key(
            kind("exa", "the web, by Exa's search", "a key; searches are paid for", read_exa_options, make_exa_source),
            "EXA_API_KEY"),
        with_settings(kind("searxng", "the web, by a SearXNG of your own", "its address", read_searxng_options,
                           make_searxng_source)),
        {.name = "archive",
         .summary = "every page of a recorded WARC archive",
         .needs = "--archive FILE",
         .needs_settings = true,
         .read = refuse_archive},
    };
    return kinds;
}

const SourceKind* find_source_kind(const std::string& name) {
    const auto& kinds = source_kinds();
    const auto found = std::ranges::find(kinds, name, &SourceKind::name);
    return found == kinds.end() ? nullptr : &*found;
}

bool has_key(const SourceKind& kind) {
    const char* const value = kind.key_variable.empty() ? nullptr : std::getenv(kind.key_variable.c_str());
    return value != nullptr && *value != '\0';
}

bool is_used_by_default(const SourceKind& kind) {
    return kind.by_default && (!kind.only_with_key || has_key(kind));
}

const std::vector<EvaluatorKind>& evaluator_kinds() {
    static const std::vector<EvaluatorKind> kinds{
        judge("local", "signals counted in the text; no key, no cost, no understanding", "", local_judge()),
        judge("standard", "a model reads the text that was extracted",
              "OPENAI_API_KEY, ANTHROPIC_API_KEY, or another provider of models", standard_judge()),
        judge("bedrock", "the same through Amazon Bedrock",
              "models.bedrock.model with its prices, and credentials of AWS", bedrock_judge(), "bedrock"),
        judge("openai_browsing", "OpenAI's model opens the page itself", "OPENAI_API_KEY", openai_browsing_judge(),
              "openai"),
        judge("claude_browsing", "Anthropic's model opens the page itself", "ANTHROPIC_API_KEY",
              claude_browsing_judge(), "anthropic"),
        judge("tavily_content", "a model reads the text that Tavily extracts",
              "TAVILY_API_KEY and a provider of models", tavily_content_judge()),
        judge("dual_perspective", "two rubrics, for managers and staff engineers, by one of the others", "two rubrics",
              dual_perspective_judge()),
    };
    return kinds;
}

}  // namespace winnow
