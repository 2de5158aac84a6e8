#include "extract/content/embedded.h"

#include "../extracted.h"

namespace winnow {
namespace {

constexpr std::string_view kSentence =
    "This sentence is one of many in an article that only scripts will ever show to its readers. ";

std::string sentences() {
    std::string text;
    for (int i = 0; i < 12; ++i) text += kSentence;
    return text;
}

std::string empty_page(const std::string& scripts) {
    return "<!doctype html><title>App</title><div id=root></div>" + scripts;
}

TEST(EmbeddedArticle, IsReadFromLinkedDataOfAPageThatShowsNothing) {
    const auto document =
        extracted(empty_page("<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"H\","
                             "\"articleBody\":\"" +
                             sentences() + "\\n\\nA last line.\"}</script>"));
    EXPECT_EQ(document.kind, PageKind::article);
    EXPECT_TRUE(document.text.ends_with("\nA last line.")) << document.text;
}

TEST(EmbeddedArticle, IsReadFromTheStateOfAnApplication) {
    const auto document = extracted(empty_page(
        "<script id=__NEXT_DATA__ type='application/json'>{\"props\":{\"css\":\"" + std::string(2000, '{') +
        "\",\"post\":{\"html\":\"<h2>Part</h2><p>" + sentences() + "</p><p>With <b>bold</b> words.</p>\"}}}</script>"));
    EXPECT_EQ(document.kind, PageKind::article);
    EXPECT_TRUE(document.markdown.starts_with("## Part\n\n")) << document.markdown;
    EXPECT_TRUE(document.markdown.ends_with("\n\nWith **bold** words."));
}

TEST(EmbeddedArticle, IsNotReadWhenThePageShowsItsOwnOrWhenItIsNotFree) {
    const auto shown = extracted(article_page(paragraphs(10), "<script type='application/json'>{\"a\":\"<p>" +
                                                                  sentences() + sentences() + "</p>\"}</script>"));
    EXPECT_EQ(shown.text.find("only scripts"), std::string::npos);
    const auto paid =
        extracted(empty_page("<script type='application/ld+json'>{\"@type\":\"Article\",\"isAccessibleForFree\":"
                             "\"False\",\"articleBody\":\"" +
                             sentences() + "\"}</script>"));
    EXPECT_EQ(paid.text.find("only scripts"), std::string::npos);
}

}  // namespace
}  // namespace winnow
