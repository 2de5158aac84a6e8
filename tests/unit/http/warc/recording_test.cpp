#include <thread>

#include <gmock/gmock.h>

#include "../encoders.h"
#include "http/warc/record.h"
#include "support/fake_http.h"
#include "warc_file.h"

namespace winnow::http {
namespace {

using testing::HasSubstr;
using testing::Not;

class Recording : public WarcFiles {
protected:
    /// Sends the requests through a recording client, which is gone then.
    void record(const std::vector<Request>& requests, const std::string& name = "x.warc") {
        auto recorder = make_recording_client(web_, path(name));
        ASSERT_TRUE(recorder);
        for (const auto& request : requests) static_cast<void>((*recorder)->send(request, {}));
    }
    static Request asking(const std::string& url, std::vector<HeaderField> headers = {}) {
        return {.url = *Url::parse_exact(url), .headers = std::move(headers)};
    }
    std::string bytes(const std::string& name = "x.warc") const { return *files::read_file(path(name), SIZE_MAX); }

    FakeHttp web_;
};

TEST_F(Recording, CanBeReplayed) {
    web_.answer("https://a.org/1", 200, std::string("a\0b\r\n\r\n", 7), {{"Content-Type", "text/html"}, {"X-A", "1"}});
    web_.answer("https://a.org/2?x=1", 404, "", {{"Location", "/1"}});
    for (const auto* name : {"x.warc", "x.warc.gz"}) {
        record({asking("https://a.org/1"), asking("https://a.org/2?x=1"), asking("https://a.org/none")}, name);
        const auto archive = *open_archive(path(name));
        EXPECT_EQ(archive->warning(), "");
        EXPECT_EQ(archive->pages().size(), 2u);
        const auto first = get(*archive, "https://a.org/1");
        EXPECT_EQ(first->status, 200);
        EXPECT_EQ(first->body, std::string("a\0b\r\n\r\n", 7));
        EXPECT_EQ(first->header("x-a"), "1");
        EXPECT_EQ(get(*archive, "https://a.org/2?x=1")->status, 404);
        EXPECT_EQ(body(*archive, "https://a.org/none"), "not_found");  // an error leaves no record
    }
}

TEST_F(Recording, ReturnsWhatTheInnerClientDid) {
    web_.answer("https://a.org/", 200, "x", {{"Set-Cookie", "secret"}});
    web_.fail_with("https://b.org/", Error(ErrorKind::timed_out, "slow"));
    const auto recorder = *make_recording_client(web_, path());
    EXPECT_EQ(get(*recorder, "https://a.org/")->header("set-cookie"), "secret");
    EXPECT_EQ(get(*recorder, "https://b.org/").error(), Error(ErrorKind::timed_out, "slow"));
}

TEST_F(Recording, KeepsEveryAnswerToARequestInItsOrder) {
    web_.answer("https://a.org/", 503).answer("https://a.org/", 200, "x");
    record({asking("https://a.org/"), asking("https://a.org/")});
    const auto archive = *open_archive(path());
    EXPECT_EQ(get(*archive, "https://a.org/")->status, 503);
    EXPECT_EQ(get(*archive, "https://a.org/")->status, 200);
}

TEST_F(Recording, HoldsNoSecret) {
    web_.answer("https://a.org/?q=x&api_key=hunter2", 302, "body",
                {{"Set-Cookie", "id=hunter2"}, {"Location", "/next?token=hunter2"}, {"Content-Type", "text/html"}});
    web_.script("POST https://a.org/form", Response{.status = 200});
    auto form = asking("https://a.org/form", {{"Content-Type", "application/x-www-form-urlencoded"}});
    form.method = "POST";
    form.body = "grant=x&client_secret=hunter2";
    record({asking("https://a.org/?q=x&api_key=hunter2", {{"Authorization", "Bearer hunter2"},
                                                          {"Cookie", "a=hunter2"},
                                                          {"X-Api-Key", "hunter2"},
                                                          {"Accept", "*/*"}}),
            form});
    const auto text = bytes();
    EXPECT_THAT(text, Not(HasSubstr("hunter2")));
    EXPECT_THAT(text, HasSubstr("Authorization: REDACTED"));
    EXPECT_THAT(text, HasSubstr("GET /?q=x&api_key=REDACTED HTTP/1.1"));
    EXPECT_THAT(text, HasSubstr("WARC-Target-URI: https://a.org/?q=x&api_key=REDACTED\r\n"));
    EXPECT_THAT(text, HasSubstr("Accept: */*"));
}

TEST_F(Recording, ForgetsWhatServersRepeatAndTheTokensTheyGive) {
    web_.answer("https://a.org/refuses", 401, "Incorrect key: key-of-a-test", {{"Content-Type", "text/plain"}});
    web_.answer("https://a.org/token", 200, R"({"access_token":"given"})", {{"Content-Type", "application/json"}});
    web_.answer("https://a.org/later", 200, "it was key-of-a-test", {{"Content-Type", "text/plain"}});
    web_.answer("https://a.org/article", 200, R"(write "access_token":"your token")", {{"Content-Type", "text/html"}});
    record({asking("https://a.org/refuses", {{"Authorization", "Bearer key-of-a-test"}}), asking("https://a.org/token"),
            asking("https://a.org/later"), asking("https://a.org/article")});
    const auto archive = *open_archive(path());
    EXPECT_EQ(body(*archive, "https://a.org/refuses"), "Incorrect key: REDACTED");
    EXPECT_EQ(body(*archive, "https://a.org/token"), R"({"access_token":"REDACTED"})");
    EXPECT_EQ(body(*archive, "https://a.org/later"), "it was REDACTED");
    EXPECT_EQ(body(*archive, "https://a.org/article"), R"(write "access_token":"your token")");
}

TEST_F(Recording, IsFoundAgainByRequestsWithTheirSecrets) {
    web_.answer("https://a.org/?q=x&api_key=hunter2", 200, "x");
    web_.script("POST https://a.org/form", Response{.status = 200, .body = "token"});
    auto form = asking("https://a.org/form", {{"Content-Type", "application/x-www-form-urlencoded"}});
    form.method = "POST";
    form.body = "grant=x&client_secret=hunter2";
    record({asking("https://a.org/?q=x&api_key=hunter2"), form});
    const auto archive = *open_archive(path());
    EXPECT_EQ(body(*archive, "https://a.org/?q=x&api_key=another"), "x");
    EXPECT_EQ(archive->send(form, {})->body, "token");
}

TEST_F(Recording, IsFoundByTheCanonicalUrlToo) {
    const auto canonical = Url::parse("https://a.org/?q=x&utm_source=feed");
    if (!canonical || canonical->href() != "https://a.org/?q=x") GTEST_SKIP() << "tracking parameters are kept";
    web_.answer("https://a.org/?q=x&utm_source=feed", 200, "x");
    record({asking("https://a.org/?q=x&utm_source=feed")});
    const auto archive = *open_archive(path());
    EXPECT_EQ(body(*archive, "https://a.org/?q=x&utm_source=feed"), "x");
    EXPECT_EQ(body(*archive, "https://a.org/?q=x"), "x");
    EXPECT_EQ(body(*archive, "https://a.org/?q=x&utm_source=mail"), "x");
    EXPECT_EQ(body(*archive, "https://a.org/?q=y"), "not_found");
}

TEST_F(Recording, WritesRecordsAsTheStandardWants) {
    web_.answer("https://a.org/", 200, "body");
    record({asking("https://a.org/")});
    auto reader = *warc::Reader::open(path());
    const auto info = **reader.next();
    const auto response = **reader.next();
    const auto request = **reader.next();
    EXPECT_FALSE(*reader.next());
    EXPECT_EQ(info.type(), "warcinfo");
    EXPECT_EQ(info.field("content-type"), "application/warc-fields");
    EXPECT_EQ(response.type(), "response");
    EXPECT_EQ(response.field("Content-Type"), "application/http;msgtype=response");
    // sha1sum of "body", in base 32
    EXPECT_EQ(response.field("WARC-Payload-Digest"), "sha1:AIED6RLZ4CFGCJBFYDA2C7XEPLOXQO4U");
    EXPECT_EQ(request.type(), "request");
    EXPECT_EQ(request.field("WARC-Concurrent-To"), response.field("WARC-Record-ID"));
    EXPECT_THAT(
        std::string(response.field("WARC-Record-ID")),
        testing::MatchesRegex("<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>"));
    EXPECT_NE(info.field("WARC-Record-ID"), response.field("WARC-Record-ID"));
    EXPECT_TRUE(parse_rfc3339(response.field("WARC-Date")));
}

TEST_F(Recording, IsReadableUpToWhereItWasCut) {
    web_.answer("https://a.org/1", 200, "one").answer("https://a.org/2", 200, "two");
    record({asking("https://a.org/1"), asking("https://a.org/2")}, "x.warc.gz");
    const auto whole = bytes("x.warc.gz");
    for (std::size_t size = whole.size() - 600; size < whole.size(); size += 37) {
        const auto archive = open(whole.substr(0, size));
        EXPECT_EQ(body(*archive, "https://a.org/1"), "one") << size;
    }
}

TEST_F(Recording, SaysWhenItCannotBeWritten) {
    EXPECT_EQ(make_recording_client(web_, path("no/such/folder.warc")).error().kind(), ErrorKind::storage);
    const auto full = make_recording_client(web_, "/dev/full");
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().kind(), ErrorKind::storage);
}

TEST_F(Recording, IsSafeFromSeveralThreads) {
    for (int i = 0; i < 40; ++i) web_.answer("https://a.org/" + std::to_string(i), 200, std::to_string(i));
    {
        const auto recorder = *make_recording_client(web_, path("x.warc.gz"));
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int i = t * 10; i < t * 10 + 10; ++i)
                    EXPECT_TRUE(get(*recorder, "https://a.org/" + std::to_string(i)));
            });
    }
    const auto archive = *open_archive(path("x.warc.gz"));
    EXPECT_EQ(archive->pages().size(), 40u);
    for (int i = 0; i < 40; ++i) EXPECT_EQ(body(*archive, "https://a.org/" + std::to_string(i)), std::to_string(i));
}

}  // namespace
}  // namespace winnow::http
