#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/search/search.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxResults = 20;      // more are refused
constexpr std::size_t kMaxQueryBytes = 399;  // "less than 400 characters"
constexpr std::size_t kMaxIncluded = 300, kMaxExcluded = 150;

/// 432 and 433 are Tavily's own: the plan's or the key's limit is reached.
std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    if (response.status == 432 || response.status == 433) return failure_of(ErrorKind::quota_exhausted, response);
    if (response.status < 400) return std::nullopt;
    const auto body = json::parse(response.body);
    if (const auto wait = body ? (*body)["retry_after_seconds"].as_int() : 0; wait > 0)
        return failure_of(ErrorKind::rate_limited, response).retry_in(std::chrono::seconds{wait});
    return std::nullopt;
}

class TavilySource final : public SearchSource {
public:
    TavilySource(TavilyOptions options, SourceContext context, Secret key)
        : SearchSource(std::move(context), 1),
          options_(std::move(options)),
          api_(context_, options_.api, std::move(key)) {
        api_.add_header("Authorization", "Bearer " + api_.key().reveal());
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_sentences(query, options_.max_searches, kMaxQueryBytes);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        auto request = json::object({{"query", search.words},
                                     {"search_depth", options_.depth},
                                     {"topic", options_.topic},
                                     {"max_results", std::clamp<std::size_t>(query.limit, 1, kMaxResults)},
                                     {"include_answer", false},
                                     {"include_raw_content", false},
                                     {"auto_parameters", false}});  // which might choose a dearer depth
        if (has_since(query)) request.set("start_date", day_of(query.since));
        set_domains(request, "include_domains", options_.include_domains);
        set_domains(request, "exclude_domains", options_.exclude_domains);
        TRY(const auto body, api_.post(options_.api.endpoint + "/search", request, deadline));
        return read_web_results(body, "published_date");
    }

    TavilyOptions options_;
    Api api_;
};

}  // namespace

TavilyOptions::TavilyOptions() {
    api = {.endpoint = "https://api.tavily.com", .key = {.reference = {}, .usual = "TAVILY_API_KEY"}};
}

Result<TavilyOptions> read_tavily_options(config::Section& section) {
    TavilyOptions options;
    read_api_options(section, options.api, "Tavily's API");
    section.field("max_searches", options.max_searches, "Searches of one question; each costs a credit.",
                  {.least = 1, .most = 20});
    section.choice("depth", options.depth, {"basic", "advanced", "fast", "ultra-fast"},
                   "How thorough a search is; advanced costs two credits.");
    section.choice("topic", options.topic, {"general", "news", "finance"}, "What kind of page is looked for.");
    section.field("include_domains", options.include_domains, "Only pages of these domains; all if empty.");
    section.field("exclude_domains", options.exclude_domains, "No pages of these domains.");
    if (options.include_domains.size() > kMaxIncluded) section.refuse("include_domains", "300 domains at most");
    if (options.exclude_domains.size() > kMaxExcluded) section.refuse("exclude_domains", "150 domains at most");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_tavily_source(TavilyOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    TRY(auto key, require_key(options.api.key, context));
    return std::make_unique<TavilySource>(std::move(options), std::move(context), std::move(key));
}

}  // namespace winnow
