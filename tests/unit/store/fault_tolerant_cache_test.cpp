#include "store/fault_tolerant_cache.h"

#include <gtest/gtest.h>

#include "store_contract.h"

namespace winnow {
namespace {

/// Fails when told so, and counts what reaches it.
class Moody final : public Cache {
public:
    Result<std::optional<CachedPage>> find_page(const Url&) override { return answer(std::optional(made_page("a"))); }
    Result<void> save_page(const CachedPage&) override { return answered(); }
    Result<void> refresh_page(const Url&, Timestamp, Timestamp) override { return answered(); }
    Result<std::optional<Assessment>> find_assessment(const EvaluationKey&) override {
        return answer(std::optional(made_assessment()));
    }
    Result<void> save_assessment(const EvaluationKey&, const Assessment&, Timestamp) override { return answered(); }

    bool fails = false;
    int calls = 0;

private:
    template <typename T>
    Result<T> answer(T value) {
        TRY_OK(answered());
        return value;
    }
    Result<void> answered() {
        ++calls;
        if (fails) return fail(ErrorKind::unavailable, "gone");
        return {};
    }
};

class FaultTolerant : public testing::Test {
protected:
    void SetUp() override {
        auto moody = std::make_unique<Moody>();
        moody_ = moody.get();
        cache_ = make_fault_tolerant_cache(std::move(moody),
                                           {.failures_to_open = 2,
                                            .open_for = std::chrono::seconds{30},
                                            .report = [this](const Error& error) { reports_.push_back(error); },
                                            .now = [this] { return now_; }});
    }
    bool finds() { return cache_->find_page(url("https://example.org/a"))->has_value(); }

    Moody* moody_ = nullptr;
    std::vector<Error> reports_;
    std::chrono::steady_clock::time_point now_{std::chrono::hours{1}};
    std::unique_ptr<Cache> cache_;
};

TEST_F(FaultTolerant, PassesOnWhatWorks) {
    EXPECT_TRUE(finds());
    EXPECT_TRUE(cache_->find_assessment(made_key("k"))->has_value());
    EXPECT_TRUE(cache_->save_page(made_page("a")));
    EXPECT_EQ(moody_->calls, 3);
    EXPECT_TRUE(reports_.empty());
}

TEST_F(FaultTolerant, FindsNothingAndSavesNothingInTrouble) {
    moody_->fails = true;
    EXPECT_FALSE(finds());
    EXPECT_TRUE(cache_->save_page(made_page("a")));
    EXPECT_TRUE(cache_->refresh_page(url("https://example.org/a"), at(1), at(2)));
    EXPECT_FALSE(cache_->find_assessment(made_key("k"))->has_value());
    EXPECT_TRUE(cache_->save_assessment(made_key("k"), made_assessment(), at(1)));
}

TEST_F(FaultTolerant, AsksNoMoreAfterTwoFailuresAndReportsOnce) {
    moody_->fails = true;
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(finds());
    EXPECT_EQ(moody_->calls, 2);
    EXPECT_EQ(reports_, (std::vector<Error>{Error(ErrorKind::unavailable, "gone")}));
}

TEST_F(FaultTolerant, ProbesWithOneCallAfterARest) {
    moody_->fails = true;
    for (int i = 0; i < 3; ++i) finds();
    now_ += std::chrono::seconds{31};
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(finds());
    EXPECT_EQ(moody_->calls, 3);
    EXPECT_EQ(reports_.size(), 1u);
}

TEST_F(FaultTolerant, GoesOnWhenItIsBackAndReportsTheNextTrouble) {
    moody_->fails = true;
    for (int i = 0; i < 3; ++i) finds();
    now_ += std::chrono::seconds{31};
    moody_->fails = false;
    EXPECT_TRUE(finds());
    EXPECT_TRUE(finds());
    moody_->fails = true;
    finds();
    EXPECT_EQ(reports_.size(), 2u);
}

}  // namespace
}  // namespace winnow
