#include "store/labels/label_book.h"

#include <fstream>

#include <gtest/gtest.h>

#include "files/files.h"

namespace winnow {
namespace {

Label label(const std::string& url, int when) {
    return {.url = Url::parse(url).value(),
            .title = "T",
            .question = "q",
            .worth_reading = true,
            .scores = {{"depth", 7.5}},
            .note = "n \"ü\"",
            .when = Timestamp{std::chrono::seconds{when}}};
}

class LabelBookTest : public testing::Test {
protected:
    files::TemporaryFolder folder_ = files::TemporaryFolder::create("/tmp", "labels").value();
    std::filesystem::path file_ = folder_.path() / "labels.sqlite";
};

TEST_F(LabelBookTest, KeepsLabelsBeyondTheProgram) {
    ASSERT_TRUE(open_label_book(file_)->book->save(label("https://example.org/a", 5)));
    const auto found = open_label_book(file_)->book->find(Url::parse("https://example.org/a").value()).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->worth_reading, true);
    EXPECT_EQ(found->scores, (std::vector<std::pair<std::string, double>>{{"depth", 7.5}}));
    EXPECT_EQ(found->note, "n \"ü\"");
    EXPECT_EQ(found->when.time_since_epoch().count(), 5);
}

TEST_F(LabelBookTest, HasOneLabelAPageAndListsTheLatestFirst) {
    const auto book = open_label_book(file_)->book.release();
    const std::unique_ptr<LabelBook> owner(book);
    ASSERT_TRUE(book->save(label("https://example.org/a", 1)));
    ASSERT_TRUE(book->save(label("https://example.org/b", 2)));
    auto again = label("https://example.org/a", 3);
    again.worth_reading.reset();
    ASSERT_TRUE(book->save(again));
    const auto all = book->all().value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].url.href(), "https://example.org/a");
    EXPECT_FALSE(all[0].worth_reading);
}

TEST_F(LabelBookTest, TakesAwayALabelThatSaysNothing) {
    const auto opened = open_label_book(file_);
    const auto url = Url::parse("https://example.org/a").value();
    ASSERT_TRUE(opened->book->save(label("https://example.org/a", 1)));
    ASSERT_TRUE(opened->book->save({.url = url}));
    EXPECT_FALSE(opened->book->find(url).value());
}

TEST_F(LabelBookTest, SetsADamagedFileAside) {
    std::ofstream(file_) << std::string(5000, 'x');
    const auto opened = open_label_book(file_);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->note.contains("set aside")) << opened->note;
    EXPECT_TRUE(opened->book->all()->empty());
}

}  // namespace
}  // namespace winnow
