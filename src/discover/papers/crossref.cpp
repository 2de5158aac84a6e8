#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/dates/dates.h"
#include "discover/papers/papers.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 2;
constexpr std::size_t kResultsPerPage = 100;
constexpr std::size_t kMaxPages = 10;

std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    return response.status == 429 ? std::optional(failure_of(ErrorKind::rate_limited, response)) : std::nullopt;
}

/// [[2024, 3, 1]] as a time; parts may be missing.
std::optional<Timestamp> date_of(const json::Value& parts) {
    const auto year = parts[0][0].as_int();
    if (year < 1000 || year > 9999) return std::nullopt;
    const auto two = [&](int index) {
        const auto part = std::to_string(std::clamp<std::int64_t>(parts[0][index].as_int(1), 1, 31));
        return "-" + std::string(2 - part.size(), '0') + part;
    };
    return parse_rfc3339(std::to_string(year) + two(1) + two(2));
}

class CrossrefSource final : public SearchSource {
public:
    CrossrefSource(CrossrefOptions options, SourceContext context)
        : SearchSource(std::move(context), kMaxPages), options_(std::move(options)), api_(context_, options_.api, {}) {
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_words(query, kMaxSearches);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        const auto count = std::clamp<std::size_t>(query.limit, 1, kResultsPerPage);
        std::vector<std::pair<std::string, std::string>> parameters{{"query.bibliographic", search.words},
                                                                    {"rows", std::to_string(count)},
                                                                    {"cursor", search.page == 0 ? "*" : search.cursor},
                                                                    {"select", "DOI,title,URL,issued"}};
        std::string filter;
        for (const auto& type : options_.types) filter += (filter.empty() ? "type:" : ",type:") + type;
        if (has_since(query)) filter += (filter.empty() ? "from-pub-date:" : ",from-pub-date:") + day_of(query.since);
        if (!filter.empty()) parameters.emplace_back("filter", std::move(filter));
        if (!options_.mailto.empty()) parameters.emplace_back("mailto", options_.mailto);
        TRY(const auto body, api_.get(with_parameters(options_.api.endpoint + "/works", parameters), deadline));
        const auto& message = body["message"];
        if (!message["items"].is_array()) return fail(ErrorKind::malformed, "an answer without items");
        ResultPage page{.cursor = message["next-cursor"].text()};
        page.has_more = !page.cursor.empty() && message["items"].items().size() >= count;
        for (const auto& work : message["items"].items())
            if (auto url = page_of_work({.doi = work["DOI"].text(), .page = work["URL"].text()}))
                page.candidates.push_back({.url = std::move(*url),
                                           .title = plain_title(work["title"][0].as_string()),
                                           .published_at = date_of(work["issued"]["date-parts"])});
        return page;
    }

    CrossrefOptions options_;
    Api api_;
};

}  // namespace

CrossrefOptions::CrossrefOptions() {
    api = {.endpoint = "https://api.crossref.org", .key = {}, .pause = std::chrono::milliseconds{1'000}};
}

Result<CrossrefOptions> read_crossref_options(config::Section& section) {
    CrossrefOptions options;
    read_api_options(section, options.api, "Crossref's API");
    section.field("mailto", options.mailto, "Your mail address: who can be reached is served better.");
    section.field("types", options.types, "Kinds of works, such as journal-article; all if empty.");
    for (const auto& type : options.types)
        if (!std::ranges::all_of(type, [](unsigned char c) { return std::isalnum(c) || c == '-'; }) || type.empty())
            section.refuse("types", "\"" + type + "\" is no type of Crossref, such as journal-article");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_crossref_source(CrossrefOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    return std::make_unique<CrossrefSource>(std::move(options), std::move(context));
}

}  // namespace winnow
