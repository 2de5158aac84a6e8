#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "core/rubric.h"
#include "core/url.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

/// The first `count` cells of a line; the note behind them may hold commas.
std::vector<std::string> cells(const std::string& line, std::size_t count) {
    std::vector<std::string> result;
    std::istringstream stream(line);
    for (std::string cell; result.size() < count && std::getline(stream, cell, ',');) result.push_back(cell);
    return result;
}

TEST(Labels, AreScoresForEveryCriterionOfTheDefaultRubricOnUrlsOfTheirOwn) {
    std::ifstream file(source_folder().string() + "/tests/data/quality/labels.csv");
    std::string line;
    ASSERT_TRUE(std::getline(file, line));
    const auto header = cells(line, 6);
    ASSERT_EQ(header.size(), 6U);
    for (std::size_t i = 1; i < header.size(); ++i) EXPECT_EQ(header[i], default_rubric().criteria[i - 1].name);
    std::set<std::string> urls;
    while (std::getline(file, line)) {
        const auto row = cells(line, 6);
        ASSERT_EQ(row.size(), 6U) << line;
        EXPECT_TRUE(Url::parse(row[0])) << line;
        EXPECT_TRUE(urls.insert(row[0]).second) << line;
        for (std::size_t i = 1; i < row.size(); ++i) {
            EXPECT_GE(std::stoi(row[i]), 1) << line;
            EXPECT_LE(std::stoi(row[i]), 10) << line;
        }
    }
    EXPECT_GE(urls.size(), 80U);
}

}  // namespace
}  // namespace winnow
