#include "rank/diversity.h"

#include <algorithm>
#include <deque>

#include <gtest/gtest.h>

namespace winnow::rank {
namespace {

class Diversity : public testing::Test {
protected:
    void add(double score, std::string site, std::vector<std::uint32_t> signature = {}) {
        signatures_.push_back(std::move(signature));
        ties_.push_back("https://" + site + "/" + std::to_string(contenders_.size()));
        contenders_.push_back(
            {.score = score, .site = std::move(site), .signature = signatures_.back(), .tie = ties_.back()});
    }
    std::vector<std::size_t> order() const { return diverse_order(contenders_); }

private:
    std::vector<Contender> contenders_;
    std::deque<std::vector<std::uint32_t>> signatures_;
    std::deque<std::string> ties_;
};

TEST_F(Diversity, WithoutLikenessTheScoreDecides) {
    add(0.2, "a.org");
    add(0.9, "b.org");
    add(0.5, "c.org");
    EXPECT_EQ(order(), (std::vector<std::size_t>{1, 2, 0}));
}

TEST_F(Diversity, APageLikeOneAboveLetsAnotherOfLikeMeritPass) {
    add(0.90, "a.org", std::vector<std::uint32_t>(64, 1));
    auto half = std::vector<std::uint32_t>(64, 1);
    std::fill_n(half.begin(), 32, 2);
    add(0.85, "b.org", half);
    add(0.80, "c.org", std::vector<std::uint32_t>(64, 3));
    EXPECT_EQ(order(), (std::vector<std::size_t>{0, 2, 1}));
}

TEST_F(Diversity, OneSiteDoesNotFillTheListAmongEquals) {
    for (int i = 0; i < 5; ++i) add(0.80, "a.org");
    for (int i = 0; i < 5; ++i) add(0.79, "b.org");
    const auto places = order();
    int of_a = 0;
    for (std::size_t i = 0; i < 4; ++i) of_a += places[i] < 5 ? 1 : 0;
    EXPECT_EQ(of_a, 2);
}

TEST_F(Diversity, AClearlyWorsePageIsNeverLifted) {
    for (int i = 0; i < 20; ++i) add(0.90, "a.org", std::vector<std::uint32_t>(64, 1));
    add(0.5, "b.org", std::vector<std::uint32_t>(64, 2));
    EXPECT_EQ(order().back(), 20U);
}

TEST_F(Diversity, EqualsAreOrderedByTheTie) {
    add(0.5, "b.org");
    add(0.5, "a.org");
    EXPECT_EQ(order(), (std::vector<std::size_t>{1, 0}));
}

TEST_F(Diversity, KeepsEverybodyOnceInALongList) {
    for (int i = 0; i < 3'000; ++i) add(1.0 / (1 + i % 100), "s" + std::to_string(i % 7));
    auto places = order();
    std::ranges::sort(places);
    for (std::size_t i = 0; i < places.size(); ++i) ASSERT_EQ(places[i], i);
}

TEST(Site, IsTheHostWithoutWww) {
    EXPECT_EQ(site_of(*Url::parse("https://www.example.org/a/b/c")), "example.org");
}

TEST(Site, OnHostsOfManyAuthorsItIsTheirFolder) {
    EXPECT_EQ(site_of(*Url::parse("https://raw.githubusercontent.com/artsy/README/main/x.md")),
              "raw.githubusercontent.com/artsy/README");
    EXPECT_EQ(site_of(*Url::parse("https://github.com/ann")), "github.com/ann");
}

}  // namespace
}  // namespace winnow::rank
