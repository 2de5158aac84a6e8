#include "store/deliveries/ledger.h"

#include <gtest/gtest.h>

#include "files/files.h"

namespace winnow {
namespace {

const Delivery kFirst{"https://example.org/1", "hash1", "One"};
const Delivery kSecond{"https://example.org/2", "hash2", "Two"};
const Timestamp kNow{std::chrono::seconds{1'800'000'000}};

class Ledger : public testing::Test {
protected:
    void SetUp() override {
        auto made = files::TemporaryFolder::create("/tmp", "winnow-ledger");
        ASSERT_TRUE(made);
        folder_.emplace(std::move(*made));
        open();
    }
    void open() {
        ledger_.reset();
        auto opened = open_delivery_ledger(folder_->path() / "deliveries.sqlite");
        ASSERT_TRUE(opened) << opened.error().message();
        ledger_ = std::move(opened->ledger);
    }
    bool has(const std::string& destination, const Delivery& delivery) { return *ledger_->has(destination, delivery); }

    std::optional<files::TemporaryFolder> folder_;
    std::unique_ptr<DeliveryLedger> ledger_;
};

TEST_F(Ledger, RemembersWhatArrivedWhere) {
    ASSERT_TRUE(ledger_->begin("inbox", {kFirst}, kNow));
    EXPECT_FALSE(has("inbox", kFirst)) << "not before it has arrived";
    ASSERT_TRUE(ledger_->succeed("inbox", {kFirst}, kNow));
    open();
    EXPECT_TRUE(has("inbox", kFirst));
    EXPECT_FALSE(has("inbox", kSecond));
    EXPECT_FALSE(has("team", kFirst));
    EXPECT_TRUE(ledger_->unclear("inbox")->empty());
}

TEST_F(Ledger, KnowsTheSameTextAtAnotherAddress) {
    ASSERT_TRUE(ledger_->succeed("inbox", {kFirst}, kNow));
    EXPECT_TRUE(has("inbox", {"https://copy.example/1", "hash1", "One"}));
    ASSERT_TRUE(ledger_->succeed("inbox", {{"https://example.org/none", "", ""}}, kNow));
    EXPECT_FALSE(has("inbox", {"https://example.org/other", "", ""})) << "no text is not the same text";
}

TEST_F(Ledger, SendsOnceMoreWhatWasCutOffAndNamesItAndThenNeverAgain) {
    ASSERT_TRUE(ledger_->begin("inbox", {kFirst}, kNow));
    open();  // the program ended while it was sending
    EXPECT_FALSE(has("inbox", kFirst));
    EXPECT_EQ(*ledger_->unclear("inbox"), std::vector{kFirst});
    ASSERT_TRUE(ledger_->begin("inbox", {kFirst}, kNow));
    open();  // and again
    EXPECT_TRUE(has("inbox", kFirst));
    EXPECT_TRUE(ledger_->unclear("inbox")->empty());
}

TEST_F(Ledger, ForgetsWhatCertainlyDidNotArrive) {
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(ledger_->begin("inbox", {kFirst, kSecond}, kNow));
        ASSERT_TRUE(ledger_->give_up("inbox", {kFirst, kSecond}));
    }
    EXPECT_FALSE(has("inbox", kFirst));
    EXPECT_TRUE(ledger_->unclear("inbox")->empty());
}

TEST_F(Ledger, StaysUnclearWhenASecondAttemptCertainlyFails) {
    ASSERT_TRUE(ledger_->begin("inbox", {kFirst}, kNow));  // cut off
    ASSERT_TRUE(ledger_->begin("inbox", {kFirst}, kNow));
    ASSERT_TRUE(ledger_->give_up("inbox", {kFirst}));
    EXPECT_EQ(*ledger_->unclear("inbox"), std::vector{kFirst});
}

TEST_F(Ledger, IsHeldByOneAtATime) {
    const auto other = open_delivery_ledger(folder_->path() / "deliveries.sqlite");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind(), ErrorKind::conflict);
}

}  // namespace
}  // namespace winnow
