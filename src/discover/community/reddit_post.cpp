#include "discover/community/reddit_post.h"

#include <algorithm>
#include <array>

#include "discover/api/api.h"
#include "markup/entities.h"

namespace winnow {
namespace {

constexpr std::string_view kSite = "https://www.reddit.com";

/// Pictures and videos that Reddit keeps itself.
bool is_media(const Url& url) {
    constexpr auto kHosts =
        std::to_array<std::string_view>({"i.redd.it", "v.redd.it", "preview.redd.it", "i.imgur.com"});
    return std::ranges::find(kHosts, url.host()) != kHosts.end() || url.path().starts_with("/gallery/");
}

bool is_thread(const Url& url) {
    return url.host().ends_with("reddit.com") && url.path().contains("/comments/");
}

/// What the "[link]" of an entry leads to.
std::string linked_address(const std::string& html) {
    const auto mark = html.find(">[link]<");
    const auto href = mark == std::string::npos ? mark : html.rfind("href=\"", mark);
    if (href == std::string::npos) return {};
    const auto begin = href + 6;
    const auto end = html.find('"', begin);
    return end > mark ? std::string() : markup::decoded(html.substr(begin, end - begin));
}

}  // namespace

Result<Candidate> read_reddit_post(const json::Value& post, int min_score) {
    const bool is_gone = post["over_18"].as_bool() || post["removed_by_category"].is_string() ||
                         post["stickied"].as_bool() || post["score"].as_int() < min_score;
    if (is_gone) return fail(ErrorKind::not_found, "not a post to show");
    const bool is_text = post["is_self"].as_bool();
    TRY(auto url, Url::parse(is_text ? std::string(kSite) + post["permalink"].text() : post["url"].text()));
    if (is_media(url)) return fail(ErrorKind::not_found, "a picture or a video");
    Candidate candidate{.url = std::move(url), .title = plain_title(post["title"].as_string())};
    if (post["created_utc"].is_number())
        candidate.published_at =
            Timestamp{std::chrono::seconds{static_cast<std::int64_t>(post["created_utc"].as_double())}};
    if (is_text) candidate.inline_html = post["selftext_html"].text();
    return candidate;
}

Result<Candidate> read_reddit_entry(const feeds::Item& item) {
    const auto html = feeds::as_html(item.content);
    const auto linked = Url::parse(linked_address(html));
    const bool is_text = !linked || is_thread(*linked);
    TRY(auto url, is_text ? Url::parse(item.link) : linked);
    if (is_media(url)) return fail(ErrorKind::not_found, "a picture or a video");
    return Candidate{.url = std::move(url),
                     .title = item.title,
                     .published_at = item.published ? item.published : item.updated,
                     .inline_html = is_text && feeds::is_whole_article(item.content) ? html : std::string()};
}

}  // namespace winnow
