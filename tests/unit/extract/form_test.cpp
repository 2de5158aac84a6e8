#include "extract/form.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

Form form(const std::string& content_type, std::string body, const std::string& url = "https://example.org/a") {
    Page page{.content_type = content_type, .body = std::move(body)};
    page.final_url = *Url::parse(url);
    return form_of(page);
}

TEST(FormOf, FollowsTheContentType) {
    EXPECT_EQ(form("text/html; charset=utf-8", "<p>x"), Form::html);
    EXPECT_EQ(form("Application/XHTML+xml", "<html/>"), Form::html);
    EXPECT_EQ(form("text/markdown", "# x"), Form::markdown);
    EXPECT_EQ(form("text/vtt", "WEBVTT"), Form::vtt);
    EXPECT_EQ(form("application/x-subrip", "1\n"), Form::srt);
    EXPECT_EQ(form("application/ttml+xml", "<tt/>"), Form::ttml);
    EXPECT_EQ(form("text/plain", "words"), Form::plain_text);
}

TEST(FormOf, TrustsUnmistakableBytesMoreThanTheContentType) {
    EXPECT_EQ(form("text/html", "%PDF-1.7\n..."), Form::pdf);
    EXPECT_EQ(form("application/octet-stream", "\n%PDF-1.4"), Form::pdf);
    EXPECT_EQ(form("text/html", std::string("PK\x03\x04", 4) + std::string(26, ' ') + "mimetypeapplication/epub+zip"),
              Form::epub);
}

TEST(FormOf, LooksAtTheBytesWhenTheTypeIsMissing) {
    EXPECT_EQ(form("", "\xEF\xBB\xBF  <!DOCTYPE html><p>x"), Form::html);
    EXPECT_EQ(form("", "<?xml version='1.0'?><html xmlns='x'>"), Form::html);
    EXPECT_EQ(form("", "<?xml version='1.0'?><tt xmlns='x'>"), Form::ttml);
    EXPECT_EQ(form("", "WEBVTT\n\n00:01"), Form::vtt);
    EXPECT_EQ(form("", "1\r\n00:00:01,000 --> 00:00:02,000\r\nHello"), Form::srt);
    EXPECT_EQ(form("", "just words"), Form::plain_text);
}

TEST(FormOf, KnowsTheFormOfSourceHostsByTheName) {
    EXPECT_EQ(form("text/plain", "# Title", "https://raw.example.org/repo/README.md"), Form::markdown);
    EXPECT_EQ(form("application/octet-stream", "WEBVTT", "https://example.org/a.vtt"), Form::vtt);
    EXPECT_EQ(form("text/html", "<p>x", "https://example.org/README.md"), Form::html);
}

TEST(FormOf, ShowsTheSourceOfAPageThatIsServedAsPlainText) {
    EXPECT_EQ(form("text/plain", "<!doctype html><p>x"), Form::plain_text);
}

TEST(FormOf, KnowsTimedTextInJson) {
    EXPECT_EQ(form("application/json", "{\"wireMagic\":\"pb3\",\"events\":[]}"), Form::youtube_json);
    EXPECT_EQ(form("application/json", "{\"a\":1}"), Form::unknown);
}

TEST(FormOf, RefusesBinaryDataUnderAnyName) {
    EXPECT_EQ(form("text/html", "\x89PNG\r\n\x1a\n"), Form::unknown);
    EXPECT_EQ(form("text/plain", std::string(100, '\0')), Form::unknown);
    EXPECT_EQ(form("image/svg+xml", "<svg/>"), Form::unknown);
    EXPECT_EQ(form("video/mp4", "words"), Form::unknown);
}

TEST(FormOf, TakesUtf16ForText) {
    EXPECT_EQ(form("text/html", std::string("\xFF\xFE<\0p\0>\0", 8)), Form::html);
}

}  // namespace
}  // namespace winnow::extract
