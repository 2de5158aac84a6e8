#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/dates/dates.h"
#include "discover/keyless.h"
#include "discover/media/media.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 1;    // of each archive
constexpr std::size_t kPostsPerPage = 12;  // what its own pages ask for
constexpr std::size_t kMaxPages = 4;

/// "tidyfirst" → "tidyfirst.substack.com"; hosts stay.
std::string host_of(const std::string& publication) {
    return publication.contains('.') ? publication : publication + ".substack.com";
}

class SubstackArchive final : public SearchSource {
public:
    SubstackArchive(SubstackOptions options, SourceContext context)
        : SearchSource(std::move(context), kMaxPages), options_(std::move(options)), api_(context_, options_.api, {}) {}

private:
    std::vector<Search> searches_for(const Query& query) const override {
        std::vector<std::string> hosts;
        for (const auto& publication : options_.publications) hosts.push_back(host_of(publication));
        return searches_by_words(query, kMaxSearches, hosts);
    }

    Result<ResultPage> next_page(const Search& search, const Query&, const Deadline& deadline) override {
        TRY(const auto body, api_.get(with_parameters("https://" + search.place + "/api/v1/archive",
                                                      {{"sort", "new"},
                                                       {"search", search.words},
                                                       {"offset", std::to_string(search.page * kPostsPerPage)},
                                                       {"limit", std::to_string(kPostsPerPage)}}),
                                      deadline));
        if (!body.is_array()) return fail(ErrorKind::malformed, "an answer that is no list");
        ResultPage page{.has_more = body.items().size() >= kPostsPerPage};
        for (const auto& post : body.items()) {
            auto url = Url::parse(post["canonical_url"].as_string());
            if (!url) continue;
            Candidate candidate{.url = std::move(*url),
                                .title = plain_title(post["title"].as_string()),
                                .published_at = feeds::parse_date(post["post_date"].as_string())};
            const auto audience = post["audience"].as_string("everyone");
            if (audience != "everyone") candidate.unreadable = "for paying subscribers only";
            page.candidates.push_back(std::move(candidate));
        }
        return page;
    }

    SubstackOptions options_;
    Api api_;
};

}  // namespace

SubstackOptions::SubstackOptions()
    : publications{"newsletter.pragmaticengineer.com",
                   "refactoring.fm",
                   "tidyfirst.substack.com",
                   "blog.bytebytego.com",
                   "newsletter.eng-leadership.com",
                   "read.highgrowthengineer.com",
                   "hybridhacker.email",
                   "newsletter.systemdesign.one"} {
    api = {.endpoint = "https://substack.com", .key = {}, .pause = std::chrono::milliseconds{1'000}};
}

Result<SubstackOptions> read_substack_options(config::Section& section) {
    SubstackOptions options;
    section.field("publications", options.publications, "Newsletters: their hosts, or the names before .substack.com.");
    section.field("archive", options.archive,
                  "Search their archives by the question instead of reading their feeds; that interface is not "
                  "documented.");
    section.field("pause", options.api.pause, "Least time between two requests to archives.",
                  {.least = {}, .most = std::chrono::minutes{1}});
    for (const auto& name : options.publications)
        if (name.empty() ||
            !std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; }))
            section.refuse("publications", "\"" + name + "\" is neither a host nor a name before .substack.com");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_substack_source(SubstackOptions options, SourceContext context) {
    if (options.archive) return std::make_unique<SubstackArchive>(std::move(options), std::move(context));
    FeedOptions feeds;
    for (const auto& publication : options.publications)
        feeds.urls.push_back("https://" + host_of(publication) + "/feed");
    return make_feed_source(std::move(feeds), std::move(context));
}

}  // namespace winnow
