#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/community/community.h"
#include "discover/dates/dates.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxPages = 4;            // of 25 stories; it asks for restraint
constexpr std::string_view kNewest = "newest";  // the place that is no tag

bool is_tag(const std::string& tag) {
    return !tag.empty() && std::ranges::all_of(tag, [](unsigned char c) { return std::isalnum(c) || c == '-'; });
}

class LobstersSource final : public SearchSource {
public:
    LobstersSource(LobstersOptions options, SourceContext context)
        : SearchSource(std::move(context), kMaxPages), options_(std::move(options)), api_(context_, options_.api, {}) {}

private:
    /// There is no search for programs: what is found does not depend on the question.
    std::vector<Search> searches_for(const Query&) const override {
        std::vector<Search> result;
        for (const auto& tag : options_.tags) result.push_back({.words = {}, .place = tag});
        if (result.empty()) result.push_back({.words = {}, .place = std::string(kNewest)});
        return result;
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        auto address = options_.api.endpoint + (search.place == kNewest ? "/" : "/t/") + search.place;
        if (search.page > 0) address += "/page/" + std::to_string(search.page + 1);
        TRY(const auto body, api_.get(address + ".json", deadline));
        if (!body.is_array()) return fail(ErrorKind::malformed, "an answer that is no list");
        ResultPage page{.has_more = !body.items().empty()};
        for (const auto& story : body.items()) {
            const auto published = feeds::parse_date(story["created_at"].as_string());
            if (published && *published < query.since) page.has_more = false;  // newest first: the rest is older still
            if (story["score"].as_int() < options_.min_score) continue;
            auto url = Url::parse(story["url"].as_string());
            if (!url) url = Url::parse(story["comments_url"].as_string());
            if (url)
                page.candidates.push_back({.url = std::move(*url),
                                           .title = plain_title(story["title"].as_string()),
                                           .published_at = published});
        }
        return page;
    }

    LobstersOptions options_;
    Api api_;
};

}  // namespace

LobstersOptions::LobstersOptions() {
    api = {.endpoint = "https://lobste.rs", .key = {}, .pause = std::chrono::milliseconds{2'500}};  // 30 a minute
}

Result<LobstersOptions> read_lobsters_options(config::Section& section) {
    LobstersOptions options;
    read_api_options(section, options.api, "Lobsters");
    section.field("permitted", options.permitted,
                  "Set it to true if its operators let you: its robots.txt forbids programs to read it.");
    section.field("tags", options.tags, "Tags to look at; the newest stories of all if empty.");
    section.field("min_score", options.min_score, "Stories with a lower score are left out.",
                  {.least = -100, .most = 10'000});
    for (const auto& tag : options.tags)
        if (!is_tag(tag)) section.refuse("tags", "\"" + tag + "\" is no tag of Lobsters");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_lobsters_source(LobstersOptions options, SourceContext context) {
    if (!options.permitted)
        return fail(ErrorKind::invalid_config, context.name +
                                                   ": the robots.txt of Lobsters forbids programs to read it; set "
                                                   "`permitted: true` if its operators let you");
    TRY_OK(check_endpoint(options.api));
    return std::make_unique<LobstersSource>(std::move(options), std::move(context));
}

}  // namespace winnow
