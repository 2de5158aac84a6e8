#include "store/redis_cache.h"

#include "json/codec.h"
#include "store/packed.h"
#include "store/redis/client.h"
#include "store/remote/records.h"

namespace winnow {
namespace {

using redis::Command;
using redis::From;

constexpr const char* kSavePage = R"(
redis.call('HSET', KEYS[1], 'document', ARGV[2], 'etag', ARGV[3], 'last_modified', ARGV[4], 'fetched', ARGV[5], 'fresh', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1)";

constexpr const char* kRefreshPage = R"(
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'fetched', ARGV[2], 'fresh', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1)";

std::string milliseconds_text(std::chrono::seconds lifetime) {
    return std::to_string(std::chrono::milliseconds{lifetime}.count());
}

class RedisCache final : public Cache {
public:
    RedisCache(std::unique_ptr<redis::Client> client, RedisCacheOptions options)
        : client_(std::move(client)), options_(options) {}

    Result<std::optional<CachedPage>> find_page(const Url& url) override {
        const auto key = page_key(url);
        const Command command{"HMGET", key, "document", "etag", "last_modified", "fetched", "fresh"};
        TRY(const auto reply, client_->run(command, key, From::reader));
        if (reply.items.size() != 5) return fail(ErrorKind::malformed, "Redis: no record of a page under " + key);
        if (reply.items[0].is_null()) return std::nullopt;
        const auto fetched = remote::as_time(reply.items[3].text), fresh = remote::as_time(reply.items[4].text);
        auto document = unpacked_as(reply.items[0].text, url.href(), json::decode_document);
        if (!document || !fetched || !fresh) return std::nullopt;
        return CachedPage{.url = url,
                          .document = std::move(*document),
                          .etag = reply.items[1].text,
                          .last_modified = reply.items[2].text,
                          .fetched_at = *fetched,
                          .fresh_until = *fresh};
    }

    Result<void> save_page(const CachedPage& page) override {
        const auto key = page_key(page.url);
        TRY(auto document, packed(json::encode(page.document)));
        return eval(kSavePage, key,
                    {milliseconds_text(options_.page_lifetime), std::move(document), page.etag, page.last_modified,
                     remote::as_text(page.fetched_at), remote::as_text(page.fresh_until)});
    }

    Result<void> refresh_page(const Url& url, Timestamp fetched_at, Timestamp fresh_until) override {
        return eval(
            kRefreshPage, page_key(url),
            {milliseconds_text(options_.page_lifetime), remote::as_text(fetched_at), remote::as_text(fresh_until)});
    }

    Result<std::optional<Assessment>> find_assessment(const EvaluationKey& key) override {
        const auto name = assessment_key(key);
        TRY(const auto reply, client_->run({"GET", name}, name, From::reader));
        if (reply.is_null()) return std::nullopt;
        return unpacked_as(reply.text, name, json::decode_assessment);
    }

    Result<void> save_assessment(const EvaluationKey& key, const Assessment& assessment, Timestamp) override {
        const auto name = assessment_key(key);
        TRY(auto bytes, packed(json::encode(assessment)));
        TRY_OK(client_->run({"SET", name, std::move(bytes), "PX", milliseconds_text(options_.assessment_lifetime)},
                            name, From::primary));
        return {};
    }

private:
    std::string page_key(const Url& url) const { return client_->key("page:" + remote::page_name(url)); }
    std::string assessment_key(const EvaluationKey& key) const {
        return client_->key("assessment:" + remote::assessment_name(key));
    }

    /// The members and the time to live of a record change together, so that none stays for ever.
    Result<void> eval(const char* script, const std::string& key, std::vector<std::string> arguments) {
        Command command{"EVAL", script, "1", key};
        for (auto& argument : arguments) command.push_back(std::move(argument));
        TRY_OK(client_->run(command, key, From::primary));
        return {};
    }

    std::unique_ptr<redis::Client> client_;
    RedisCacheOptions options_;
};

}  // namespace

Result<std::unique_ptr<Cache>> make_redis_cache(RedisOptions redis, RedisCacheOptions options) {
    TRY(auto client, redis::make_client(std::move(redis)));
    return std::make_unique<RedisCache>(std::move(client), options);
}

}  // namespace winnow
