#include "json/codec.h"
#include "redis/redis_server.h"
#include "store/blob_cache.h"
#include "store/blobs.h"
#include "store/redis_cache.h"
#include "store/sqlite_store.h"
#include "store_contract.h"

namespace winnow {
namespace {

/// An implementation of Cache, with what it stands on.
struct CacheFixture {
    std::unique_ptr<BlobStore> blobs;
    std::unique_ptr<Cache> cache;
    bool is_missing = false;  ///< what it stands on is not installed
};

struct CacheImplementation {
    std::string name;
    std::function<CacheFixture(const std::filesystem::path& folder)> make;
};

std::ostream& operator<<(std::ostream& out, const CacheImplementation& implementation) {
    return out << implementation.name;
}

class CacheContract : public testing::TestWithParam<CacheImplementation> {
protected:
    void SetUp() override {
        fixture_ = GetParam().make(folder_.path());
        if (fixture_.is_missing) GTEST_SKIP() << "redis-server or openssl is not installed";
        cache_ = fixture_.cache.get();
        ASSERT_NE(cache_, nullptr);
    }

    ScratchFolder folder_;
    CacheFixture fixture_;
    Cache* cache_ = nullptr;
};

std::string text_of(const CachedPage& page) {
    return page.url.href() + page.etag + page.last_modified + to_rfc3339(page.fetched_at) +
           to_rfc3339(page.fresh_until) + json::dump(json::encode(page.document));
}

TEST_P(CacheContract, KnowsNothingAtFirst) {
    EXPECT_FALSE(cache_->find_page(url("https://example.org/"))->has_value());
    EXPECT_FALSE(cache_->find_assessment(made_key("x"))->has_value());
}

TEST_P(CacheContract, GivesAPageBackWithItsTexts) {
    const auto page = made_page("one");
    ASSERT_TRUE(cache_->save_page(page));
    const auto found = cache_->find_page(page.url);
    ASSERT_TRUE(found && found->has_value());
    EXPECT_EQ(text_of(**found), text_of(page));
}

TEST_P(CacheContract, KeepsALargePageWhole) {
    auto page = made_page("large");
    page.document.text.clear();
    for (std::int64_t i = 0; i < 200'000; ++i) page.document.text += std::to_string(i * 7919) + " ";
    ASSERT_TRUE(cache_->save_page(page));
    EXPECT_EQ((*cache_->find_page(page.url))->document.text, page.document.text);
}

TEST_P(CacheContract, MovesOnlyTheFreshnessOfAPage) {
    const auto page = made_page("one");
    ASSERT_TRUE(cache_->save_page(page));
    ASSERT_TRUE(cache_->refresh_page(page.url, at(5000), at(6000)));
    auto expected = page;
    expected.fetched_at = at(5000);
    expected.fresh_until = at(6000);
    EXPECT_EQ(text_of(**cache_->find_page(page.url)), text_of(expected));
}

TEST_P(CacheContract, RefreshingAnUnknownPageDoesNothing) {
    ASSERT_TRUE(cache_->refresh_page(url("https://example.org/none"), at(1), at(2)));
    EXPECT_FALSE(cache_->find_page(url("https://example.org/none"))->has_value());
}

TEST_P(CacheContract, FindsAnAssessmentUnderExactlyItsKey) {
    const auto key = made_key("hash");
    ASSERT_TRUE(cache_->save_assessment(key, made_assessment(), at(1000)));
    ASSERT_TRUE(cache_->find_assessment(key)->has_value());
    EXPECT_EQ(**cache_->find_assessment(key), made_assessment());
    for (auto member : {&EvaluationKey::content_hash, &EvaluationKey::rubric_hash, &EvaluationKey::method,
                        &EvaluationKey::model, &EvaluationKey::question}) {
        auto other = key;
        other.*member += "x";
        EXPECT_FALSE(cache_->find_assessment(other)->has_value());
    }
}

TEST_P(CacheContract, ReplacesWhatIsSavedAgain) {
    ASSERT_TRUE(cache_->save_page(made_page("one", 1000)));
    auto page = made_page("one", 2000);
    page.document.text = "changed";
    page.etag.clear();
    ASSERT_TRUE(cache_->save_page(page));
    EXPECT_EQ(text_of(**cache_->find_page(page.url)), text_of(page));
    ASSERT_TRUE(cache_->save_assessment(made_key("k"), made_assessment(3), at(1000)));
    ASSERT_TRUE(cache_->save_assessment(made_key("k"), made_assessment(9), at(2000)));
    EXPECT_EQ(**cache_->find_assessment(made_key("k")), made_assessment(9));
}

TEST_P(CacheContract, TellsKeysApartThatReadAlikeWhenJoined) {
    auto one = made_key("a"), two = made_key("ab");
    one.rubric_hash = "bc";
    two.rubric_hash = "c";
    ASSERT_TRUE(cache_->save_assessment(one, made_assessment(3), at(1)));
    EXPECT_FALSE(cache_->find_assessment(two)->has_value());
}

CacheFixture in_redis(const std::filesystem::path&) {
    static const RedisServer server;
    CacheFixture fixture{.is_missing = !server.is_running()};
    if (auto cache = make_redis_cache(server.options())) fixture.cache = std::move(*cache);
    return fixture;
}

CacheFixture in_blobs(const std::filesystem::path& folder) {
    CacheFixture fixture{.blobs = std::move(*make_folder_blobs(folder))};
    fixture.cache = make_blob_cache(*fixture.blobs);
    return fixture;
}

CacheFixture in_sqlite(const std::filesystem::path& folder) {
    return {.cache = std::move(open_sqlite_store(folder / "memory.sqlite")->store)};
}

INSTANTIATE_TEST_SUITE_P(Caches, CacheContract,
                         testing::Values(CacheImplementation{"Sqlite", in_sqlite},
                                         CacheImplementation{"Redis", in_redis},
                                         CacheImplementation{"Blobs", in_blobs}),
                         [](const auto& test) { return test.param.name; });

TEST(RedisCache, EveryRecordEnds) {
    const RedisServer server;
    if (!server.is_running()) GTEST_SKIP() << "redis-server or openssl is not installed";
    const auto options = server.options();
    const auto cache = *make_redis_cache(options);
    ASSERT_TRUE(cache->save_page(made_page("one")));
    ASSERT_TRUE(cache->refresh_page(made_page("one").url, at(1), at(2)));
    ASSERT_TRUE(cache->save_assessment(made_key("k"), made_assessment(), at(1)));
    EXPECT_EQ(keys_without_end(options), std::vector<std::string>());
}

TEST(RedisCache, PassesADamagedRecordOver) {
    const RedisServer server;
    if (!server.is_running()) GTEST_SKIP() << "redis-server or openssl is not installed";
    const auto options = server.options();
    const auto cache = *make_redis_cache(options), another = *make_redis_cache(options);
    ASSERT_TRUE(cache->save_page(made_page("one")));
    ASSERT_TRUE(cache->save_assessment(made_key("k"), made_assessment(), at(1)));
    damage_all_keys(options);
    EXPECT_FALSE(cache->find_page(made_page("one").url)->has_value());
    EXPECT_FALSE(cache->find_assessment(made_key("k"))->has_value());
}

}  // namespace
}  // namespace winnow
