#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/papers/papers.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 3;
constexpr std::size_t kResultsPerPage = 50;
constexpr std::size_t kMaxPages = 20;
constexpr std::string_view kPlace = "{language}";

/// MediaWiki reports failures within a 200.
std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    const auto body = json::parse(response.body);
    if (!body || !(*body)["error"].is_object()) return std::nullopt;
    const auto code = (*body)["error"]["code"].text();
    if (code == "ratelimited") return failure_of(ErrorKind::rate_limited, response);
    if (code == "maxlag" || code == "readonly") return failure_of(ErrorKind::unavailable, response);
    return failure_of(ErrorKind::malformed, response);
}

class WikipediaSource final : public SearchSource {
public:
    WikipediaSource(WikipediaOptions options, SourceContext context)
        : SearchSource(std::move(context), kMaxPages), options_(std::move(options)), api_(context_, options_.api, {}) {
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_words(query, kMaxSearches, options_.languages);
    }

    std::string endpoint(const std::string& language) const {
        auto address = options_.api.endpoint;
        if (const auto at = address.find(kPlace); at != std::string::npos) address.replace(at, kPlace.size(), language);
        return address;
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        const auto count = std::clamp<std::size_t>(query.limit, 1, kResultsPerPage);
        const auto address = endpoint(search.place);
        TRY(const auto body,
            api_.get(with_parameters(address + "/w/api.php", {{"action", "query"},
                                                              {"list", "search"},
                                                              {"srsearch", search.words},
                                                              {"srlimit", std::to_string(count)},
                                                              {"sroffset", search.page == 0 ? "0" : search.cursor},
                                                              {"srprop", "timestamp"},
                                                              {"format", "json"},
                                                              {"formatversion", "2"},
                                                              {"maxlag", "5"}}),
                     deadline));
        const auto& hits = body["query"]["search"];
        if (!hits.is_array()) return fail(ErrorKind::malformed, "an answer without a search");
        const auto& next = body["continue"]["sroffset"];
        ResultPage page{.has_more = next.is_number(), .cursor = std::to_string(next.as_int())};
        for (const auto& hit : hits.items()) {
            // The time is that of the last edit: what `since` asks for, but no date of publication.
            const auto edited = parse_rfc3339(hit["timestamp"].as_string());
            if (edited && *edited < query.since) continue;
            auto title = hit["title"].text();
            auto name = title;
            std::ranges::replace(name, ' ', '_');
            const auto path = with_parameters("", {{"", name}}).substr(2);
            if (auto url = Url::parse(address + "/wiki/" + path); url && !name.empty())
                page.candidates.push_back({.url = std::move(*url), .title = std::move(title)});
        }
        return page;
    }

    WikipediaOptions options_;
    Api api_;
};

}  // namespace

WikipediaOptions::WikipediaOptions() {
    api = {.endpoint = "https://{language}.wikipedia.org", .key = {}, .pause = std::chrono::milliseconds{500}};
}

Result<WikipediaOptions> read_wikipedia_options(config::Section& section) {
    WikipediaOptions options;
    read_api_options(section, options.api, "the encyclopedia; {language} stands for each of the languages");
    section.field("languages", options.languages, "Languages, as in the address: en, de, simple.");
    for (const auto& language : options.languages)
        if (!std::ranges::all_of(language, [](unsigned char c) { return std::islower(c) || c == '-'; }) ||
            language.empty())
            section.refuse("languages", "\"" + language + "\" is no language of Wikipedia, such as en");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_wikipedia_source(WikipediaOptions options, SourceContext context) {
    while (options.api.endpoint.ends_with('/')) options.api.endpoint.pop_back();
    auto example = options.api.endpoint;
    if (const auto at = example.find(kPlace); at != std::string::npos) example.replace(at, kPlace.size(), "en");
    TRY_OK(Url::parse_exact(example));
    return std::make_unique<WikipediaSource>(std::move(options), std::move(context));
}

}  // namespace winnow
