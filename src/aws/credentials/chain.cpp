#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "aws/credentials.h"
#include "aws/credentials/sources.h"
#include "log/log.h"

namespace winnow::aws {
namespace {

constexpr std::chrono::minutes kRenewBefore{5};  // one caller renews while the others use what there is …
constexpr std::chrono::minutes kUsableUntil{1};  // … up to so long before the end, when all wait
constexpr std::chrono::seconds kRestAfterFailure{30};

class StaticCredentials final : public CredentialsProvider {
public:
    explicit StaticCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
    Result<Credentials> get(const Deadline&) override { return credentials_; }
    void discard(const std::string&) override {}

private:
    Credentials credentials_;
};

class Chain final : public CredentialsProvider {
public:
    Chain(std::vector<CredentialsSource> sources, const Clock& clock) : sources_(std::move(sources)), clock_(clock) {}

    Result<Credentials> get(const Deadline& deadline) override {
        std::unique_lock lock(mutex_);
        for (;;) {
            const auto now = clock_.now();
            const bool usable = current_ && (!current_->expires || now < *current_->expires - kUsableUntil);
            const bool due = !usable || (current_->expires && now >= *current_->expires - kRenewBefore);
            if (usable && (!due || fetching_ || now < rest_until_)) return *current_;
            if (!fetching_) return renew(lock, usable, deadline);
            fetched_.wait_for(lock, deadline.stop(), deadline.remaining(), [this] { return !fetching_; });
            if (deadline.has_passed())
                return fail(deadline.is_stopped() ? ErrorKind::cancelled : ErrorKind::timed_out,
                            "waiting for AWS credentials");
        }
    }

    void discard(const std::string& access_key_id) override {
        const std::scoped_lock lock(mutex_);
        if (current_ && current_->access_key_id == access_key_id) current_.reset();
    }

private:
    /// Fetches without the lock; keeps what there is when that fails and can wait.
    Result<Credentials> renew(std::unique_lock<std::mutex>& lock, bool usable, const Deadline& deadline) {
        fetching_ = true;
        lock.unlock();
        auto fetched = fetch(deadline);
        lock.lock();
        fetching_ = false;
        fetched_.notify_all();
        if (fetched) {
            current_ = *fetched;
            return fetched;
        }
        if (!usable || !current_) return fetched;
        log::warn("credentials not renewed yet", {{"error", fetched.error()}});
        rest_until_ = clock_.now() + kRestAfterFailure;
        return *current_;
    }

    Result<Credentials> fetch(const Deadline& deadline) {
        std::string asked;
        for (const auto& source : sources_) {
            if (!source_.empty() && source.name != source_) continue;
            auto found = source.fetch(deadline);
            if (!found) return fail(std::move(found).error().in("AWS credentials from " + source.name));
            if (*found) {
                if (source_.empty()) log::debug("aws credentials found", {{"in", source.name}});
                source_ = source.name;
                return std::move(**found);
            }
            asked += (asked.empty() ? "" : ", ") + source.name;
        }
        return fail(ErrorKind::unauthorized, "there are no AWS credentials: asked " + asked);
    }

    std::vector<CredentialsSource> sources_;
    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable_any fetched_;
    bool fetching_ = false;  // by one caller, who alone touches source_
    std::string source_;     // where keys were found; the others are not asked any more
    std::optional<Credentials> current_;
    Timestamp rest_until_{};
};

}  // namespace

std::unique_ptr<CredentialsProvider> make_credentials_chain(const Environment& environment, http::Client& client,
                                                            http::Client& metadata, const Clock& clock) {
    std::vector<CredentialsSource> sources{environment_source(environment), web_identity_source(environment, client),
                                           profile_source(environment), container_source(environment, metadata),
                                           instance_source(environment, metadata)};
    return std::make_unique<Chain>(std::move(sources), clock);
}

std::unique_ptr<CredentialsProvider> make_static_credentials(Credentials credentials) {
    return std::make_unique<StaticCredentials>(std::move(credentials));
}

}  // namespace winnow::aws
