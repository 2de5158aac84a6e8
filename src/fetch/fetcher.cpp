#include "fetch/fetcher.h"

#include <algorithm>

#include "fetch/freshness.h"
#include "fetch/robots/cache.h"
#include "fetch/usage_wishes.h"
#include "http/follow.h"
#include "http/retry.h"
#include "log/log.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kAccept =
    "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,application/pdf;q=0.9,application/xml;q=0.8,"
    "*/*;q=0.1";
constexpr std::string_view kAcceptLanguage = "en,*;q=0.5";

http::Request page_request(const Url& url, const std::optional<Validators>& validators, const FetchOptions& options) {
    http::Request request{.url = url, .timeout = options.timeout, .max_body_bytes = options.max_page_bytes};
    request.headers = {{"Accept", std::string(kAccept)}, {"Accept-Language", std::string(kAcceptLanguage)}};
    if (!validators) return request;
    if (!validators->etag.empty()) request.headers.push_back({"If-None-Match", validators->etag});
    if (!validators->last_modified.empty()) request.headers.push_back({"If-Modified-Since", validators->last_modified});
    return request;
}

class PoliteFetcher final : public Fetcher {
public:
    PoliteFetcher(FetchOptions options, http::Client& client, const Clock& clock)
        : options_(std::move(options)),
          client_(client),
          clock_(clock),
          robots_({.agent = options_.robots_agent, .timeout = options_.timeout}, client, clock) {}

    Result<Fetched> fetch(const Url& url, const std::optional<Validators>& validators,
                          const Deadline& deadline) override {
        if (url.empty()) return fail(ErrorKind::invalid_argument, "no URL");
        const bool is_conditional = validators && !(validators->etag.empty() && validators->last_modified.empty());
        bool no_ai = false;  // what robots.txt says of the last hop, where the page lies
        const auto before_hop = [&](const Url& hop) -> Result<void> {
            TRY(no_ai, check_robots(hop, deadline));
            return {};
        };
        TRY(auto followed, http::get_following(client_, page_request(url, validators, options_), options_.max_redirects,
                                               deadline, before_hop));
        TRY_OK(check_status(followed));
        auto fetched = read(std::move(followed), is_conditional ? *validators : Validators{});
        fetched.not_modified = is_conditional && fetched.page.status == 304;
        fetched.no_ai = fetched.no_ai || no_ai;
        fetched.page.url = url;
        return fetched;
    }

    milliseconds delay_for(const Url& url) override {
        if (options_.robots == RobotsPolicy::ignored) return options_.delay;
        const auto known = robots_.known(url);
        const auto wished = known ? known->rules.crawl_delay().value_or(milliseconds{0}) : milliseconds{0};
        return std::max(options_.delay, std::min(wished, options_.longest_crawl_delay));
    }

private:
    /// Whether robots.txt asks models not to read the page; an error if it asks everybody not to.
    Result<bool> check_robots(const Url& url, const Deadline& deadline) {
        if (options_.robots == RobotsPolicy::ignored) return false;
        TRY(const auto known, robots_.rules_for(url, deadline));
        if (known->refusal) return fail(*known->refusal);
        const auto target = url.path_and_query();
        if (!known->rules.allows(target))
            return fail(ErrorKind::blocked, "robots.txt of " + url.origin() + " does not allow " + target);
        return known->rules.refuses_ai_input(target);
    }

    Result<void> check_status(const http::Followed& followed) const {
        const int status = followed.response.status;
        if (status == 206)  // judging the part would be judging another text
            return fail(ErrorKind::malformed, followed.final_url.href() +
                                                  " answered 206, a part of the page, though all of it was asked for");
        if (status != 429 && status < 500) return {};
        Error error(status == 429 ? ErrorKind::rate_limited : ErrorKind::unavailable,
                    followed.final_url.href() + " answered " + std::to_string(status));
        if (const auto wait = http::retry_after(followed.response, clock_.now()))
            return fail(std::move(error).retry_in(*wait));
        return fail(std::move(error));
    }

    Fetched read(http::Followed followed, const Validators& validators) const {
        auto& response = followed.response;
        const auto freshness = freshness_of(response, clock_.now(), validators.last_modified);
        const auto wishes = usage_wishes(response.headers, options_.robots_agent);
        if (wishes.no_index) log::debug("page asks not to be indexed", {{"url", followed.final_url.href()}});
        Fetched fetched{.fresh_for = freshness.fresh_for, .no_ai = wishes.no_ai, .no_store = freshness.no_store};
        fetched.page.final_url = std::move(followed.final_url);
        fetched.page.status = response.status;
        fetched.page.content_type = response.header("content-type").value_or("");
        fetched.page.headers = std::move(response.headers);
        fetched.page.fetched_at = clock_.now();
        if (response.status != 304) fetched.page.body = std::move(response.body);
        return fetched;
    }

    FetchOptions options_;
    http::Client& client_;
    const Clock& clock_;
    RobotsCache robots_;
};

}  // namespace

std::unique_ptr<Fetcher> make_fetcher(FetchOptions options, http::Client& client, const Clock& clock) {
    return std::make_unique<PoliteFetcher>(std::move(options), client, clock);
}

}  // namespace winnow
