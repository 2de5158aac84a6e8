#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/search/search.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxResults = 100;
constexpr std::size_t kMaxQueryBytes = 2'000;

std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    if (response.status < 400) return std::nullopt;
    const auto body = json::parse(response.body);
    const auto tag = body ? (*body)["tag"].text() : std::string();
    if (response.status == 402 || tag.contains("CREDITS") || tag.contains("BUDGET"))
        return failure_of(ErrorKind::quota_exhausted, response);
    if (response.status == 429) return failure_of(ErrorKind::rate_limited, response);
    return std::nullopt;
}

class ExaSource final : public SearchSource {
public:
    ExaSource(ExaOptions options, SourceContext context, Secret key)
        : SearchSource(std::move(context), 1),
          options_(std::move(options)),
          api_(context_, options_.api, std::move(key)) {
        api_.add_header("x-api-key", api_.key().reveal());
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_sentences(query, options_.max_searches, kMaxQueryBytes);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        auto request = json::object({{"query", search.words},
                                     {"type", options_.type},
                                     {"numResults", std::clamp<std::size_t>(query.limit, 1, kMaxResults)}});
        if (has_since(query)) request.set("startPublishedDate", to_rfc3339(query.since));
        set_domains(request, "includeDomains", options_.include_domains);
        set_domains(request, "excludeDomains", options_.exclude_domains);
        TRY(const auto body, api_.post(options_.api.endpoint + "/search", request, deadline));
        return read_web_results(body, "publishedDate");
    }

    ExaOptions options_;
    Api api_;
};

}  // namespace

ExaOptions::ExaOptions() {
    api = {.endpoint = "https://api.exa.ai",
           .key = {.reference = {}, .usual = "EXA_API_KEY"},
           .pause = std::chrono::milliseconds{200}};
}

Result<ExaOptions> read_exa_options(config::Section& section) {
    ExaOptions options;
    read_api_options(section, options.api, "Exa's API");
    section.field("max_searches", options.max_searches, "Searches of one question; each is paid for.",
                  {.least = 1, .most = 20});
    section.choice("type", options.type, {"auto", "neural", "keyword", "fast"}, "How Exa searches.");
    section.field("include_domains", options.include_domains, "Only pages of these domains; all if empty.");
    section.field("exclude_domains", options.exclude_domains, "No pages of these domains.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_exa_source(ExaOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    TRY(auto key, require_key(options.api.key, context));
    return std::make_unique<ExaSource>(std::move(options), std::move(context), std::move(key));
}

}  // namespace winnow
