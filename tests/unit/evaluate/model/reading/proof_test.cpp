#include "evaluate/model/reading/proof.h"

#include <gtest/gtest.h>

namespace winnow::evaluate {
namespace {

Url url(std::string_view text) {
    return *Url::parse_exact(text);
}

TEST(ProofOfReading, KnowsOnePageByTheWaysToolsWriteIt) {
    const auto page = url("https://example.org/a/b?id=7");
    EXPECT_TRUE(is_same_page(page, url("http://example.org/a/b?id=7")));
    EXPECT_TRUE(is_same_page(page, url("https://example.org/a/b/?id=7&utm_source=openai")));
    EXPECT_TRUE(is_same_page(url("https://example.org/"), url("https://example.org/?utm_source=chatgpt.com")));
    EXPECT_TRUE(is_same_page(url("https://example.org/a/"), url("https://example.org/a#part")));
}

TEST(ProofOfReading, TellsPagesApart) {
    const auto page = url("https://example.org/a/b?id=7");
    EXPECT_FALSE(is_same_page(page, url("https://example.org/a/b?id=8")));
    EXPECT_FALSE(is_same_page(page, url("https://example.org/a/b")));
    EXPECT_FALSE(is_same_page(page, url("https://example.org.evil.test/a/b?id=7")));
    EXPECT_FALSE(is_same_page(page, url("https://evil.test/?u=https://example.org/a/b?id=7")));
    EXPECT_FALSE(is_same_page({}, {}));
}

TEST(ProofOfReading, TakesTheCanonicalUrlAndTheLongestText) {
    Document document;
    document.url = url("https://example.org/p?id=7");
    document.canonical = url("https://example.org/post");
    llm::ChatReply reply;
    reply.opened = {{url("https://other.org/"), "other"},
                    {url("https://example.org/post/"), ""},
                    {url("https://example.org/p?id=7"), "the text"}};
    EXPECT_EQ(opened_page(reply, document)->text, "the text");
    reply.opened.resize(2);
    EXPECT_EQ(opened_page(reply, document)->url, url("https://example.org/post/"));
    reply.opened.resize(1);
    EXPECT_EQ(opened_page(reply, document), nullptr);
}

}  // namespace
}  // namespace winnow::evaluate
