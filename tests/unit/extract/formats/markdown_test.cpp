#include <gtest/gtest.h>

#include "extract/formats/formats.h"

namespace winnow::extract {
namespace {

Page page_at(std::string_view url) {
    Page page;
    page.url = *Url::parse(url);
    page.final_url = page.url;
    page.status = 200;
    return page;
}

Document read(std::string_view text, std::string_view url = "https://example.org/docs/guide.md") {
    auto document = read_markdown(page_at(url), text);
    EXPECT_TRUE(document.has_value());
    return std::move(*document);
}

TEST(Markdown, KeepsTheTextOfLinksAndTheAlternativeOfImages) {
    const auto document = read("See [the *guide*](/guide) and ![a chart](/c.png).");
    EXPECT_EQ(document.text, "See the guide and a chart.");
    EXPECT_EQ(document.markdown,
              "See [the *guide*](https://example.org/guide) and ![a chart](https://example.org/c.png).");
    ASSERT_EQ(document.links.size(), 1U);
    EXPECT_EQ(document.links[0], (Link{"https://example.org/guide", "the guide"}));
}

}  // namespace
}  // namespace winnow::extract
