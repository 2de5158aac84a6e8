#include "publish/digest/site.h"

#include <gtest/gtest.h>

#include "../made_report.h"
#include "../parsed_markup.h"
#include "files/files.h"
#include "publish/deliver/destination.h"

namespace winnow {
namespace {

Digest digest_on(const char* day, Report report) {
    return {.title = "Reading list",
            .since = *parse_rfc3339("2026-11-20"),
            .made = *parse_rfc3339(day),
            .sections = {std::move(report)}};
}

class Site : public testing::Test {
protected:
    void SetUp() override {
        auto made = files::TemporaryFolder::create("/tmp", "winnow-site");
        ASSERT_TRUE(made);
        folder_.emplace(std::move(*made));
    }
    std::string read(const std::string& name) const {
        return files::read_file(folder_->path() / name, 10u << 20).value_or("");
    }
    SiteOptions options() const {
        return {.folder = folder_->path(), .title = "Our reading", .address = "https://reading.example.org"};
    }
    std::optional<files::TemporaryFolder> folder_;
};

TEST_F(Site, HasAPageForEachDayAnIndexAndFeeds) {
    ASSERT_TRUE(add_to_site(options(), digest_on("2026-11-24T07:00:00Z", made_report())));
    auto later = made_report();
    for (auto& item : later.results) item.url = url(item.url.href() + "/later");
    ASSERT_TRUE(add_to_site(options(), digest_on("2026-11-25T07:00:00Z", later)));
    const auto index = read("index.html");
    EXPECT_LT(index.find("2026-11-25.html"), index.find("2026-11-24.html")) << "newest first";
    EXPECT_NE(read("2026-11-24.html").find(made_report().results[0].url.href()), std::string::npos);
    const auto feed = read("feed.xml");
    EXPECT_NE(feed.find("<updated>2026-11-24T07:00:00Z</updated>"), std::string::npos);
    EXPECT_NE(feed.find("<updated>2026-11-25T07:00:00Z</updated>"), std::string::npos);
    EXPECT_NE(feed.find("rel=\"self\" href=\"https://reading.example.org/feed.xml\""), std::string::npos);
    EXPECT_TRUE(json::parse(read("feed.json")));
}

TEST_F(Site, SaysThatNothingWasGoodEnoughUntilSomethingIs) {
    const std::string words = "Nothing reached 7.0; the best of what there is:";
    auto weak = made_report();
    weak.explanation = words;
    ASSERT_TRUE(add_to_site(options(), digest_on("2026-11-24T07:00:00Z", weak)));
    EXPECT_NE(read("2026-11-24.html").find(words), std::string::npos);
    auto later = made_report();
    for (auto& item : later.results) item.url = url(item.url.href() + "/later");
    ASSERT_TRUE(add_to_site(options(), digest_on("2026-11-24T19:00:00Z", later)));
    EXPECT_EQ(read("2026-11-24.html").find(words), std::string::npos);
}

TEST_F(Site, IsTheSameWhenADigestIsAddedAgain) {
    const auto digest = digest_on("2026-11-24T07:00:00Z", made_report());
    ASSERT_TRUE(add_to_site(options(), digest));
    const auto page = read("2026-11-24.html");
    const auto feed = read("feed.xml");
    ASSERT_TRUE(add_to_site(options(), digest));
    EXPECT_EQ(read("2026-11-24.html"), page);
    EXPECT_EQ(read("feed.xml"), feed);
}

TEST_F(Site, AddsASecondDigestOfADayToItsPage) {
    ASSERT_TRUE(add_to_site(options(), digest_on("2026-11-24T07:00:00Z", made_report())));
    auto evening = made_report();
    evening.query = "Another question";
    evening.results.resize(1);
    evening.results[0].url = url("https://example.org/evening");
    ASSERT_TRUE(add_to_site(options(), digest_on("2026-11-24T19:00:00Z", evening)));
    const auto page = read("2026-11-24.html");
    EXPECT_NE(page.find(made_report().results[0].url.href()), std::string::npos);
    EXPECT_NE(page.find("https://example.org/evening"), std::string::npos);
    EXPECT_NE(page.find("Another question"), std::string::npos);
}

TEST_F(Site, ShowsHostileTextAsText) {
    ASSERT_TRUE(add_to_site(options(), digest_on("2026-11-24T07:00:00Z", hostile_report())));
    for (const auto* name : {"index.html", "2026-11-24.html"}) {
        EXPECT_EQ(read(name).find("<script"), std::string::npos) << name;
        EXPECT_EQ(read(name).find("onerror=\""), std::string::npos) << name;
    }
}

TEST_F(Site, SaysWhichFileIsBroken) {
    ASSERT_TRUE(add_to_site(options(), digest_on("2026-11-24T07:00:00Z", made_report())));
    ASSERT_TRUE(files::write_file_atomically(folder_->path() / "days/2026-11-23.json", "{"));
    const auto added = add_to_site(options(), digest_on("2026-11-25T07:00:00Z", made_report()));
    ASSERT_FALSE(added);
    EXPECT_NE(added.error().message().find("2026-11-23.json"), std::string::npos);
}

TEST_F(Site, MarkdownStandsInItsFileOnce) {
    const auto destination = make_markdown_destination(folder_->path() / "digest-{date}.md");
    const auto digest = digest_on("2026-11-24T07:00:00Z", made_report());
    ASSERT_TRUE(destination->deliver(digest, {}));
    const auto once = read("digest-2026-11-24.md");
    ASSERT_TRUE(destination->deliver(digest, {}));
    EXPECT_EQ(read("digest-2026-11-24.md"), once);
    auto more = digest;
    more.sections[0].query = "Another question";
    ASSERT_TRUE(destination->deliver(more, {}));
    EXPECT_TRUE(read("digest-2026-11-24.md").starts_with(once));
    EXPECT_NE(read("digest-2026-11-24.md").find("Another question"), std::string::npos);
}

TEST(DigestForms, GiveHostileTextNoWayToAct) {
    const auto digest = digest_on("2026-11-24T07:00:00Z", hostile_report());
    const auto html = to_digest_mail_html(digest);
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find("<img"), std::string::npos);
    const auto harmless = to_digest_mail_html(digest_on("2026-11-24T07:00:00Z", made_report()));
    EXPECT_EQ(harmless.find("src="), std::string::npos) << "nothing is loaded";
    for (const auto& text : {to_digest_text(digest), to_digest_markdown(digest), subject_of(digest)})
        for (const char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= ' ');
    EXPECT_EQ(subject_of(digest).find('\n'), std::string::npos);
}

TEST(DigestForms, AreReadBackFromJson) {
    const auto digest = digest_on("2026-11-24T07:00:00Z", made_report());
    const auto again = decode_digest(encode_digest(digest));
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(to_digest_text(*again), to_digest_text(digest));
    EXPECT_FALSE(decode_digest(json::Value()));
}

}  // namespace
}  // namespace winnow
