#include "fetch/robots/cache.h"

#include <algorithm>

#include "http/follow.h"
#include "log/log.h"

namespace winnow {
namespace {

constexpr std::chrono::hours kRulesAge{24};         // RFC 9309 section 2.4
constexpr std::chrono::minutes kRefusalAge{5};      // a server may be back soon
constexpr std::size_t kMaxRedirects = 5;            // RFC 9309 section 2.3.1.2
constexpr std::size_t kMaxDownloadBytes = 8 << 20;  // a larger file is no robots.txt, its first 500 KiB cannot be had

/// Passes on, and remembers what came last, to tell a broken redirect from a broken server.
class Observed final : public http::Client {
public:
    explicit Observed(http::Client& inner) : inner_(inner) {}
    Result<http::Response> send(const http::Request& request, const Deadline& deadline) override {
        auto result = inner_.send(request, deadline);
        last_status = result ? result->status : 0;
        if (result) ++answers;
        return result;
    }
    int last_status = 0;
    std::size_t answers = 0;

private:
    http::Client& inner_;
};

OriginRules refuse(ErrorKind kind, const std::string& origin, const std::string& why) {
    return {.rules = {}, .refusal = Error(kind, "robots.txt of " + origin + " " + why + ", so nothing is asked there")};
}

/// What an answer that is no error means.
OriginRules rules_from(const http::Response& response, const std::string& origin, const std::string& agent) {
    const int status = response.status;
    if (status >= 200 && status < 300) return {.rules = RobotsRules::parse(response.body, agent), .refusal = {}};
    if (status >= 500 || status == 429)  // 429 says "not now", not "there is none"
        return refuse(ErrorKind::blocked, origin, "answered " + std::to_string(status));
    return {};
}

}  // namespace

RobotsCache::RobotsCache(RobotsCacheOptions options, http::Client& client, const Clock& clock)
    : options_(std::move(options)), client_(client), clock_(clock) {}

Result<std::shared_ptr<const OriginRules>> RobotsCache::rules_for(const Url& url, const Deadline& deadline) {
    const auto origin = url.origin();
    std::unique_lock lock(mutex_);
    for (;;) {
        const auto& entry = touch(origin);
        if (entry.rules && clock_.now() < entry.until) return entry.rules;
        if (!entry.is_asked) break;
        const auto is_answered = [&] {
            const auto found = entries_.find(origin);
            return found == entries_.end() || !found->second.is_asked;
        };
        if (!answered_.wait_for(lock, deadline.stop(), deadline.remaining(), is_answered))
            return fail(deadline.is_stopped() ? ErrorKind::cancelled : ErrorKind::timed_out,
                        "no time to wait for the robots.txt of " + origin);
    }
    entries_.at(origin).is_asked = true;
    lock.unlock();
    auto answer = ask(origin, deadline);
    lock.lock();
    entries_.at(origin).is_asked = false;
    answered_.notify_all();
    if (!answer) return fail(std::move(answer).error());
    return keep(origin, std::move(*answer));
}

std::shared_ptr<const OriginRules> RobotsCache::known(const Url& url) const {
    const std::scoped_lock lock(mutex_);
    const auto found = entries_.find(url.origin());
    return found == entries_.end() ? nullptr : found->second.rules;
}

RobotsCache::Entry& RobotsCache::touch(const std::string& origin) {
    const auto [found, is_new] = entries_.try_emplace(origin);
    auto& entry = found->second;
    if (is_new)
        entry.place = by_use_.insert(by_use_.end(), origin);
    else
        by_use_.splice(by_use_.end(), by_use_, entry.place);
    return entry;
}

std::shared_ptr<const OriginRules> RobotsCache::keep(const std::string& origin, OriginRules rules) {
    auto& entry = entries_.at(origin);
    entry.until = clock_.now() + (rules.refusal ? std::chrono::seconds{kRefusalAge} : std::chrono::seconds{kRulesAge});
    if (rules.refusal && entry.rules && !entry.rules->refusal) return entry.rules;  // the old copy stands in
    if (entry.rules) bytes_ -= entry.rules->rules.bytes();
    entry.rules = std::make_shared<const OriginRules>(std::move(rules));
    bytes_ += entry.rules->rules.bytes();
    auto kept = entry.rules;
    evict();
    return kept;
}

void RobotsCache::evict() {
    for (auto oldest = by_use_.begin(); oldest != by_use_.end();) {
        if (entries_.size() <= options_.max_origins && bytes_ <= options_.max_bytes) return;
        const auto found = entries_.find(*oldest);
        if (found->second.is_asked) {
            ++oldest;
            continue;
        }
        if (found->second.rules) bytes_ -= found->second.rules->rules.bytes();
        entries_.erase(found);
        oldest = by_use_.erase(oldest);
    }
}

Result<OriginRules> RobotsCache::ask(const std::string& origin, const Deadline& deadline) const {
    http::Request request{.headers = {{"Accept", "text/plain, */*;q=0.1"}},
                          .timeout = options_.timeout,
                          .max_body_bytes = kMaxDownloadBytes};
    TRY(request.url, Url::parse_exact(origin + "/robots.txt"));
    Observed client(client_);
    auto answer = http::get_following(client, std::move(request), kMaxRedirects, deadline);
    if (answer) return rules_from(answer->response, origin, options_.agent);
    const auto& error = answer.error();
    log::debug("robots.txt not read", {{"origin", origin}, {"error", error}});
    if (error.kind() == ErrorKind::cancelled || deadline.has_passed()) return fail(error);
    const bool is_broken_redirect = client.last_status >= 300 && client.last_status < 400;
    // An archive without a robots.txt recorded none; redirects that lead nowhere count as "unavailable".
    if (error.kind() == ErrorKind::not_found || (is_broken_redirect && error.kind() == ErrorKind::malformed))
        return OriginRules{};
    if (error.kind() == ErrorKind::blocked && client.answers == 0) return OriginRules{.rules = {}, .refusal = error};
    auto rules = refuse(is_transient(error.kind()) ? error.kind() : ErrorKind::blocked, origin,
                        "cannot be read (" + error.message() + ")");
    if (error.retry_after()) rules.refusal = std::move(*rules.refusal).retry_in(*error.retry_after());
    return rules;
}

}  // namespace winnow
