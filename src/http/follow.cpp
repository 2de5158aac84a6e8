#include "http/follow.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "http/warc/redact.h"

namespace winnow::http {
namespace {

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_credential(const HeaderField& field) {
    return warc::names_a_secret(field.name);
}

/// Fields that describe a body (Fetch standard, "request-body-header name").
bool describes_body(const HeaderField& field) {
    constexpr std::array<std::string_view, 4> kNames{"content-encoding", "content-language", "content-location",
                                                     "content-type"};
    std::string low(field.name);
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(kNames, low) != kNames.end();
}

/// As the Fetch standard does: 303 turns all but GET and HEAD into GET, 301 and 302 turn POST into it.
void change_method(Request& request, int status) {
    const bool turns = status == 303 ? request.method != "GET" && request.method != "HEAD"
                                     : (status == 301 || status == 302) && request.method == "POST";
    if (!turns) return;
    request.method = "GET";
    request.body.clear();
    std::erase_if(request.headers, describes_body);
}

Result<Url> next_url(const Url& from, const Response& response) {
    const auto location = response.header("location");
    if (!location || location->empty())
        return fail(ErrorKind::malformed,
                    from.href() + " answered " + std::to_string(response.status) + " without a Location");
    auto url = Url::parse_exact(*location, from);
    if (!url) return fail(std::move(url).error().in(from.href() + " redirects to an unusable address"));
    if (from.scheme() == "https" && url->scheme() == "http")
        return fail(ErrorKind::blocked, from.href() + " redirects from https to http: " + url->href());
    return url;
}

}  // namespace

Result<Followed> get_following(Client& client, Request request, std::size_t max_redirects, const Deadline& deadline,
                               const BeforeHop& before_hop) {
    Followed followed;
    while (true) {
        if (before_hop) TRY_OK(before_hop(request.url));
        followed.hops.push_back(request.url);
        TRY(followed.response, client.send(request, deadline));
        if (!is_redirect(followed.response.status)) break;
        TRY(auto next, next_url(request.url, followed.response));
        const auto asked = request.method;
        change_method(request, followed.response.status);
        // Once a site may lead back to where it began (to look at a cookie); the same request again changes nothing.
        const auto seen = std::ranges::count(followed.hops, next);
        if (seen > 1 || (next == request.url && request.method == asked))
            return fail(ErrorKind::malformed,
                        followed.hops.front().href() + " redirects in a circle" +
                            (followed.response.header("set-cookie") ? ": it wants a cookie, and none is kept" : ""));
        if (followed.hops.size() > max_redirects)
            return fail(ErrorKind::malformed, followed.hops.front().href() + " redirects more than " +
                                                  std::to_string(max_redirects) + " times");
        if (next.origin() != request.url.origin()) {
            std::erase_if(request.headers, is_credential);
            request.to_configured_host = false;
        }
        request.url = std::move(next);
    }
    followed.final_url = request.url;
    return followed;
}

}  // namespace winnow::http
