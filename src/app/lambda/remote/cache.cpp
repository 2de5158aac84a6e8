#include "app/lambda/remote/cache.h"

#include <mutex>

#include "aws/secrets.h"
#include "store/blob_cache.h"
#include "store/fault_tolerant_cache.h"
#include "store/redis_cache.h"

namespace winnow::lambda {
namespace {

constexpr std::chrono::milliseconds kSecretTimeout{5'000};

/// A cache that is made at the first call, and at the next one if that fails.
class LateCache final : public Cache {
public:
    using Maker = std::function<Result<std::unique_ptr<Cache>>()>;
    explicit LateCache(Maker make) : make_(std::move(make)) {}

    Result<std::optional<CachedPage>> find_page(const Url& url) override {
        TRY(auto* const cache, inner());
        return cache->find_page(url);
    }
    Result<void> save_page(const CachedPage& page) override {
        TRY(auto* const cache, inner());
        return cache->save_page(page);
    }
    Result<void> refresh_page(const Url& url, Timestamp fetched_at, Timestamp fresh_until) override {
        TRY(auto* const cache, inner());
        return cache->refresh_page(url, fetched_at, fresh_until);
    }
    Result<std::optional<Assessment>> find_assessment(const EvaluationKey& key) override {
        TRY(auto* const cache, inner());
        return cache->find_assessment(key);
    }
    Result<void> save_assessment(const EvaluationKey& key, const Assessment& assessment, Timestamp when) override {
        TRY(auto* const cache, inner());
        return cache->save_assessment(key, assessment, when);
    }

private:
    Result<Cache*> inner() {
        const std::scoped_lock lock(mutex_);
        if (!inner_) {
            TRY(inner_, make_());
        }
        return inner_.get();
    }

    Maker make_;
    std::mutex mutex_;
    std::unique_ptr<Cache> inner_;
};

/// The options with the user of the secret, and its password asked whenever a connection is opened.
Result<RedisOptions> with_secret(RedisOptions redis, const std::string& secret_arn,
                                 const std::shared_ptr<aws::Secrets>& secrets) {
    TRY(const auto user, secrets->secret(secret_arn + "#username", Deadline::after(kSecretTimeout)));
    redis.user = user.reveal();
    redis.password = [secrets, reference = secret_arn + "#password"](bool refused) {
        const auto deadline = Deadline::after(kSecretTimeout);
        return refused ? secrets->refresh(reference, deadline) : secrets->secret(reference, deadline);
    };
    return redis;
}

}  // namespace

Result<RedisAccess> redis_access(const Environment& environment, const std::string& ca_file,
                                 const std::function<Result<aws::Context>()>& aws) {
    if (environment.cache != CacheKind::redis) return RedisAccess();
    RedisOptions redis;
    redis.ca_file = ca_file;
    TRY(const auto primary, parse_redis_endpoint(environment.redis_endpoint));
    redis.host = primary.host;
    redis.port = primary.port;
    if (!environment.redis_reader_endpoint.empty()) {
        TRY(const auto reader, parse_redis_endpoint(environment.redis_reader_endpoint));
        redis.reader_host = reader.host;
        redis.reader_port = reader.port;
    }
    const auto& arn = environment.redis_secret_arn;
    if (arn.empty()) return RedisAccess([redis = std::move(redis)]() -> Result<RedisOptions> { return redis; });
    TRY(auto context, aws());
    TRY(auto made, aws::make_secrets({}, std::move(context)));
    // Shared with every connection, which asks again when it is opened.
    std::shared_ptr<aws::Secrets> secrets = std::move(made);
    return RedisAccess([redis = std::move(redis), arn, secrets] { return with_secret(redis, arn, secrets); });
}

std::unique_ptr<Cache> open_cache(const Environment& environment, BlobStore& content, RedisAccess redis) {
    switch (environment.cache) {
        case CacheKind::s3: return make_fault_tolerant_cache(make_blob_cache(content));
        case CacheKind::redis: {
            const auto make = [redis = std::move(redis)]() -> Result<std::unique_ptr<Cache>> {
                TRY(auto options, redis());
                return make_redis_cache(std::move(options));
            };
            return make_fault_tolerant_cache(std::make_unique<LateCache>(make));
        }
        case CacheKind::local: break;
    }
    return nullptr;
}

}  // namespace winnow::lambda
