#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files/files.h"
#include "http/archive.h"
#include "sources.h"

namespace winnow {
namespace {

using testing::HasSubstr;

class UrlsTest : public testing::Test {
protected:
    UrlsTest() : folder_(std::move(*files::TemporaryFolder::create(testing::TempDir(), "urls"))) {}

    std::string file(std::string_view text) {
        const auto path = folder_.path() / ("list" + std::to_string(count_++));
        EXPECT_TRUE(files::write_file_atomically(path, text));
        return path.string();
    }
    std::string found(UrlsOptions options, std::size_t limit = 50) {
        auto made = make_urls_source(std::move(options), web_.context("urls"));
        if (!made) return std::string(to_string(made.error().kind())) + ": " + made.error().message();
        result_ = (*made)->discover(query("x", limit), {});
        return urls_of(result_);
    }
    files::TemporaryFolder folder_;
    int count_ = 0;
    SourceFixture web_;
    Result<Discovery> result_ = Discovery{};
};

TEST_F(UrlsTest, ReadsConfigurationThenFilesEachUrlOnce) {
    const auto list = file(
        "\xEF\xBB\xBF# a comment\r\n\r\nhttps://a.org/1\tThe  title # 1\r\n  https://b.org/#part\n"
        "https://c.org/ \nhttps://a.org/1");
    EXPECT_EQ(found({.urls = {"https://c.org/"}, .files = {list}}), "https://c.org/\nhttps://a.org/1\nhttps://b.org/");
    EXPECT_EQ(result_->candidates[1].title, "The title # 1");
    EXPECT_EQ(result_->candidates[1].source, "urls");
}

TEST_F(UrlsTest, GivesNoMoreThanTheLimit) {
    EXPECT_EQ(found({.urls = {"https://a.org/1", "https://a.org/2"}, .files = {}}, 1), "https://a.org/1");
}

TEST_F(UrlsTest, NamesTheLineThatIsNoUrl) {
    const auto list = file("https://a.org/1\n# x\nnonsense\n");
    EXPECT_THAT(found({.urls = {}, .files = {list}}), HasSubstr("invalid_argument: " + list + ", line 3: "));
    EXPECT_THAT(found({.urls = {"https://a.org/", "ftp://x.org/"}, .files = {}}),
                HasSubstr("invalid_argument: urls: urls[1]: "));
}

TEST_F(UrlsTest, AFileThatCannotBeReadIsAnError) {
    EXPECT_THAT(found({.urls = {}, .files = {"/no/such/list"}}), HasSubstr("not_found"));
    EXPECT_THAT(found({.urls = {}, .files = {folder_.path().string()}}), HasSubstr("storage"));
}

TEST_F(UrlsTest, ReadsStandardInputOnce) {
    ASSERT_NE(std::freopen(file("https://a.org/1 One\n").c_str(), "r", stdin), nullptr);
    EXPECT_EQ(found({.urls = {}, .files = {"-", "-"}}), "https://a.org/1");
    ASSERT_NE(std::freopen(file("nonsense").c_str(), "r", stdin), nullptr);
    EXPECT_THAT(found({.urls = {}, .files = {"-"}}), HasSubstr("standard input, line 1"));
    ASSERT_NE(std::freopen("/dev/null", "r", stdin), nullptr);
}

/// An archive whose pages are what the test says.
class FakeArchive final : public http::ArchiveClient {
public:
    Result<http::Response> send(const http::Request&, const Deadline&) override {
        return fail(ErrorKind::not_found, "nothing is asked of this one");
    }
    const std::vector<http::ArchivedPage>& pages() const override { return pages_; }
    const std::string& warning() const override { return warning_; }

    FakeArchive& page(const std::string& url, const std::string& type, int status = 200) {
        pages_.push_back({*Url::parse_exact(url), status, type});
        return *this;
    }
    std::vector<http::ArchivedPage> pages_;
    std::string warning_;
};

TEST(ArchiveSource, GivesWhatCouldBeDocumentsInTheirOrder) {
    FakeArchive archive;
    archive.page("https://a.org/1", "text/html; charset=utf-8")
        .page("https://a.org/robots.txt", "text/plain")
        .page("https://a.org/2.pdf", "Application/PDF")
        .page("https://a.org/gone", "text/html", 404)
        .page("https://a.org/feed", "application/rss+xml")
        .page("https://a.org/i.png", "image/png")
        .page("https://a.org/3", "text/markdown")
        .page("https://a.org/4", "application/xhtml+xml")
        .page("https://a.org/5.epub", "application/octet-stream")
        .page("https://a.org/6", "application/octet-stream")
        .page("https://a.org/notes.txt", "text/plain")
        .page("https://a.org/api", "application/json");
    archive.warning_ = "cut off at offset 7";
    SourceFixture web;
    const auto source = make_archive_source(archive, web.context("archive"));
    EXPECT_EQ(source->name(), "archive");
    const auto found = source->discover(query(), {});
    EXPECT_EQ(urls_of(found),
              "https://a.org/1\nhttps://a.org/2.pdf\nhttps://a.org/3\nhttps://a.org/4\n"
              "https://a.org/5.epub\nhttps://a.org/notes.txt");
    EXPECT_THAT(found->warnings, testing::ElementsAre("cut off at offset 7"));
    EXPECT_EQ(urls_of(source->discover(query("x", 1), {})), "https://a.org/1");
}

}  // namespace
}  // namespace winnow
