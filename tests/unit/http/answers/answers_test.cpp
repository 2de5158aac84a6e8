#include "http/answers/answers.h"

#include <gtest/gtest.h>

#include "files/files.h"
#include "support/fake_http.h"

namespace winnow::http {
namespace {

class Remembering : public testing::Test {
protected:
    Remembering() : folder_(*files::TemporaryFolder::create(std::filesystem::temp_directory_path(), "answers")) {}
    std::string ask(const std::string& url, const std::string& method = "GET", const std::string& type = {},
                    const std::string& body = {}) {
        const auto client =
            make_remembering_client(web_, {.folder = folder_.path() / "x", .lifetime = std::chrono::hours{1}}, clock_);
        Request request{.method = method, .url = *Url::parse_exact(url)};
        if (!type.empty()) request.headers.push_back({"Content-Type", type});
        request.body = body;
        const auto response = client->send(request, {});
        return response ? std::to_string(response->status) + " " + response->body : response.error().message();
    }
    files::TemporaryFolder folder_;
    FakeHttp web_;
    FakeClock clock_;
};

TEST_F(Remembering, GivesAnAnswerAgainUntilItIsTooOld) {
    web_.answer("https://a.org/", 200, "one", {{"Content-Type", "text/x"}, {"Content-Encoding", "gzip"}})
        .answer("https://a.org/", 200, "two");
    EXPECT_EQ(ask("https://a.org/"), "200 one");
    clock_.advance(std::chrono::minutes{59});
    EXPECT_EQ(ask("https://a.org/"), "200 one");
    EXPECT_EQ(web_.requests.size(), 1U);
    clock_.advance(std::chrono::minutes{1});
    EXPECT_EQ(ask("https://a.org/"), "200 two");
}

TEST_F(Remembering, KeepsNoFailure) {
    web_.answer("https://a.org/", 429, "wait").answer("https://a.org/", 200, "well");
    EXPECT_EQ(ask("https://a.org/"), "429 wait");
    EXPECT_EQ(ask("https://a.org/"), "200 well");
}

TEST_F(Remembering, TellsRequestsApartByUrlAndBody) {
    web_.answer("https://a.org/?a", 200, "a").answer("https://a.org/?b", 200, "b");
    web_.script("POST https://a.org/", Response{.status = 200, .headers = {}, .body = "first"})
        .script("POST https://a.org/", Response{.status = 200, .headers = {}, .body = "second"});
    EXPECT_EQ(ask("https://a.org/?a"), "200 a");
    EXPECT_EQ(ask("https://a.org/?b"), "200 b");
    EXPECT_EQ(ask("https://a.org/", "POST", "application/json", "{1}"), "200 first");
    EXPECT_EQ(ask("https://a.org/", "POST", "application/json", "{2}"), "200 second");
    EXPECT_EQ(ask("https://a.org/", "POST", "application/json", "{1}"), "200 first");
}

TEST_F(Remembering, KeepsNoTokens) {
    web_.script("POST https://a.org/", Response{.status = 200, .headers = {}, .body = "token 1"})
        .script("POST https://a.org/", Response{.status = 200, .headers = {}, .body = "token 2"});
    EXPECT_EQ(ask("https://a.org/", "POST", "application/x-www-form-urlencoded", "grant"), "200 token 1");
    EXPECT_EQ(ask("https://a.org/", "POST", "application/x-www-form-urlencoded", "grant"), "200 token 2");
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "x"));
}

TEST_F(Remembering, ADamagedFileCostsARequestOnly) {
    web_.answer("https://a.org/?api_key=secret-1", 200, "one").answer("https://a.org/?api_key=secret-1", 200, "two");
    EXPECT_EQ(ask("https://a.org/?api_key=secret-1"), "200 one");
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path() / "x")) {
        EXPECT_EQ(files::read_file(entry.path(), 10'000)->find("secret-1"), std::string::npos);
        EXPECT_TRUE(files::write_file_atomically(entry.path(), "2023-11-14T22:13:20Z\nHTTP/1.1 200 OK\r\nContent-Le"));
    }
    EXPECT_EQ(ask("https://a.org/?api_key=secret-1"), "200 two");
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path() / "x")) {
        const auto whole = *files::read_file(entry.path(), 10'000);
        EXPECT_TRUE(files::write_file_atomically(entry.path(), whole.substr(0, whole.size() - 1)));
    }
    web_.answer("https://a.org/?api_key=secret-1", 200, "three");
    EXPECT_EQ(ask("https://a.org/?api_key=secret-1"), "200 three");
}

TEST(Impatient, SetsTheTimeOfEachRequest) {
    FakeHttp web;
    const auto client = make_impatient_client(web, std::chrono::seconds{3});
    static_cast<void>(client->send({.url = *Url::parse("https://a.org/")}, {}));
    EXPECT_EQ(web.requests.front().timeout, std::chrono::seconds{3});
}

}  // namespace
}  // namespace winnow::http
