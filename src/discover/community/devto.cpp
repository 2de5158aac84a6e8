#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/ask/search_text.h"
#include "discover/community/community.h"
#include "discover/dates/dates.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxTags = 6;  // tried of a question
constexpr std::size_t kArticlesPerPage = 100;
constexpr std::size_t kMaxPages = 5;

bool is_tag(const std::string& tag) {
    return !tag.empty() && std::ranges::all_of(tag, [](unsigned char c) { return std::isalnum(c); });
}

class DevtoSource final : public SearchSource {
public:
    DevtoSource(DevtoOptions options, SourceContext context)
        : SearchSource(std::move(context), kMaxPages), options_(std::move(options)), api_(context_, options_.api, {}) {}

private:
    /// Articles are not searched by words, but tags often are the words of a question.
    std::vector<Search> searches_for(const Query& query) const override {
        std::vector<std::string> tags = options_.tags;
        if (tags.empty())
            for (const auto& words : searches(query, kMaxTags))
                for (const auto& word : words)
                    if (auto tag = text::lower_case(word); is_tag(tag) && std::ranges::find(tags, tag) == tags.end())
                        tags.push_back(std::move(tag));
        if (options_.tags.empty()) tags.resize(std::min(tags.size(), kMaxTags));
        std::vector<Search> result;
        for (auto& tag : tags) result.push_back({.words = {}, .place = std::move(tag)});
        return result;
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        const auto count = std::clamp<std::size_t>(query.limit, 30, kArticlesPerPage);
        auto days = static_cast<std::int64_t>(options_.top_days);
        if (has_since(query))
            days = std::max<std::int64_t>(
                1, std::chrono::ceil<std::chrono::days>(context_.clock.now() - query.since).count());
        TRY(const auto body,
            api_.get(with_parameters(options_.api.endpoint + "/articles", {{"tag", search.place},
                                                                           {"top", std::to_string(days)},
                                                                           {"page", std::to_string(search.page + 1)},
                                                                           {"per_page", std::to_string(count)}}),
                     deadline));
        if (!body.is_array()) return fail(ErrorKind::malformed, "an answer that is no list");
        ResultPage page{.has_more = body.items().size() >= count};
        for (const auto& article : body.items()) {
            if (article["public_reactions_count"].as_int() < options_.min_reactions) continue;
            // What was first published elsewhere has its address there.
            auto url = Url::parse(article["canonical_url"].as_string());
            if (!url) url = Url::parse(article["url"].as_string());
            if (url)
                page.candidates.push_back(
                    {.url = std::move(*url),
                     .title = plain_title(article["title"].as_string()),
                     .published_at = feeds::parse_date(article["published_timestamp"].as_string())});
        }
        return page;
    }

    DevtoOptions options_;
    Api api_;
};

}  // namespace

DevtoOptions::DevtoOptions() {
    api = {.endpoint = "https://dev.to/api", .key = {}, .pause = std::chrono::milliseconds{1'000}};
}

Result<DevtoOptions> read_devto_options(config::Section& section) {
    DevtoOptions options;
    read_api_options(section, options.api, "the API of dev.to or another Forem");
    section.field("tags", options.tags, "Tags to look at; the words of the question if empty.");
    section.field("top_days", options.top_days, "The best of so many days, unless the run says since when.",
                  {.least = 1, .most = 10'000});
    section.field("min_reactions", options.min_reactions, "Articles with fewer reactions are left out.",
                  {.least = 0, .most = 10'000});
    for (const auto& tag : options.tags)
        if (!is_tag(tag)) section.refuse("tags", "\"" + tag + "\" is no tag: letters and digits only");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_devto_source(DevtoOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    return std::make_unique<DevtoSource>(std::move(options), std::move(context));
}

}  // namespace winnow
