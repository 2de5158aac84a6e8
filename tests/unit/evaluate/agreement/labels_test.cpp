#include "evaluate/agreement/labels.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/source_folder.h"

namespace winnow {
namespace {

Result<std::vector<ScoredPage>> read(const std::string& text) {
    return read_labels(text, default_rubric(), "mine.csv");
}

std::string fault(const std::string& text) {
    const auto labels = read(text);
    return labels ? "(none)" : labels.error().message();
}

TEST(LabelFile, ReadsTheLabelsOfTheRepository) {
    std::ifstream file(source_folder().string() + "/tests/data/quality/labels.csv");
    std::ostringstream text;
    text << file.rdbuf();
    const auto labels = read(text.str());
    ASSERT_TRUE(labels) << labels.error().message();
    EXPECT_GE(labels->size(), 80u);
    EXPECT_EQ(labels->front().scores.size(), 5u);
}

TEST(LabelFile, ReadsCsvWithQuotesOtherColumnsAndEmptyCells) {
    const auto labels = read(
        "\xef\xbb\xbfnote,url,actionability,evidence_based\r\n"
        "\"a, \"\"b\"\"\nc\",https://example.org/a?utm_source=x,7.5,\r\n\r\n,https://example.org/b,3,4");
    ASSERT_TRUE(labels) << labels.error().message();
    ASSERT_EQ(labels->size(), 2u);
    EXPECT_EQ((*labels)[0].url, "https://example.org/a");
    EXPECT_EQ((*labels)[0].score_of("actionability"), 7.5);
    EXPECT_FALSE((*labels)[0].score_of("evidence_based"));
    EXPECT_EQ((*labels)[1].score_of("evidence_based"), 4);
}

TEST(LabelFile, ReadsJson) {
    const auto labels = read(R"([{"url": "https://example.org/a", "scores": {"actionability": 7, "charm": 2}}])");
    ASSERT_TRUE(labels) << labels.error().message();
    EXPECT_EQ((*labels)[0].scores.size(), 1u);
}

TEST(LabelFile, ReadsThumbs) {
    const auto csv =
        read("url,worth_reading,actionability\nhttps://a.org/,yes,\nhttps://b.org/,no,4\nhttps://c.org/,,3\n");
    ASSERT_TRUE(csv) << csv.error().message();
    EXPECT_EQ((*csv)[0].worth_reading, true);
    EXPECT_EQ((*csv)[1].worth_reading, false);
    EXPECT_FALSE((*csv)[2].worth_reading);
    const auto json = read(
        R"([{"url": "https://a.org/", "worth_reading": false}, {"url": "https://b.org/", "worth_reading": null}])");
    ASSERT_TRUE(json) << json.error().message();
    EXPECT_EQ((*json)[0].worth_reading, false);
    EXPECT_FALSE((*json)[1].worth_reading);
    EXPECT_EQ(fault("url,worth_reading\nhttps://a.org/,maybe\n"),
              "mine.csv: line 2: worth_reading is neither yes nor no");
    EXPECT_EQ(fault(R"([{"url": "https://a.org/", "worth_reading": "yes"}])"),
              "mine.csv: entry 1: worth_reading is neither true nor false");
}

TEST(LabelFile, NamesFileLineAndFault) {
    EXPECT_EQ(fault("url,actionability\nhttps://a.org/,7\nhttps://b.org/,11\n"),
              "mine.csv: line 3: actionability is not from 1 to 10");
    EXPECT_EQ(fault("url,actionability\nhttps://a.org/,good\n"), "mine.csv: line 2: actionability is no number");
    EXPECT_EQ(fault("url,actionability\nhttps://a.org/,7\nhttp://a.org:80/,7\nhttps://a.org/,8\n"),
              "mine.csv: line 4: https://a.org/ comes twice");
    EXPECT_EQ(fault("url,actionability\nno url,7\n"), "mine.csv: line 2: 'no url' is no URL");
    EXPECT_EQ(fault("url,actionability\nhttps://a.org/,7,8\n"), "mine.csv: line 2: more cells than the header has");
    EXPECT_EQ(fault("url,actionability\n\"https://a.org/,7\n"), "mine.csv: line 2: a quotation mark is not closed");
    EXPECT_EQ(fault("page,actionability\n"), "mine.csv: its first line names no column url");
    EXPECT_EQ(fault(""), "mine.csv: is empty");
    EXPECT_EQ(fault("url,charm\nhttps://a.org/,7\n"),
              "mine.csv: holds no thumb, and no score for a criterion of the rubric default");
    EXPECT_EQ(fault(R"([{"url": "https://a.org/", "scores": {"actionability": "7"}}])"),
              "mine.csv: entry 1: actionability is no number");
    EXPECT_THAT(fault("[{"), testing::StartsWith("mine.csv: "));
}

}  // namespace
}  // namespace winnow
