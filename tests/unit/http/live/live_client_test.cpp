#include <algorithm>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../encoders.h"
#include "http/live.h"
#include "support/scripted_server.h"

namespace winnow::http {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

LiveOptions local() {
    return {.private_addresses = PrivateAddresses::allowed};
}

class Live : public testing::Test {
protected:
    void use(LiveOptions options) { client_ = *make_live_client(std::move(options)); }

    Request request(std::string_view path) const { return {.url = *Url::parse_exact(server_.url(path))}; }
    Result<Response> get(std::string_view path) { return client_->send(request(path), {}); }
    Result<Response> send(const Request& request, const Deadline& deadline = {}) {
        return client_->send(request, deadline);
    }
    /// What the answer of these bytes comes to.
    Result<Response> get_bytes(std::vector<std::string> pieces, Then then = Then::keep_alive) {
        server_.answer("/", std::move(pieces), then);
        return get("/");
    }
    ErrorKind kind_of(const Result<Response>& result) const {
        EXPECT_FALSE(result);
        return result ? ErrorKind::internal : result.error().kind();
    }

    ScriptedServer server_;
    std::unique_ptr<Client> client_ = *make_live_client(local());
};

TEST_F(Live, BringsStatusFieldsAndBody) {
    const auto response = get_bytes({http_answer("hello", "X-A: 1\r\nx-a:  2 \r\nEmpty:\r\n", "404 Not Found")});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 404);
    EXPECT_THAT(response->headers, ElementsAre(HeaderField{"Content-Length", "5"}, HeaderField{"X-A", "1"},
                                               HeaderField{"x-a", "2"}, HeaderField{"Empty", ""}));
    EXPECT_EQ(response->body, "hello");
}

TEST_F(Live, SendsWhatItIsTold) {
    use({.user_agent = "winnow/1.0 (+https://example.org)", .private_addresses = PrivateAddresses::allowed});
    auto asked = request("/a%2Fb/../c?q=%20x&utm_source=y");
    asked.headers = {{"X-A", "1"}, {"X-Empty", ""}};
    ASSERT_TRUE(send(asked));
    const auto sent = server_.requests().front();
    EXPECT_THAT(sent, StartsWith("GET " + asked.url.path_and_query() + " HTTP/1.1\r\n"));
    EXPECT_THAT(sent, HasSubstr("\r\nUser-Agent: winnow/1.0 (+https://example.org)\r\n"));
    EXPECT_THAT(sent, HasSubstr("\r\nX-A: 1\r\n"));
    EXPECT_THAT(sent, HasSubstr("\r\nX-Empty:"));
    EXPECT_THAT(sent, HasSubstr("\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"));
    EXPECT_THAT(sent, Not(HasSubstr("Cookie")));
}

TEST_F(Live, SendsBodiesWithTheirMethod) {
    for (const auto* method : {"POST", "PUT", "PATCH", "DELETE"}) {
        auto asked = request("/");
        asked.method = method;
        asked.body = std::string("a\0b", 3);
        ASSERT_TRUE(send(asked));
        const auto sent = server_.requests().back();
        EXPECT_THAT(sent, StartsWith(std::string(method) + " / HTTP/1.1\r\n"));
        EXPECT_TRUE(sent.ends_with(asked.body));
        EXPECT_THAT(sent, Not(HasSubstr("Content-Type")));  // nobody said what it is
        EXPECT_THAT(sent, Not(HasSubstr("Expect")));
    }
}

TEST_F(Live, DoesNotWaitForABodyAfterHead) {
    server_.answer("/", {"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"});
    auto asked = request("/");
    asked.method = "HEAD";
    const auto response = send(asked);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->header("content-length"), "1000");
    EXPECT_THAT(server_.requests().back(), StartsWith("HEAD / "));
}

TEST_F(Live, RefusesFieldsThatWouldBreakTheRequest) {
    for (const auto& field : std::vector<HeaderField>{
             {"A", "1\r\nHost: evil"}, {"A\r\nB", "1"}, {"", "1"}, {"A: 1", "2"}, {"A", std::string("1\0", 2)}}) {
        auto asked = request("/");
        asked.headers = {field};
        EXPECT_EQ(kind_of(send(asked)), ErrorKind::invalid_argument) << field.name;
    }
    EXPECT_EQ(kind_of(send({})), ErrorKind::invalid_argument);
    EXPECT_TRUE(server_.requests().empty());
}

TEST_F(Live, DoesNotFollowRedirects) {
    const auto response = get_bytes({http_answer("", "Location: /elsewhere\r\n", "302 Found")});
    EXPECT_EQ(response->status, 302);
    EXPECT_EQ(response->header("location"), "/elsewhere");
    EXPECT_EQ(server_.requests().size(), 1u);
}

TEST_F(Live, UsesAConnectionAgain) {
    server_.page("/", "x");
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(get("/"));
    EXPECT_EQ(server_.connections(), 1);
}

TEST_F(Live, MakesAnotherConnectionWhenTheServerClosedTheFirst) {
    server_.answer("/", {http_answer("x", "Connection: close\r\n")}, Then::close);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(get("/"));
    EXPECT_EQ(server_.connections(), 3);
}

TEST_F(Live, WorksWithoutIdleConnections) {
    for (const std::size_t most : {0u, 1u, 2u}) {
        auto options = local();
        options.max_idle_connections = most;
        use(options);
        ScriptedServer other;
        for (int i = 0; i < 3; ++i) {
            EXPECT_TRUE(get("/"));
            EXPECT_TRUE(send({.url = *Url::parse_exact(other.url())}));
        }
    }
}

TEST_F(Live, UndoesContentCodings) {
    const std::string text(100'000, 'x');
    server_.page("/gzip", gzip(text), "Content-Encoding: gzip\r\n");
    server_.page("/br", brotli(text), "Content-Encoding: br\r\n");
    server_.page("/zstd", zstd(text), "content-encoding: zstd\r\n");
    server_.page("/two", brotli(gzip(text)), "Content-Encoding: gzip\r\nContent-Encoding: br\r\n");
    for (const auto* path : {"/gzip", "/br", "/zstd", "/two"}) {
        const auto response = get(path);
        ASSERT_TRUE(response) << path;
        EXPECT_EQ(response->body, text) << path;
        EXPECT_FALSE(response->header("content-encoding"));
    }
    server_.page("/odd", "x", "Content-Encoding: compress\r\n");
    EXPECT_EQ(kind_of(get("/odd")), ErrorKind::unsupported);
    server_.page("/damaged",
                 "\x1f\x8b"
                 "nonsense",
                 "Content-Encoding: gzip\r\n");
    EXPECT_EQ(kind_of(get("/damaged")), ErrorKind::malformed);
}

TEST_F(Live, CutsABodyAtTheLimit) {
    server_.page("/", std::string(10'000, 'x'));
    auto asked = request("/");
    asked.max_body_bytes = 10'000;
    EXPECT_TRUE(send(asked));
    asked.max_body_bytes = 9'999;
    EXPECT_EQ(kind_of(send(asked)), ErrorKind::too_large);
    server_.page("/bomb", gzip(std::string(10'000'000, 'x')), "Content-Encoding: gzip\r\n");
    auto bomb = request("/bomb");
    bomb.max_body_bytes = 1'000'000;
    EXPECT_EQ(kind_of(send(bomb)), ErrorKind::too_large);
}

TEST_F(Live, CutsChunksWithoutEnd) {
    server_.answer("/",
                   {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                    chunked(std::string(65'536, 'x'), 1000).substr(0, 66'000 / 1007 * 1007)},
                   Then::repeat);
    EXPECT_EQ(kind_of(get("/")), ErrorKind::too_large);
}

TEST_F(Live, CutsHeadersWithoutEnd) {
    EXPECT_EQ(kind_of(get_bytes({"HTTP/1.1 200 OK\r\n", "X-A: " + std::string(1000, 'x') + "\r\n"}, Then::repeat)),
              ErrorKind::too_large);
    server_.answer("/line", {"HTTP/1.1 200 OK\r\nX-A: ", std::string(10'000, 'x')}, Then::repeat);
    EXPECT_FALSE(get("/line"));
    server_.answer("/interim", {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"}, Then::repeat);
    EXPECT_EQ(kind_of(get("/interim")), ErrorKind::too_large);
}

TEST_F(Live, KeepsTheLimitOfHeaders) {
    auto options = local();
    options.max_header_bytes = 1000;
    use(options);
    server_.page("/small", "x", "X-A: " + std::string(800, 'x') + "\r\n");
    server_.page("/large", "x", "X-A: " + std::string(1000, 'x') + "\r\n");
    EXPECT_TRUE(get("/small"));
    EXPECT_EQ(kind_of(get("/large")), ErrorKind::too_large);
}

TEST_F(Live, PassesOverInterimResponses) {
    const auto response =
        get_bytes({"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\nContent-Encoding: gzip\r\n\r\n",
                   http_answer("text", "A: 1\r\n")});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "text");
    EXPECT_FALSE(response->header("link"));
}

TEST_F(Live, ReadsChunksAndIgnoresTheirTrailers) {
    const auto response = get_bytes({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                                     "4\r\ntext\r\n0\r\nContent-Encoding: gzip\r\nX-Trailer: 1\r\n\r\n"});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "text");
    EXPECT_FALSE(response->header("x-trailer"));
}

TEST_F(Live, UnfoldsFields) {
    const auto response = get_bytes({http_answer("", "A: 1\r\n  b: 2\r\nC: 3\r\n")});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->header("a"), "1 b: 2");
    EXPECT_EQ(response->header("c"), "3");
    EXPECT_FALSE(response->header("b"));
}

TEST_F(Live, AcceptsAnswersWithoutABody) {
    server_.answer("/204", {"HTTP/1.1 204 No Content\r\n\r\n"});
    server_.answer("/304", {"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nContent-Length: 500\r\n\r\n"});
    EXPECT_EQ(get("/204")->status, 204);
    const auto unchanged = get("/304");
    ASSERT_TRUE(unchanged);
    EXPECT_EQ(unchanged->status, 304);
    EXPECT_EQ(unchanged->body, "");
    EXPECT_EQ(server_.connections(), 1);
}

TEST_F(Live, ReadsABodyUntilTheEndWhenNothingSaysHowLongItIs) {
    EXPECT_EQ(get_bytes({"HTTP/1.0 200 OK\r\n\r\n", "one ", "two"}, Then::close)->body, "one two");
}

TEST_F(Live, SaysThatAnAnswerWasCutOff) {
    EXPECT_EQ(kind_of(get_bytes({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"}, Then::close)),
              ErrorKind::unavailable);
    server_.answer("/chunks", {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nonly this"}, Then::close);
    EXPECT_EQ(kind_of(get("/chunks")), ErrorKind::unavailable);
    server_.answer("/nothing", {}, Then::close);
    EXPECT_EQ(kind_of(get("/nothing")), ErrorKind::unavailable);
    server_.answer("/reset", {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"}, Then::reset);
    EXPECT_EQ(kind_of(get("/reset")), ErrorKind::unavailable);
    server_.answer("/head", {"HTTP/1.1 200 OK\r\nX-A: 1\r\n"}, Then::close);
    EXPECT_FALSE(get("/head"));
}

TEST_F(Live, SaysThatAnAnswerIsNoHttp) {
    EXPECT_EQ(kind_of(get_bytes({"SSH-2.0-OpenSSH_9.2\r\n"}, Then::close)), ErrorKind::malformed);
    server_.answer("/length", {"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx"}, Then::close);
    EXPECT_FALSE(get("/length"));
    server_.answer("/chunk", {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n"}, Then::close);
    EXPECT_FALSE(get("/chunk"));
    server_.answer("/version", {"HTTP/7.3 200 OK\r\n\r\n"}, Then::close);
    EXPECT_FALSE(get("/version"));
}

TEST_F(Live, DoesNotWaitLongerThanTheTimeout) {
    server_.answer("/", {}, Then::wait);
    auto asked = request("/");
    asked.timeout = milliseconds{50};
    EXPECT_EQ(kind_of(send(asked)), ErrorKind::timed_out);
    EXPECT_EQ(kind_of(client_->send(request("/"), Deadline::after(milliseconds{50}))), ErrorKind::timed_out);
    EXPECT_EQ(kind_of(client_->send(request("/"), Deadline::after(milliseconds{0}))), ErrorKind::timed_out);
}

TEST_F(Live, DoesNotWaitForTheRestOfABodyEither) {
    server_.answer("/", {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"}, Then::wait);
    auto asked = request("/");
    asked.timeout = milliseconds{50};
    EXPECT_EQ(kind_of(send(asked)), ErrorKind::timed_out);
}

TEST_F(Live, IsCalledOff) {
    server_.answer("/", {}, Then::wait);
    std::stop_source stop;
    std::jthread caller([&] {
        const auto result = send(request("/"), Deadline::after(std::chrono::hours{1}, stop.get_token()));
        EXPECT_EQ(kind_of(result), ErrorKind::cancelled);
    });
    while (server_.requests().empty()) std::this_thread::yield();
    stop.request_stop();
    caller.join();
    EXPECT_EQ(kind_of(send(request("/"), Deadline::after(std::chrono::hours{1}, stop.get_token()))),
              ErrorKind::cancelled);
}

TEST_F(Live, SaysThatNobodyListens) {
    auto closed = std::make_unique<ScriptedServer>();
    const auto url = *Url::parse_exact(closed->url());
    closed.reset();
    const auto result = send({.url = url});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::unavailable);
    EXPECT_THAT(result.error().message(), HasSubstr("cannot connect to " + url.origin()));
}

TEST_F(Live, RefusesLoopbackUnlessItIsAllowed) {
    use({});
    const auto result = get("/");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::blocked);
    EXPECT_EQ(server_.connections(), 0);
    use({.allowed_hosts = {"127.0.0.1:" + std::to_string(server_.port())}});
    EXPECT_TRUE(get("/"));
    use({.allowed_hosts = {"127.0.0.1:" + std::to_string(server_.port() + 1)}});
    EXPECT_EQ(kind_of(get("/")), ErrorKind::blocked);
}

Resolver always(const std::string& address) {
    return [address](const std::string&) -> Result<std::vector<Address>> {
        return std::vector<Address>{*parse_address(address)};
    };
}

TEST_F(Live, ConnectsToTheAddressThatWasChecked) {
    auto options = local();
    options.resolver = always("127.0.0.1");
    use(options);
    server_.page("/", "here");
    const auto url = Url::parse_exact("http://name.invalid:" + std::to_string(server_.port()) + "/");
    const auto response = send({.url = *url});
    ASSERT_TRUE(response) << response.error().message();
    EXPECT_EQ(response->body, "here");
    EXPECT_THAT(server_.requests().back(), HasSubstr("\r\nHost: name.invalid:"));
}

TEST_F(Live, AsksForTheNameAgainWithEachRequest) {
    auto addresses = std::make_shared<std::vector<std::string>>(std::vector<std::string>{"127.0.0.1", "127.0.0.2"});
    auto options = local();
    options.resolver = [addresses](const std::string&) -> Result<std::vector<Address>> {
        auto address = *parse_address(addresses->front());
        std::rotate(addresses->begin(), addresses->begin() + 1, addresses->end());
        return std::vector<Address>{address};
    };
    use(options);
    server_.answer("/", {http_answer("x", "Connection: close\r\n")}, Then::close);
    const auto url = *Url::parse_exact("http://name.invalid:" + std::to_string(server_.port()) + "/");
    EXPECT_TRUE(send({.url = url}));
    EXPECT_FALSE(send({.url = url}));  // nobody listens at 127.0.0.2
    EXPECT_TRUE(send({.url = url}));
}

TEST_F(Live, RefusesANameWithAPrivateAddress) {
    LiveOptions options;
    options.resolver = always("127.0.0.1");
    use(options);
    const auto url = *Url::parse_exact("http://name.invalid:" + std::to_string(server_.port()) + "/");
    EXPECT_EQ(kind_of(send({.url = url})), ErrorKind::blocked);
    EXPECT_EQ(server_.connections(), 0);
}

TEST_F(Live, SpeaksToIpv6Literals) {
    ScriptedServer server({}, "::1");
    if (server.port() == 0) GTEST_SKIP() << "no IPv6 here";
    server.page("/", "six");
    const auto response = send({.url = *Url::parse_exact("http://[::1]:" + std::to_string(server.port()) + "/")});
    ASSERT_TRUE(response) << response.error().message();
    EXPECT_EQ(response->body, "six");
}

TEST_F(Live, IsSafeFromSeveralThreads) {
    server_.page("/", std::string(10'000, 'x'));
    std::atomic<int> whole = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 6; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 20; ++i) {
                    const auto response = get("/");
                    if (response && response->body.size() == 10'000) ++whole;
                }
            });
    }
    EXPECT_EQ(whole, 120);
    EXPECT_LE(server_.connections(), 6 * 20);
}

TEST(LiveOptions, MustNameACaFileThatCanBeRead) {
    const auto client = make_live_client({.ca_file = "/nonexistent/ca.pem"});
    ASSERT_FALSE(client);
    EXPECT_EQ(client.error().kind(), ErrorKind::invalid_config);
}

}  // namespace
}  // namespace winnow::http
