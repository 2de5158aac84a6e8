#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/adjusted.h"
#include "discover/api/search_source.h"
#include "discover/dates/dates.h"
#include "discover/keyless.h"
#include "discover/media/media.h"
#include "discover/media/transcript.h"
#include "markup/entities.h"

namespace winnow {
namespace {

constexpr std::size_t kVideosPerPage = 50;
constexpr std::size_t kMaxPages = 2;  // each is one of a hundred calls a day

std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    if (response.status < 400) return std::nullopt;
    const auto body = json::parse(response.body);
    if (!body) return std::nullopt;
    const auto reason = (*body)["error"]["errors"][0]["reason"].text();
    if (reason == "quotaExceeded" || reason == "dailyLimitExceeded")
        return failure_of(ErrorKind::quota_exhausted, response);
    if (reason == "rateLimitExceeded" || reason == "userRateLimitExceeded")
        return failure_of(ErrorKind::rate_limited, response);
    if (reason == "keyInvalid" || failure_text(response).contains("API key"))
        return failure_of(ErrorKind::unauthorized, response);
    return std::nullopt;
}

Result<Url> watch_page(const std::string& video) {
    if (video.empty()) return fail(ErrorKind::malformed, "no video");
    return Url::parse("https://www.youtube.com/watch?v=" + video);
}

/// The search of the Data API.
class YoutubeSearch final : public SearchSource {
public:
    YoutubeSearch(YoutubeOptions options, SourceContext context, Secret key)
        : SearchSource(std::move(context), kMaxPages),
          options_(std::move(options)),
          api_(context_, options_.api, std::move(key)) {
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_words(query, options_.max_searches);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        std::vector<std::pair<std::string, std::string>> parameters{
            {"part", "snippet"},
            {"type", "video"},
            {"order", "relevance"},
            {"q", search.words},
            {"maxResults", std::to_string(std::clamp<std::size_t>(query.limit, 1, kVideosPerPage))}};
        if (!options_.languages.empty()) parameters.emplace_back("relevanceLanguage", options_.languages.front());
        if (has_since(query)) parameters.emplace_back("publishedAfter", to_rfc3339(query.since));
        if (!search.cursor.empty()) parameters.emplace_back("pageToken", search.cursor);
        parameters.emplace_back("key", api_.key().reveal());
        TRY(const auto body, api_.get(with_parameters(options_.api.endpoint + "/search", parameters), deadline));
        if (!body["items"].is_array()) return fail(ErrorKind::malformed, "an answer without items");
        ResultPage page{.cursor = body["nextPageToken"].text()};
        page.has_more = !page.cursor.empty();
        for (const auto& item : body["items"].items())
            if (auto url = watch_page(item["id"]["videoId"].text()))
                page.candidates.push_back(
                    {.url = std::move(*url),
                     .title = plain_title(item["snippet"]["title"].as_string()),
                     .published_at = feeds::parse_date(item["snippet"]["publishedAt"].as_string())});
        return page;
    }

    YoutubeOptions options_;
    Api api_;
};

/// Gives the videos that another source found what is said in them.
class WithTranscripts final : public Source {
public:
    WithTranscripts(std::unique_ptr<Source> inner, YoutubeOptions options, const SourceContext& context)
        : inner_(std::move(inner)),
          options_(std::move(options)),
          api_(context,
               {.endpoint = options_.site, .key = {}, .pause = options_.api.pause, .pacer = options_.api.pacer}, {}),
          transcripts_(api_, options_.site, options_.languages) {}

    const std::string& name() const override { return inner_->name(); }

    Result<Discovery> discover(const Query& query, const Deadline& deadline) override {
        TRY(auto found, inner_->discover(query, deadline));
        std::size_t asked = 0;
        std::string refusal;  // that will meet every further video
        for (auto& candidate : found.candidates) {
            const auto video = video_of(candidate.url);
            if (video.empty()) continue;
            if (!refusal.empty() || asked >= options_.transcripts) {
                candidate.unreadable = "no transcript: " + (refusal.empty() ? only_the_first() : refusal);
                continue;
            }
            ++asked;
            auto speech = transcripts_.read(video, deadline);
            if (speech) {
                candidate.inline_html = page_of(candidate.title, *speech);
                candidate.inline_is_page = true;
                continue;
            }
            if (speech.error().kind() == ErrorKind::cancelled) return fail(std::move(speech).error());
            candidate.unreadable = "no transcript: " + speech.error().message();
            if (concerns_all(speech.error().kind())) refusal = speech.error().message();
        }
        if (!refusal.empty()) found.warnings.push_back("no transcripts: " + refusal);
        return found;
    }

private:
    static bool concerns_all(ErrorKind kind) {
        return kind == ErrorKind::blocked || kind == ErrorKind::rate_limited || kind == ErrorKind::timed_out ||
               kind == ErrorKind::unavailable;
    }

    std::string only_the_first() const {
        return options_.transcripts == 0
                   ? "they are turned off"
                   : "only the first " + std::to_string(options_.transcripts) + " of a run get one";
    }

    static std::string page_of(const std::string& title, const std::string& speech) {
        const auto shown = markup::escaped(title);
        return "<!doctype html><html><head><title>" + shown + "</title></head><body><article><h1>" + shown + "</h1>\n" +
               speech + "</article></body></html>";
    }

    std::unique_ptr<Source> inner_;
    YoutubeOptions options_;
    Api api_;
    Transcripts transcripts_;
};

bool is_id(const std::string& id) {
    return !id.empty() &&
           std::ranges::all_of(id, [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; });
}

}  // namespace

YoutubeOptions::YoutubeOptions() {
    api = {.endpoint = "https://www.googleapis.com/youtube/v3",
           .key = {.reference = {}, .usual = "YOUTUBE_API_KEY"},
           .pause = std::chrono::milliseconds{1'000}};
}

Result<YoutubeOptions> read_youtube_options(config::Section& section) {
    YoutubeOptions options;
    read_api_options(section, options.api, "YouTube's Data API");
    section.field("channels", options.channels, "Ids of channels (UC…), whose 15 newest videos are read.");
    section.field("playlists", options.playlists, "Ids of playlists (PL…), likewise.");
    section.field("urls", options.urls, "Addresses of videos.");
    section.field("max_searches", options.max_searches, "Searches of one question; a key allows a hundred a day.",
                  {.least = 0, .most = 20});
    section.field("transcripts", options.transcripts,
                  "How many videos of a run get their transcript, which is what is judged; 0 where YouTube refuses "
                  "the computer's address, as it does in most data centres.",
                  {.least = 0, .most = 200});
    section.field("languages", options.languages, "Languages of captions, the preferred one first.");
    section.field("site", options.site, "Address of YouTube.");
    for (const auto& [key, ids] :
         {std::pair{"channels", &options.channels}, std::pair{"playlists", &options.playlists}})
        for (const auto& id : *ids)
            if (!is_id(id)) section.refuse(key, "\"" + id + "\" is no id; it stands in the address of its page");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_youtube_source(YoutubeOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    while (options.site.ends_with('/')) options.site.pop_back();
    TRY_OK(Url::parse_exact(options.site));
    TRY(auto key, find_key(options.api.key, context));
    std::vector<std::pair<std::string, std::unique_ptr<Source>>> parts;
    if (!options.urls.empty()) {
        TRY(auto videos, make_urls_source({.urls = options.urls, .files = {}}, context));
        parts.emplace_back("videos", std::move(videos));
    }
    FeedOptions feeds;
    for (const auto& id : options.channels) feeds.urls.push_back(options.site + "/feeds/videos.xml?channel_id=" + id);
    for (const auto& id : options.playlists) feeds.urls.push_back(options.site + "/feeds/videos.xml?playlist_id=" + id);
    if (!feeds.urls.empty()) {
        TRY(auto channels, make_feed_source(std::move(feeds), context));
        parts.emplace_back("channels", std::move(channels));
    }
    if (!key.empty()) parts.emplace_back("search", std::make_unique<YoutubeSearch>(options, context, std::move(key)));
    if (parts.empty())
        return fail(ErrorKind::unauthorized, context.name +
                                                 " needs channels, playlists or urls, or a key for its search "
                                                 "in the variable YOUTUBE_API_KEY or where `key` says");
    auto joined = make_adjusted_source(make_joined_source(context.name, std::move(parts), context.clock),
                                       [](Candidate& candidate) {
                                           auto url = watch_page(video_of(candidate.url));
                                           if (url) candidate.url = std::move(*url);
                                           return url.has_value();
                                       });
    return std::make_unique<WithTranscripts>(std::move(joined), std::move(options), context);
}

}  // namespace winnow
