#include <gtest/gtest.h>

#include "app/server/web/form.h"
#include "app/server/web/guard.h"
#include "app/server/web/router.h"

namespace winnow::web {
namespace {

TEST(Form, DecodesNamesAndValuesAndKeepsTheirOrder) {
    const Form form("q=code+review%21&tag=a&tag=b&empty=&%C3%A9=1&broken=%zz");
    EXPECT_EQ(form.get("q"), "code review!");
    EXPECT_EQ(form.all("tag"), (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(form.has("empty"));
    EXPECT_EQ(form.get("é"), "1");
    EXPECT_EQ(form.get("broken"), "%zz");
    EXPECT_EQ(form.get("missing"), "");
}

TEST(Form, RefusesNumbersOffTheirBoundsByName) {
    const Form form("a=11&b=x&c=2.5&d=-1&e=nan");
    EXPECT_EQ(form.number("c", 0, 1, 10).value(), 2.5);
    EXPECT_EQ(form.count("missing", 7, 1, 10).value(), 7U);
    EXPECT_EQ(form.count("a", 0, 1, 10).error().message(), "a: expected a whole number from 1 to 10");
    for (const auto* name : {"a", "b", "d", "e"}) EXPECT_FALSE(form.number(name, 1, 1, 10)) << name;
    EXPECT_FALSE(form.count("c", 0, 1, 10));
}

TEST(Form, RefusesTextsThatAreTooLongAndWhatIsGivenTwice) {
    const Form form("a=%F0%9F%98%AB%F0%9F%98%AB&b=+x+&c=1&c=2&d=&d=3");
    EXPECT_EQ(form.text("a", 2).value(), "\U0001F62B\U0001F62B");  // characters, not bytes
    EXPECT_EQ(form.text("a", 1).error().message(), "a: longer than 1 characters");
    EXPECT_EQ(form.text("b", 3).value(), "x");
    EXPECT_FALSE(form.text("b", 2));  // the blanks around it count
    EXPECT_EQ(form.text("missing", 1).value(), "");
    EXPECT_EQ(form.text("c", 10).error().message(), "c: given more than once");
    EXPECT_FALSE(form.count("d", 1, 1, 10));
    EXPECT_FALSE(form.number("d", 1, 1, 10));
}

TEST(Target, CutsAndDecodesThePath) {
    const auto target = parse_target("/runs/2026%2D01/articles/3?part=x").value();
    EXPECT_EQ(target.segments, (std::vector<std::string>{"runs", "2026-01", "articles", "3"}));
    EXPECT_EQ(target.query.get("part"), "x");
    EXPECT_TRUE(parse_target("/")->segments.empty());
}

TEST(Target, RefusesPathsThatLeadElsewhere) {
    for (const auto* path : {"", "runs", "/../etc/passwd", "/a/%2e%2e/b", "/a/..%2fb", "/a%2fb", "/a%5Cb", "/a/%00",
                             "http://evil.example/", "*"})
        EXPECT_FALSE(parse_target(path)) << path;
}

TEST(Target, EncodesWhatItDecodes) {
    const std::string text = "a b/c?d&e=f%é\"<";
    EXPECT_EQ(Form("x=" + encoded(text)).get("x"), text);
    EXPECT_EQ(encoded("a-b._~"), "a-b._~");
}

Request request(std::string method, std::string target, std::vector<HeaderField> headers = {}, std::string body = {}) {
    headers.push_back({"Host", "127.0.0.1:8420"});
    return {.method = std::move(method),
            .target = std::move(target),
            .headers = std::move(headers),
            .body = std::move(body)};
}

TEST(Router, ChoosesByMethodAndPath) {
    Router router;
    router.add("GET", "/runs/*", [](const Call& call) { return text_response(200, "run " + call.parts.at(0)); });
    router.add("POST", "/runs/*", [](const Call&) { return text_response(200, "posted"); });
    Router::Miss miss{};
    std::string allowed;
    EXPECT_EQ(router.route(request("GET", "/runs/7?x=1"), miss, allowed)->body, "run 7\n");
    EXPECT_EQ(router.route(request("HEAD", "/runs/7"), miss, allowed)->body, "run 7\n");
    EXPECT_EQ(router.route(request("POST", "/runs/7"), miss, allowed)->body, "posted\n");
    EXPECT_FALSE(router.route(request("DELETE", "/runs/7"), miss, allowed));
    EXPECT_EQ(miss, Router::Miss::other_method);
    EXPECT_EQ(allowed, "GET, POST");
    EXPECT_FALSE(router.route(request("GET", "/runs/7/8"), miss, allowed));
    EXPECT_EQ(miss, Router::Miss::no_such_path);
    EXPECT_FALSE(router.route(request("GET", "/runs/.."), miss, allowed));
    EXPECT_EQ(miss, Router::Miss::bad_path);
}

TEST(Router, TakesNoListForAnEntryWithoutId) {
    Router router;
    for (const auto* path : {"/runs", "/api/runs"})
        router.add("GET", path, [](const Call&) { return text_response(200, "all"); });
    Router::Miss miss{};
    std::string allowed;
    EXPECT_TRUE(router.route(request("GET", "/runs/"), miss, allowed));
    EXPECT_TRUE(router.route(request("GET", "/api/runs?x=/"), miss, allowed));
    for (const auto* path : {"/api/runs/", "/api/runs/?x=1", "/api/runs//"}) {
        EXPECT_FALSE(router.route(request("GET", path), miss, allowed)) << path;
        EXPECT_EQ(miss, Router::Miss::no_such_path) << path;
    }
}

Guard local_guard() {
    return Guard({.is_loopback = true, .port = 8420, .hosts = {"box.lan"}, .password = Secret(), .token = "t0ken"});
}

int status_for(const Guard& guard, const Request& asked) {
    const auto refusal = guard.refusal(asked);
    return refusal ? refusal->status : 200;
}

TEST(Guard, AnswersUnderItsOwnNamesOnly) {
    const auto status = [](const std::string& host) {
        return status_for(local_guard(), {.method = "GET", .target = "/", .headers = {{"Host", host}}, .body = {}});
    };
    for (const auto* host : {"127.0.0.1:8420", "localhost:8420", "[::1]:8420", "box.lan:8420"})
        EXPECT_EQ(status(host), 200) << host;
    for (const auto* host :
         {"", "evil.example:8420", "127.0.0.1:80", "127.0.0.1", "10.0.0.1:8420", "localhost.evil.example:8420",
          "127.0.0.1.evil.example:8420", "[::1].evil.example:8420", "evil.example"})
        EXPECT_EQ(status(host), 421) << host;
}

TEST(Guard, TakesAddressesFromElsewhereOnceItListensToTheNetwork) {
    const Guard guard({.is_loopback = false, .port = 8420, .hosts = {}, .password = Secret(), .token = "t0ken"});
    const auto status = [&](const std::string& host) {
        return status_for(guard, {.method = "GET", .target = "/", .headers = {{"Host", host}}, .body = {}});
    };
    EXPECT_EQ(status("192.168.1.5:8420"), 200);
    EXPECT_EQ(status("[fd00::5]:8420"), 200);
    EXPECT_EQ(status("evil.example:8420"), 421);  // a name can be bent to our address
}

TEST(Guard, DemandsTheTokenForEveryChange) {
    const auto guard = local_guard();
    EXPECT_EQ(status_for(guard, request("GET", "/")), 200);
    for (const auto* method : {"POST", "PUT", "DELETE", "PATCH"})
        EXPECT_EQ(status_for(guard, request(method, "/")), 403);
    EXPECT_EQ(status_for(guard, request("POST", "/", {{"X-Winnow-Token", "t0ken"}})), 200);
    EXPECT_EQ(status_for(guard, request("POST", "/", {{"X-Winnow-Token", "t0keN"}})), 403);
    const HeaderField form{"Content-Type", "application/x-www-form-urlencoded"};
    EXPECT_EQ(status_for(guard, request("POST", "/", {form}, "a=1&token=t0ken")), 200);
    EXPECT_EQ(status_for(guard, request("POST", "/", {{"Content-Type", "text/plain"}}, "token=t0ken")), 403);
}

TEST(Guard, RefusesWhatOtherSitesSendEvenWithTheToken) {
    const auto guard = local_guard();
    const HeaderField token{"X-Winnow-Token", "t0ken"};
    EXPECT_EQ(status_for(guard, request("POST", "/", {token, {"Origin", "http://127.0.0.1:8420"}})), 200);
    EXPECT_EQ(status_for(guard, request("POST", "/", {token, {"Origin", "http://evil.example"}})), 403);
    EXPECT_EQ(status_for(guard, request("POST", "/", {token, {"Origin", "null"}})), 403);
    EXPECT_EQ(status_for(guard, request("POST", "/", {token, {"Sec-Fetch-Site", "cross-site"}})), 403);
    EXPECT_EQ(status_for(guard, request("POST", "/", {token, {"Sec-Fetch-Site", "same-origin"}})), 200);
}

TEST(Guard, DemandsThePasswordAsBasicOrBearer) {
    const Guard guard(
        {.is_loopback = true, .port = 8420, .hosts = {}, .password = Secret("correct horse"), .token = "t"});
    const auto status = [&](const std::string& value) {
        return status_for(guard, request("GET", "/", {{"Authorization", value}}));
    };
    EXPECT_EQ(status_for(guard, request("GET", "/")), 401);
    EXPECT_EQ(status("Bearer correct horse"), 200);
    EXPECT_EQ(status("Basic YW55Ym9keTpjb3JyZWN0IGhvcnNl"), 200);  // anybody:correct horse
    EXPECT_EQ(status("Basic YW55Ym9keTp3cm9uZw=="), 401);          // anybody:wrong
    for (const auto* value :
         {"Bearer correct hors", "Bearer ", "Basic", "Basic !!!!", "Basic Y29ycmVjdCBob3JzZQ==", "x"})
        EXPECT_EQ(status(value), 401) << value;
    EXPECT_EQ(guard.refusal(request("GET", "/"))->headers.front().name, "WWW-Authenticate");
}

TEST(Guard, TellsProgramsInJson) {
    const auto refusal = local_guard().refusal(request("POST", "/api/jobs"));
    EXPECT_EQ(refusal->type, "application/json");
    EXPECT_TRUE(refusal->body.starts_with("{\"error\":{\"kind\":\"forbidden\"")) << refusal->body;
}

TEST(Guard, AddsWhatBrowsersMustKnow) {
    auto response = text_response(200, "x");
    secure(response);
    std::string all;
    for (const auto& field : response.headers) all += field.name + ": " + field.value + "\n";
    EXPECT_TRUE(all.contains("default-src 'none'"));
    EXPECT_TRUE(all.contains("frame-ancestors 'none'"));
    EXPECT_FALSE(all.contains("unsafe"));
    EXPECT_TRUE(all.contains("X-Content-Type-Options: nosniff"));
}

TEST(Guard, MakesTokensThatDiffer) {
    const auto one = random_token().value();
    EXPECT_EQ(one.size(), 64U);
    EXPECT_NE(one, random_token().value());
}

}  // namespace
}  // namespace winnow::web
