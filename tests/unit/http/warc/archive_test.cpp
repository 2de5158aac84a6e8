#include <thread>

#include <gmock/gmock.h>

#include "../encoders.h"
#include "warc_file.h"

namespace winnow::http {
namespace {

using testing::HasSubstr;

class Archive : public WarcFiles {};

constexpr const char* kUrl = "https://a.org/page";

TEST_F(Archive, AnswersFromEveryKindOfFile) {
    const auto one = response_record(kUrl, html_message("one"));
    const auto two = response_record("https://b.org/", html_message("two"));
    for (const auto& bytes : {one + two, gzip(one) + gzip(two), gzip(one + two)}) {
        const auto archive = open(bytes);
        EXPECT_EQ(body(*archive, kUrl), "one");
        EXPECT_EQ(body(*archive, "https://b.org/"), "two");
        EXPECT_EQ(get(*archive, kUrl)->header("content-type"), "text/html");
        EXPECT_EQ(archive->warning(), "");
    }
}

TEST_F(Archive, ListsItsPagesInTheirOrder) {
    const auto archive = open(
        warc_record("warcinfo", "", "software: x\r\n") + response_record("https://b.org/", html_message("1")) +
        response_record(kUrl, "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=x\r\n\r\n") +
        response_record("https://b.org/", html_message("2")) +
        warc_record("resource", "WARC-Target-URI: https://c.org/f.pdf\r\nContent-Type: application/pdf\r\n", "%PDF") +
        response_record("dns:a.org", "1.2.3.4") + response_record("https://d.org/", "no http") +
        warc_record("metadata", "WARC-Target-URI: https://e.org/\r\n", "x"));
    ASSERT_EQ(archive->pages().size(), 3u);
    EXPECT_EQ(archive->pages()[0].url.href(), "https://b.org/");
    EXPECT_EQ(archive->pages()[0].status, 200);
    EXPECT_EQ(archive->pages()[1].status, 404);
    EXPECT_EQ(archive->pages()[1].content_type, "text/plain; charset=x");
    EXPECT_EQ(archive->pages()[2].content_type, "application/pdf");
    EXPECT_EQ(body(*archive, "https://c.org/f.pdf"), "%PDF");
}

TEST_F(Archive, SaysWhatWasNotRecorded) {
    const auto archive = open(response_record(kUrl, html_message("one")));
    const auto missing = get(*archive, "https://a.org/robots.txt");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind(), ErrorKind::not_found);
    EXPECT_THAT(missing.error().message(), HasSubstr("not in the archive"));
    EXPECT_FALSE(archive->send({.method = "HEAD", .url = *Url::parse(kUrl)}, {}));
}

TEST_F(Archive, AnswersInTurnAndThenTheLastAgainAndAgain) {
    const auto archive = open(response_record(kUrl, html_message("1")) + response_record(kUrl, html_message("2")));
    for (const auto* expected : {"1", "2", "2", "2"}) EXPECT_EQ(body(*archive, kUrl), expected);
}

TEST_F(Archive, UndoesCodingsOfStoredBodies) {
    const std::string text(200'000, 'x');
    const auto head = std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: ");
    const auto archive = open(response_record("https://a.org/gzip", head + "gzip\r\n\r\n" + chunked(gzip(text), 50)) +
                              response_record("https://a.org/br", head + "br\r\n\r\n" + chunked(brotli(text), 50)) +
                              response_record("https://a.org/not-chunked", head + "gzip\r\n\r\n" + gzip(text)) +
                              response_record("https://a.org/not-coded", head + "gzip\r\n\r\n<html>"));
    EXPECT_EQ(body(*archive, "https://a.org/gzip"), text);
    EXPECT_EQ(body(*archive, "https://a.org/br"), text);
    EXPECT_EQ(body(*archive, "https://a.org/not-chunked"), text);
    EXPECT_EQ(body(*archive, "https://a.org/not-coded"), "<html>");
}

TEST_F(Archive, KeepsTheLimitOfTheRequest) {
    const auto archive = open(response_record(kUrl, html_message(std::string(1000, 'x'))) +
                              warc_record("resource", "WARC-Target-URI: https://c.org/\r\n", std::string(1000, 'x')));
    for (const auto* url : {kUrl, "https://c.org/"}) {
        EXPECT_TRUE(archive->send({.url = *Url::parse(url), .max_body_bytes = 1000}, {}));
        EXPECT_EQ(archive->send({.url = *Url::parse(url), .max_body_bytes = 999}, {}).error().kind(),
                  ErrorKind::too_large);
    }
}

TEST_F(Archive, FindsTheOriginalOfARevisit) {
    const std::string digest = "WARC-Payload-Digest: sha1:ABC\r\n";
    const auto original =
        response_record("https://a.org/1", html_message("body"), digest + "WARC-Record-ID: <urn:1>\r\n");
    const auto head = std::string("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-A: 2\r\n\r\n");
    const auto revisit = [&](const std::string& url, const std::string& fields, const std::string& block) {
        return warc_record("revisit", "WARC-Target-URI: " + url + "\r\n" + fields, block);
    };
    const auto archive =
        open(original + revisit("https://a.org/digest", digest, head) +
             revisit("https://a.org/id", "WARC-Refers-To: <urn:1>\r\n", head) +
             revisit("https://a.org/uri", "WARC-Refers-To-Target-URI: https://a.org/1\r\n", head) +
             revisit("https://a.org/bare", digest, "") +
             revisit("https://a.org/304",
                     digest + "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified\r\n",
                     "HTTP/1.1 304 Not Modified\r\n\r\n") +
             revisit("https://a.org/lost", "WARC-Payload-Digest: sha1:XYZ\r\n", head));
    for (const auto* url :
         {"https://a.org/digest", "https://a.org/id", "https://a.org/uri", "https://a.org/bare", "https://a.org/304"}) {
        const auto response = get(*archive, url);
        ASSERT_TRUE(response) << url;
        EXPECT_EQ(response->status, 200) << url;
        EXPECT_EQ(response->body, "body") << url;
    }
    EXPECT_EQ(get(*archive, "https://a.org/digest")->header("x-a"), "2");
    EXPECT_EQ(body(*archive, "https://a.org/lost"), "not_found");
}

TEST_F(Archive, TellsRequestsApartByMethodAndBody) {
    const auto posted = [](const std::string& id, const std::string& request_body) {
        return warc_record("request", "WARC-Target-URI: https://a.org/page\r\nWARC-Concurrent-To: " + id + "\r\n",
                           "POST /page HTTP/1.1\r\nHost: a.org\r\n\r\n" + request_body);
    };
    const auto archive = open(response_record(kUrl, html_message("got"), "WARC-Record-ID: <urn:0>\r\n") +
                              response_record(kUrl, html_message("posted one"), "WARC-Record-ID: <urn:1>\r\n") +
                              posted("<urn:1>", "one") + posted("<urn:2>", "two") +
                              response_record(kUrl, html_message("posted two"), "WARC-Record-ID: <urn:2>\r\n"));
    const auto post = [&](const std::string& text) {
        Request request{.method = "POST", .url = *Url::parse(kUrl)};
        request.body = text;
        const auto response = archive->send(request, {});
        return response ? response->body : std::string(to_string(response.error().kind()));
    };
    EXPECT_EQ(post("two"), "posted two");
    EXPECT_EQ(post("one"), "posted one");
    EXPECT_EQ(post("three"), "not_found");
    EXPECT_EQ(body(*archive, kUrl), "got");
}

TEST_F(Archive, FindsTheRequestWhenTheResponseNamesIt) {
    const auto archive = open(warc_record("request", "WARC-Record-ID: <urn:r>\r\n", "POST /page HTTP/1.1\r\n\r\none") +
                              response_record(kUrl, html_message("posted"), "WARC-Concurrent-To: <urn:r>\r\n"));
    Request request{.method = "POST", .url = *Url::parse(kUrl)};
    request.body = "one";
    EXPECT_TRUE(archive->send(request, {}));
    EXPECT_EQ(body(*archive, kUrl), "not_found");
}

TEST_F(Archive, UsesWhatIsWholeOfAFileCutOff) {
    const auto one = response_record(kUrl, html_message("one"));
    const auto two = response_record("https://b.org/", html_message("two"));
    for (const auto& bytes :
         {one + two.substr(0, two.size() / 2), gzip(one) + gzip(two).substr(0, gzip(two).size() / 2),
          gzip(one + two + one).substr(0, gzip(one + two + one).size() - 12)}) {
        const auto archive = open(bytes);
        EXPECT_EQ(body(*archive, kUrl), "one");
        EXPECT_THAT(archive->warning(), HasSubstr("cut off"));
        EXPECT_THAT(archive->warning(), HasSubstr("records before it are used"));
    }
}

TEST_F(Archive, RefusesAFileWithoutOneWholeRecord) {
    EXPECT_EQ(open_archive(path("none")).error().kind(), ErrorKind::not_found);
    for (const auto& bytes :
         {std::string("WARC/1.0\r\nContent-Le"), std::string("hello"), std::string(), gzip("hello")})
        EXPECT_EQ(open_archive(save(bytes)).error().kind(), ErrorKind::malformed) << bytes;
}

TEST_F(Archive, LeavesNothingBehindOfWhatItHadToInflate) {
    const auto record = response_record(kUrl, html_message("one"));
    const auto temporary = [] {
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path()))
            if (entry.path().filename().string().starts_with("winnow-archive.")) ++count;
        return count;
    };
    const int before = temporary();
    {
        const auto archive = open(gzip(record + record));
        EXPECT_EQ(body(*archive, kUrl), "one");
    }
    EXPECT_EQ(temporary(), before);
}

TEST_F(Archive, IsCalledOff) {
    std::stop_source stop;
    stop.request_stop();
    const auto archive = open(response_record(kUrl, html_message("one")));
    const auto result =
        archive->send({.url = *Url::parse(kUrl)}, Deadline::after(std::chrono::hours{1}, stop.get_token()));
    EXPECT_EQ(result.error().kind(), ErrorKind::cancelled);
}

TEST_F(Archive, IsSafeFromSeveralThreads) {
    std::string bytes;
    for (int i = 0; i < 20; ++i)
        bytes += gzip(response_record("https://a.org/" + std::to_string(i), html_message(std::to_string(i))));
    const auto archive = open(bytes);
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i)
                EXPECT_EQ(body(*archive, "https://a.org/" + std::to_string(i)), std::to_string(i));
        });
}

}  // namespace
}  // namespace winnow::http
