#include "http/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "encoders.h"

namespace winnow::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<Response> parse(std::string_view bytes, std::size_t max_body_bytes = 1'000'000) {
    return parse_response(bytes, max_body_bytes);
}

TEST(Message, IsReadFromItsBytes) {
    const auto response = parse("HTTP/1.1 404 Not Found\r\nContent-Type:  text/plain \r\nX-Empty:\r\n\r\nbody\r\n");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 404);
    EXPECT_THAT(response->headers, ElementsAre(HeaderField{"Content-Type", "text/plain"}, HeaderField{"X-Empty", ""}));
    EXPECT_EQ(response->body, "body\r\n");
    EXPECT_EQ(response->header("CONTENT-type"), "text/plain");
    EXPECT_EQ(response->header("content"), std::nullopt);
}

TEST(Message, MayEndItsLinesWithALineFeedAlone) {
    const auto response = parse("HTTP/1.0 200\nA: 1\n\nx");
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->header("a"), "1");
    EXPECT_EQ(response->body, "x");
}

TEST(Message, MayBeOfHttp2AsArchivesWriteIt) {
    const auto response = parse("HTTP/2 200 \r\n:status: 200\r\nserver: x\r\n\r\nbody");
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->header("server"), "x");
    EXPECT_EQ(response->body, "body");
}

TEST(Message, UnfoldsItsFieldsAndPassesOverLinesThatAreNone) {
    const auto response = parse("HTTP/1.1 200 OK\r\nA: 1\r\n  2\r\nno field\r\nB: 3\r\n\r\n");
    EXPECT_THAT(response->headers, ElementsAre(HeaderField{"A", "1 2"}, HeaderField{"B", "3"}));
}

TEST(Message, MayFollowInterimOnes) {
    const auto response = parse(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nA: 1\r\n\r\nb");
    EXPECT_EQ(response->status, 200);
    EXPECT_THAT(response->headers, ElementsAre(HeaderField{"A", "1"}));
    EXPECT_EQ(response->body, "b");
}

TEST(Message, IsMalformedWithoutAStatus) {
    for (const auto* bytes :
         {"", "hello", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "FTP/1 200 OK\r\n\r\n"})
        EXPECT_EQ(parse(bytes) ? ErrorKind::internal : parse(bytes).error().kind(), ErrorKind::malformed) << bytes;
}

TEST(Message, LosesItsChunks) {
    const std::string text(10'000, 'x');
    const auto head = std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n");
    const auto response = parse(head + chunked(text, 999));
    EXPECT_EQ(response->body, text);
    EXPECT_TRUE(response->headers.empty());
    EXPECT_EQ(parse(head + "3;x=\"y\"\r\nabc\r\nA \r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n")->body, "abc0123456789");
    EXPECT_EQ(parse(head + "0\r\n\r\n")->body, "");
}

TEST(Message, KeepsABodyThatOnlySaysItIsChunked) {
    const auto head = std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const auto* body : {"<html>", "beef\nstew and more of it", "4\r\ntoo long to be four", "add\n", ""})
        EXPECT_EQ(parse(head + body)->body, body);
}

TEST(Message, KeepsTheChunksBeforeDamage) {
    const auto head = std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_EQ(parse(head + "3\r\nabc\r\nzz\r\nrest")->body, "abc");
    EXPECT_EQ(parse(head + "3\r\nabc\r\nff\r\ncut off")->body, "abccut off");
    EXPECT_EQ(parse(head + "3\r\nabc\r\nffffffffffffffffffffffff\r\nx")->body, "abc");
}

TEST(Message, LosesItsContentCoding) {
    const auto response =
        parse("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\nA: 1\r\n\r\n" + gzip("text"));
    EXPECT_EQ(response->body, "text");
    EXPECT_THAT(response->headers, ElementsAre(HeaderField{"A", "1"}));
    const auto both =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\ncontent-encoding: br\r\n\r\n" +
        chunked(brotli(gzip("text")), 5);
    EXPECT_EQ(parse(both)->body, "text");
}

TEST(Message, IsTooLargeBeyondTheLimit) {
    EXPECT_EQ(parse("HTTP/1.1 200 OK\r\n\r\n12345", 5)->body, "12345");
    EXPECT_EQ(parse("HTTP/1.1 200 OK\r\n\r\n123456", 5).error().kind(), ErrorKind::too_large);
    const auto bomb = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip(std::string(1'000'000, 'x'));
    EXPECT_EQ(parse(bomb, 999'999).error().kind(), ErrorKind::too_large);
}

TEST(Message, TellsItsHeadWithoutItsBody) {
    const auto head = parse_head("HTTP/1.1 301 Moved\r\nContent-Encoding: gzip\r\nLocation: /x\r\n\r\nno gzip");
    EXPECT_EQ(head->status, 301);
    EXPECT_EQ(head->header("location"), "/x");
    EXPECT_EQ(head->body, "");
}

TEST(Message, IsWrittenWithALengthThatIsRight) {
    const Response response{.status = 200,
                            .headers = {{"Content-Encoding", "gzip"}, {"content-length", "999"}, {"A", "1"}},
                            .body = "four"};
    EXPECT_EQ(serialise_response(response), "HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 4\r\n\r\nfour");
    EXPECT_EQ(serialise_response({.status = 304, .headers = {{"ETag", "x"}}}),
              "HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n");
    EXPECT_EQ(parse(serialise_response(response))->body, "four");
}

TEST(Message, IsWrittenAsARequest) {
    Request request{.method = "POST", .url = *Url::parse_exact("https://a.org:8443/p?q=1"), .headers = {{"A", "1"}}};
    request.body = "four";
    EXPECT_EQ(serialise_request(request),
              "POST /p?q=1 HTTP/1.1\r\nHost: a.org:8443\r\nA: 1\r\nContent-Length: 4\r\n\r\nfour");
}

}  // namespace
}  // namespace winnow::http
