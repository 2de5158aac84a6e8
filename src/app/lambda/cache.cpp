#include "app/lambda/cache.h"

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

/// Redis with the user and password of its secret, which `secrets` remembers for a while.
Result<std::unique_ptr<Cache>> open_redis(RedisOptions redis, const std::string& secret_arn,
                                          const std::shared_ptr<aws::Secrets>& secrets) {
    if (!secrets) return make_redis_cache(std::move(redis));
    TRY(const auto user, secrets->secret(secret_arn + "#username", Deadline::after(kSecretTimeout)));
    redis.user = user.reveal();
    // Shared with the connections of the cache, which ask again whenever one is opened.
    redis.password = [secrets, reference = secret_arn + "#password"](bool refused) {
        const auto deadline = Deadline::after(kSecretTimeout);
        return refused ? secrets->refresh(reference, deadline) : secrets->secret(reference, deadline);
    };
    return make_redis_cache(std::move(redis));
}

Result<std::unique_ptr<Cache>> open_late_redis(const Environment& environment, const std::string& ca_file,
                                               const std::function<Result<aws::Context>()>& aws) {
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
    std::shared_ptr<aws::Secrets> secrets;
    if (!environment.redis_secret_arn.empty()) {
        TRY(auto context, aws());
        TRY(secrets, aws::make_secrets({}, std::move(context)));
    }
    return std::make_unique<LateCache>([redis = std::move(redis), arn = environment.redis_secret_arn,
                                        secrets = std::move(secrets)] { return open_redis(redis, arn, secrets); });
}

}  // namespace

Result<std::unique_ptr<Cache>> open_cache(const Environment& environment, const std::string& ca_file,
                                          BlobStore& content, const std::function<Result<aws::Context>()>& aws) {
    switch (environment.cache) {
        case CacheKind::s3: return make_fault_tolerant_cache(make_blob_cache(content));
        case CacheKind::redis: {
            TRY(auto redis, open_late_redis(environment, ca_file, aws));
            return make_fault_tolerant_cache(std::move(redis));
        }
        case CacheKind::local: break;
    }
    return std::unique_ptr<Cache>();
}

}  // namespace winnow::lambda
