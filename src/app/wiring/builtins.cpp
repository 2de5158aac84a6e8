#include "app/wiring/builtins.h"

#include <algorithm>

#include "app/wiring/judges/judges.h"

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

EvaluatorKind judge(std::string name, std::string summary, JudgeParts parts, std::string provider = {}) {
    return {.name = std::move(name),
            .summary = std::move(summary),
            .provider = std::move(provider),
            .lacks = parts.lacks,
            .make = parts.make};
}

}  // namespace

const std::vector<SourceKind>& source_kinds() {
    static const std::vector<SourceKind> kinds{
        kind("urls", "a list of URLs, in the configuration or in files", "URLs", read_urls_options, make_urls_source),
        kind("feed", "RSS, Atom and JSON feeds", "feed URLs", read_feed_options, make_feed_source),
        kind("opml", "the feeds of an OPML file", "files", read_opml_options, make_opml_source),
        kind("sitemap", "the pages that a site's sitemap lists", "sitemap URLs", read_sitemap_options,
             make_sitemap_source),
        by_default(kind("hackernews", "Hacker News stories, by Algolia's search", "nothing", read_hackernews_options,
                        make_hackernews_source)),
        by_default(kind("arxiv", "papers on arXiv", "nothing", read_arxiv_options, make_arxiv_source)),
        {.name = "archive",
         .summary = "every page of a recorded WARC archive",
         .needs = "--archive FILE",
         .read = refuse_archive},
    };
    return kinds;
}

const SourceKind* find_source_kind(const std::string& name) {
    const auto& kinds = source_kinds();
    const auto found = std::ranges::find(kinds, name, &SourceKind::name);
    return found == kinds.end() ? nullptr : &*found;
}

const std::vector<EvaluatorKind>& evaluator_kinds() {
    static const std::vector<EvaluatorKind> kinds{
        judge("local", "signals counted in the text; no key, no cost, no understanding", local_judge()),
        judge("standard", "a model reads the text that was extracted", standard_judge()),
        judge("bedrock", "the same through Amazon Bedrock", bedrock_judge(), "bedrock"),
        judge("openai_browsing", "OpenAI's model opens the page itself", openai_browsing_judge(), "openai"),
        judge("claude_browsing", "Anthropic's model opens the page itself", claude_browsing_judge(), "anthropic"),
        judge("tavily_content", "a model reads the text that Tavily extracts", tavily_content_judge()),
        judge("dual_perspective", "two rubrics, for managers and staff engineers, by one of the others",
              dual_perspective_judge()),
    };
    return kinds;
}

}  // namespace winnow
