#include "store/shared/layered_cache.h"

#include <gtest/gtest.h>

#include "store/sqlite_store.h"
#include "store_contract.h"
#include "support/fake_http.h"

namespace winnow {
namespace {

class LayeredCacheTest : public testing::Test {
protected:
    LayeredCacheTest() {
        auto far = std::move(*open_memory_store());
        far_ = far.get();
        cache_ = make_layered_cache(*near_, std::move(far), clock_);
    }
    CachedPage page(const std::string& title, std::int64_t fetched, std::int64_t fresh_until) const {
        auto page = made_page("a", fetched);
        page.document.title = title;
        page.fresh_until = at(fresh_until);
        return page;
    }
    Result<std::optional<CachedPage>> find() { return cache_->find_page(made_page("a").url); }

    FakeClock clock_;
    const std::int64_t now_ = clock_.now().time_since_epoch().count();
    std::unique_ptr<Store> near_ = std::move(*open_memory_store());
    Cache* far_ = nullptr;
    std::unique_ptr<Cache> cache_;
};

TEST_F(LayeredCacheTest, SavesToBoth) {
    const auto saved = page("saved", now_, now_ + 10);
    ASSERT_TRUE(cache_->save_page(saved));
    ASSERT_TRUE(cache_->save_assessment(made_key("h"), made_assessment(), at(now_)));
    ASSERT_TRUE(cache_->refresh_page(saved.url, at(now_ + 1), at(now_ + 20)));
    for (auto* cache : {static_cast<Cache*>(near_.get()), far_}) {
        EXPECT_EQ((*cache->find_page(saved.url))->fresh_until, at(now_ + 20));
        EXPECT_TRUE(*cache->find_assessment(made_key("h")));
    }
}

TEST_F(LayeredCacheTest, RemembersHereWhatComesFromAfar) {
    ASSERT_TRUE(far_->save_page(page("from afar", now_, now_ + 10)));
    ASSERT_TRUE(far_->save_assessment(made_key("h"), made_assessment(6), at(now_)));
    EXPECT_EQ((*find())->document.title, "from afar");
    EXPECT_EQ((*cache_->find_assessment(made_key("h")))->overall, 6);
    EXPECT_TRUE(*near_->find_page(made_page("a").url));
    EXPECT_TRUE(*near_->find_assessment(made_key("h")));
    EXPECT_FALSE(*cache_->find_assessment(made_key("other")));
}

TEST_F(LayeredCacheTest, TakesWhatIsFreshHereWithoutAsking) {
    ASSERT_TRUE(near_->save_page(page("here", now_ - 5, now_ + 10)));
    ASSERT_TRUE(far_->save_page(page("from afar", now_, now_ + 10)));
    EXPECT_EQ((*find())->document.title, "here");
}

TEST_F(LayeredCacheTest, TakesALaterPageFromAfarWhenItsOwnIsNoLongerFresh) {
    ASSERT_TRUE(near_->save_page(page("here", now_ - 50, now_ - 10)));
    EXPECT_EQ((*find())->document.title, "here");
    ASSERT_TRUE(far_->save_page(page("older", now_ - 60, now_ - 20)));
    EXPECT_EQ((*find())->document.title, "here");
    ASSERT_TRUE(far_->save_page(page("later", now_ - 5, now_ + 10)));
    EXPECT_EQ((*find())->document.title, "later");
}

}  // namespace
}  // namespace winnow
