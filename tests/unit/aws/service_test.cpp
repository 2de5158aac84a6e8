#include "aws/calls/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture.h"

namespace winnow::aws {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kUrl = "https://sns.eu-central-1.amazonaws.com/";

std::string header(const http::Request& request, std::string_view name) {
    return std::string(http::find_header(request.headers, name).value_or(""));
}

Call a_call() {
    return {.operation = "Publish", .request = {.method = "POST", .url = *Url::parse_exact(kUrl), .body = "x"}};
}

Result<http::Response> send(Fixture& fixture) {
    return (*make_service("sns", fixture.context()))->send(a_call(), Deadline());
}

TEST(Service, SignsForItsNameAndRegion) {
    Fixture fixture;
    fixture.http.script(std::string("POST ") + kUrl, answer(200, "ok"));
    ASSERT_TRUE(send(fixture));
    EXPECT_THAT(
        header(fixture.http.requests[0], "authorization"),
        HasSubstr("Credential=AKIDEXAMPLE/20231114/eu-central-1/sns/aws4_request, SignedHeaders=host;x-amz-date"));
    EXPECT_EQ(header(fixture.http.requests[0], "x-amz-date"), "20231114T221320Z");
}

TEST(Service, TriesAgainAfterThrottlingWithJitterAndThenGivesUp) {
    Fixture fixture;
    fixture.http.script(std::string("POST ") + kUrl, answer(400, R"({"__type":"ThrottlingException"})"));
    const auto sent = send(fixture);
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(fixture.http.requests.size(), 3u);
    EXPECT_THAT(fixture.delays, ElementsAre(milliseconds{250}, milliseconds{500}));
}

TEST(Service, TriesAgainWhenTheConnectionBreaksAndSignsAnew) {
    Fixture fixture;
    fixture.http.script(std::string("POST ") + kUrl, fail(ErrorKind::unavailable, "reset"));
    fixture.http.script(std::string("POST ") + kUrl, answer(503));
    fixture.http.script(std::string("POST ") + kUrl, answer(200, "ok"));
    ASSERT_TRUE(send(fixture));
    EXPECT_EQ(fixture.http.requests.size(), 3u);
}

TEST(Service, DoesNotRepeatWhatCannotSucceed) {
    Fixture fixture;
    fixture.http.script(std::string("POST ") + kUrl, answer(400, R"({"__type":"ValidationException","message":"no"})"));
    EXPECT_EQ(send(fixture).error().message(), "sns Publish: ValidationException: no (400)");
    EXPECT_EQ(fixture.http.requests.size(), 1u);
}

TEST(Service, WaitsAsLongAsItIsAskedTo) {
    Fixture fixture;
    fixture.http.script(std::string("POST ") + kUrl, answer(503, "", {{"Retry-After", "7"}}));
    fixture.http.script(std::string("POST ") + kUrl, answer(200));
    ASSERT_TRUE(send(fixture));
    EXPECT_THAT(fixture.delays, ElementsAre(milliseconds{7'000}));
}

TEST(Service, SetsItsClockByTheServicesOnceAndKeepsIt) {
    Fixture fixture;
    fixture.http.script(std::string("POST ") + kUrl, answer(403, R"({"__type":"RequestTimeTooSkewed"})",
                                                            {{"Date", "Tue, 14 Nov 2023 23:13:20 GMT"}}));
    fixture.http.script(std::string("POST ") + kUrl, answer(200));
    const auto service = *make_service("sns", fixture.context());
    ASSERT_TRUE(service->send(a_call(), Deadline()));
    ASSERT_TRUE(service->send(a_call(), Deadline()));
    EXPECT_EQ(header(fixture.http.requests[1], "x-amz-date"), "20231114T231320Z");
    EXPECT_EQ(header(fixture.http.requests[2], "x-amz-date"), "20231114T231320Z");
    EXPECT_TRUE(fixture.delays.empty());
}

TEST(Service, DoesNotTurnInCirclesOverTheClock) {
    Fixture fixture;
    fixture.http.script(std::string("POST ") + kUrl, answer(403, R"({"__type":"RequestTimeTooSkewed"})",
                                                            {{"Date", "Tue, 14 Nov 2023 23:13:20 GMT"}}));
    fixture.http.script(std::string("POST ") + kUrl, answer(403, R"({"__type":"RequestTimeTooSkewed"})",
                                                            {{"Date", "Tue, 14 Nov 2023 20:13:20 GMT"}}));
    EXPECT_EQ(send(fixture).error().kind(), ErrorKind::unauthorized);
    EXPECT_EQ(fixture.http.requests.size(), 2u);
}

/// Gives "key0" until that is discarded, then "key1"…
class Rotating final : public CredentialsProvider {
public:
    Result<Credentials> get(const Deadline&) override {
        return Credentials{.access_key_id = "key" + std::to_string(number),
                           .secret_access_key = Secret("s"),
                           .session_token = Secret("t"),
                           .expires = {}};
    }
    void discard(const std::string& id) override {
        if (id == "key" + std::to_string(number)) ++number;
    }
    int number = 0;
};

TEST(Service, AsksOnceForNewCredentialsWhenTheyHaveExpired) {
    Fixture fixture;
    auto rotating = std::make_unique<Rotating>();
    fixture.credentials = std::move(rotating);
    fixture.http.script(std::string("POST ") + kUrl, answer(400, R"({"__type":"ExpiredTokenException"})"));
    fixture.http.script(std::string("POST ") + kUrl, answer(200));
    ASSERT_TRUE(send(fixture));
    EXPECT_THAT(header(fixture.http.requests[1], "authorization"), HasSubstr("Credential=key1/"));
}

TEST(Service, GivesUpWhenNewCredentialsAreExpiredToo) {
    Fixture fixture;
    fixture.credentials = std::make_unique<Rotating>();
    fixture.http.script(std::string("POST ") + kUrl, answer(400, R"({"__type":"ExpiredTokenException"})"));
    EXPECT_EQ(send(fixture).error().kind(), ErrorKind::unauthorized);
    EXPECT_EQ(fixture.http.requests.size(), 2u);
}

TEST(Service, SendsNothingWithoutCredentials) {
    Fixture fixture;
    fixture.credentials = make_credentials_chain({{"AWS_EC2_METADATA_DISABLED", "true"}}, fixture.http, fixture.http);
    EXPECT_EQ(send(fixture).error().kind(), ErrorKind::unauthorized);
    EXPECT_TRUE(fixture.http.requests.empty());
}

TEST(Endpoint, IsThatOfTheRegionUnlessConfigured) {
    const auto endpoint = [](const Site& site) {
        return endpoint_of(site, "states").value_or(std::pair("", false)).first;
    };
    EXPECT_EQ(endpoint({"us-east-1", {}}), "https://states.us-east-1.amazonaws.com");
    EXPECT_EQ(endpoint({"cn-north-1", {}}), "https://states.cn-north-1.amazonaws.com.cn");
    EXPECT_EQ(endpoint({"us-east-1", {{"", "http://localhost:4566/"}}}), "http://localhost:4566");
    EXPECT_EQ(endpoint({"us-east-1", {{"", "http://all/"}, {"states", "http://own:1/x/"}}}), "http://own:1/x");
    EXPECT_EQ(endpoint_of({"us-east-1", {{"", "nonsense"}}}, "s3").error().kind(), ErrorKind::invalid_config);
}

TEST(Site, ComesFromTheEnvironment) {
    const auto site = read_site({{"AWS_REGION", "eu-west-1"},
                                 {"AWS_DEFAULT_REGION", "eu-west-2"},
                                 {"AWS_ENDPOINT_URL", "http://all"},
                                 {"AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://secrets"},
                                 {"AWS_ENDPOINT_URL_SFN", "http://states"}});
    ASSERT_TRUE(site);
    EXPECT_EQ(site->region, "eu-west-1");
    EXPECT_EQ(site->endpoints,
              (std::map<std::string, std::string>{
                  {"", "http://all"}, {"secretsmanager", "http://secrets"}, {"states", "http://states"}}));
}

TEST(Site, NeedsARegionThatIsOne) {
    EXPECT_EQ(read_site({}).error().kind(), ErrorKind::invalid_config);
    EXPECT_EQ(read_site({{"AWS_REGION", "evil.example/"}}).error().kind(), ErrorKind::invalid_config);
}

}  // namespace
}  // namespace winnow::aws
