#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/ask/search_text.h"
#include "discover/search/search.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxPages = 5;  // what engines show beyond is rarely about the question
constexpr std::size_t kMaxQueryBytes = 400;

std::string time_range(Timestamp since, Timestamp now) {
    const auto age = now - since;
    if (age <= std::chrono::days{1}) return "day";
    if (age <= std::chrono::days{31}) return "month";
    return age <= std::chrono::days{365} ? "year" : "";
}

std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    if (response.status != 403) return std::nullopt;
    return Error(ErrorKind::forbidden, "answered 403: add json to search.formats in its settings.yml");
}

/// "engine (why)" of each engine that gave nothing.
std::vector<std::string> unresponsive(const json::Value& body) {
    std::vector<std::string> engines;
    for (const auto& engine : body["unresponsive_engines"].items())
        engines.push_back(engine[0].text() + " (" + engine[1].text() + ")");
    if (engines.empty()) return {};
    return {"engines without an answer: " + joined_texts(engines, ", ")};
}

class SearxngSource final : public SearchSource {
public:
    SearxngSource(SearxngOptions options, SourceContext context)
        : SearchSource(std::move(context), kMaxPages), options_(std::move(options)), api_(context_, options_.api, {}) {
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_sentences(query, options_.max_searches, kMaxQueryBytes);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        std::vector<std::pair<std::string, std::string>> parameters{
            {"q", search.words}, {"format", "json"}, {"pageno", std::to_string(search.page + 1)}};
        if (has_since(query))
            if (auto range = time_range(query.since, context_.clock.now()); !range.empty())
                parameters.emplace_back("time_range", std::move(range));
        if (!options_.categories.empty()) parameters.emplace_back("categories", joined_texts(options_.categories, ","));
        if (!options_.engines.empty()) parameters.emplace_back("engines", joined_texts(options_.engines, ","));
        if (!options_.language.empty()) parameters.emplace_back("language", options_.language);
        TRY(const auto body, api_.get(with_parameters(options_.api.endpoint + "/search", parameters), deadline));
        TRY(auto page, read_web_results(body, "publishedDate"));
        page.has_more = !body["results"].items().empty();
        page.warnings = unresponsive(body);
        return page;
    }

    SearxngOptions options_;
    Api api_;
};

}  // namespace

SearxngOptions::SearxngOptions() {
    api = {.endpoint = "", .key = {}, .pause = std::chrono::milliseconds{500}};
}

Result<SearxngOptions> read_searxng_options(config::Section& section) {
    SearxngOptions options;
    read_api_options(section, options.api, "your SearXNG; one within your network must stand in net.allow, too");
    section.field("max_searches", options.max_searches, "Searches of one question.", {.least = 1, .most = 20});
    section.field("categories", options.categories, "Categories such as general or it; the server's own if empty.");
    section.field("engines", options.engines, "Engines to ask; the server's own if empty.");
    section.field("language", options.language, "Language of the results, such as en; the server's own if empty.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_searxng_source(SearxngOptions options, SourceContext context) {
    if (options.api.endpoint.empty())
        return fail(ErrorKind::invalid_config, context.name + " needs `endpoint`, the address of your SearXNG");
    TRY_OK(check_endpoint(options.api));
    return std::make_unique<SearxngSource>(std::move(options), std::move(context));
}

}  // namespace winnow
