#include "extract/finish.h"

#include <gtest/gtest.h>

#include "text/digest.h"

namespace winnow::extract {
namespace {

Page page_at(const std::string& url, int status = 200) {
    Page page{.status = status, .fetched_at = Timestamp(std::chrono::seconds(1'700'000'000))};
    page.url = *Url::parse("https://example.org/asked");
    page.final_url = *Url::parse(url);
    return page;
}

Document finished(Document document, const Page& page = page_at("https://example.org/a"), ExtractOptions options = {}) {
    finish(document, page, options);
    return document;
}

TEST(Finish, IdentifiesADocumentByItsCanonicalUrl) {
    Document given{.text = "One word."};
    given.canonical = *Url::parse("https://example.org/c");
    const auto document = finished(given);
    EXPECT_EQ(document.url.href(), "https://example.org/a");
    EXPECT_EQ(document.id, text::document_id(*Url::parse("https://example.org/c")));
    EXPECT_EQ(finished(Document{.text = "x"}).canonical.href(), "https://example.org/a");
}

TEST(Finish, CountsAndHashesTheCleanText) {
    const auto document = finished(Document{.text = "Cafe\u0301 \u200Bau lait"});
    EXPECT_EQ(document.text, "Caf\u00E9 au lait");
    EXPECT_EQ(document.words, 3u);
    EXPECT_EQ(document.content_hash, text::sha256_hex("Caf\u00E9 au lait"));
    EXPECT_EQ(document.fetched_at, Timestamp(std::chrono::seconds(1'700'000'000)));
}

TEST(Finish, MovesHeadingsAlongWithTheText) {
    Document given{.text = "e\u0301\u200Be\u0301\nHeading\nAfter"};
    given.headings = {{2, "Heading", given.text.find("Heading")}};
    const auto document = finished(given);
    ASSERT_EQ(document.headings.size(), 1u);
    EXPECT_EQ(document.text.substr(document.headings[0].offset, 7), "Heading");
}

TEST(Finish, CutsAtACharacterAndSaysSo) {
    Document given{.text = "Words and \u00E9\u00E9\u00E9\nHeading", .markdown = "x"};
    given.headings = {{1, "Heading", given.text.find("Heading")}};
    const auto document = finished(given, page_at("https://example.org/a"), {.max_text_bytes = 11});
    EXPECT_EQ(document.text, "Words and ");
    EXPECT_TRUE(document.headings.empty());
    ASSERT_EQ(document.warnings.size(), 1u);
    EXPECT_EQ(document.warnings[0], "the text was cut off after 11 bytes");
}

TEST(Finish, ReportsTagCharactersThatSpellAHiddenText) {
    const auto document = finished(Document{.text = "Hello\U000E0041\U000E0042 there"});
    EXPECT_EQ(document.text, "Hello there");
    ASSERT_EQ(document.warnings.size(), 1u);
    EXPECT_EQ(document.warnings[0], "2 invisible tag characters were removed");
}

TEST(Finish, BelievesTheTextMoreThanTheTemplateAboutItsLanguage) {
    const std::string german =
        "Die Ingenieurinnen und Ingenieure wachsen mit ihren Aufgaben, und wer ihnen zuh\u00F6rt, lernt viel dabei. "
        "Das ist nicht immer leicht, aber es lohnt sich f\u00FCr alle, die daran beteiligt sind.";
    EXPECT_EQ(finished(Document{.language = "en-US", .text = german}).language, "de");
    EXPECT_EQ(finished(Document{.language = "de_at", .text = german}).language, "de-AT");
    EXPECT_EQ(finished(Document{.language = "", .text = german}).language, "de");
}

TEST(Finish, KeepsTheDeclaredLanguageOfATextTooShortToTell) {
    EXPECT_EQ(finished(Document{.language = "pt-br", .text = "Sim."}).language, "pt-BR");
    EXPECT_EQ(finished(Document{.language = "nonsense!", .text = "Sim."}).language, "");
}

TEST(Finish, HearsHeadersThatForbidModels) {
    auto page = page_at("https://example.org/a");
    EXPECT_FALSE(finished(Document{.text = "x"}, page).no_ai);
    page.headers = {{"X-Robots-Tag", "all, NoAI"}};
    EXPECT_TRUE(finished(Document{.text = "x"}, page).no_ai);
    page.headers = {{"content-signal", "search=yes, ai-input = no"}};
    EXPECT_TRUE(finished(Document{.text = "x"}, page).no_ai);
    page.headers = {{"content-signal", "ai-input=yes, ai-train=no"}};
    EXPECT_FALSE(finished(Document{.text = "x"}, page).no_ai);
}

TEST(Finish, CallsErrorStatusesAndEmptyTextsByTheirName) {
    const auto gone = finished(Document{.text = "Long text"}, page_at("https://example.org/a", 410));
    EXPECT_EQ(gone.kind, PageKind::error_page);
    EXPECT_EQ(gone.kind_reason, "HTTP status 410");
    EXPECT_EQ(finished(Document{}).kind, PageKind::empty);
    EXPECT_EQ(finished(Document{.kind = PageKind::script_only}).kind, PageKind::script_only);
}

}  // namespace
}  // namespace winnow::extract
