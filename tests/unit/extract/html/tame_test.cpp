#include "extract/html/tame.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

std::string tamed(const std::string& html) {
    std::string storage;
    return std::string(*tame(html, storage));
}

std::string repeated(std::string_view piece, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

TEST(Tame, LeavesOrdinaryPagesAsTheyAre) {
    const std::string page =
        "<!doctype html><p title='a > b'>x<br><li>" + repeated("<div><b>x</b></div><p>y", 2000) + "<!-- <div> --></p>";
    std::string storage;
    const auto result = tame(page, storage);
    EXPECT_EQ(result->data(), page.data());
}

TEST(Tame, DropsStartTagsThatNestTooDeepAndTheirEndTags) {
    EXPECT_EQ(tamed(repeated("<div>", 600) + "x" + repeated("</div>", 600)),
              repeated("<div>", 512) + "x" + repeated("</div>", 512));
    EXPECT_EQ(tamed(repeated("<b>", 65) + "x</b>y"), repeated("<b>", 64) + "xy");
}

TEST(Tame, DoesNotCountWhatEndsByItselfOrHasNoContent) {
    const auto page = repeated("<p>a<br><img src='<div>'><li>b<td>c", 2000);
    EXPECT_EQ(tamed(page), page);
}

TEST(Tame, PassesOverTextThatIsNoMarkup) {
    const auto script = "<script>" + repeated("<div>", 600) + "</SCRIPT>";
    const auto comment = "<!--" + repeated("<div>", 600) + "-->";
    EXPECT_EQ(tamed(script + comment + "<div>x"), script + comment + "<div>x");
}

TEST(Tame, CountsEverythingInForeignContent) {
    EXPECT_EQ(tamed("<svg><title>" + repeated("<p>", 600)), "<svg><title>" + repeated("<p>", 510));
    const auto icons = "<svg>" + repeated("<path d='x'/>", 600) + "</svg>";
    EXPECT_EQ(tamed(icons), icons);
}

TEST(Tame, EndsWithThePage) {
    for (const char* page : {"<", "</", "<a", "<a b", "<a b='", "<!--", "<!", "<script>", "</a", "<a b=\"x", "<a b="})
        EXPECT_EQ(tamed(page), page);
}

}  // namespace
}  // namespace winnow::extract
