#include "http/warc/redact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow::http::warc {
namespace {

std::string field(const std::string& name, const std::string& value = "v") {
    return redacted_headers({{name, value}}).front().value;
}

TEST(Redaction, ReplacesTheValuesOfParametersThatCarryKeys) {
    for (const auto* name :
         {"key", "api_key", "apikey", "API-Key", "access_token", "token", "X-Amz-Signature", "sig", "sid",
          "client_secret", "password", "passwd", "auth", "code", "session_id", "X-Amz-Credential"})
        EXPECT_EQ(redacted_url("https://a.org/p?q=1&" + std::string(name) + "=abc&r=2"),
                  "https://a.org/p?q=1&" + std::string(name) + "=REDACTED&r=2");
}

TEST(Redaction, KeepsOtherParametersAndTheirOrder) {
    for (const auto* url : {"https://a.org/", "https://a.org/key=1", "https://a.org/?", "https://a.org/?a&b=&c=%20&&d",
                            "https://a.org/?keyword=x&keywords=y&author=z&code_style=w&design=1&side=2"})
        EXPECT_EQ(redacted_url(url), url);
}

TEST(Redaction, ReplacesTheValuesOfFieldsThatCarryCredentials) {
    for (const auto* name : {"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-API-Key", "api-key",
                             "X-Subscription-Token", "X-Goog-Api-Key", "X-Amz-Security-Token"})
        EXPECT_EQ(field(name), "REDACTED") << name;
    for (const auto* name : {"Content-Type", "WWW-Authenticate", "ETag", "Accept", "User-Agent", "Date", "Vary"})
        EXPECT_EQ(field(name), "v") << name;
}

TEST(Redaction, ReplacesKeysInFieldsThatCarryUrls) {
    for (const auto* name : {"Location", "Content-Location", "Referer"})
        EXPECT_EQ(field(name, "/x?token=abc&a=1"), "/x?token=REDACTED&a=1");
}

TEST(Redaction, ReplacesKeysInFormsAlone) {
    EXPECT_EQ(
        redacted_body({{"content-type", "application/X-WWW-form-urlencoded; charset=utf-8"}}, "a=1&client_secret=x"),
        "a=1&client_secret=REDACTED");
    EXPECT_EQ(redacted_body({{"content-type", "text/plain"}}, "a=1&client_secret=x"), "a=1&client_secret=x");
    EXPECT_EQ(redacted_body({}, ""), "");
}

TEST(Redaction, FindsWhatARequestHides) {
    const Request request{
        .url = *Url::parse_exact("https://a.org/?q=a-harmless-long-text&api_key=k%2F34567890123456&token=short"),
        .headers = {{"Authorization", "Bearer sk-abc-123"}, {"Accept", "application/json"}, {"X-Key", "1234"}}};
    EXPECT_THAT(secrets_in(request), testing::UnorderedElementsAre("Bearer sk-abc-123", "sk-abc-123",
                                                                   "k%2F34567890123456", "k/34567890123456"));
}

TEST(Redaction, ReplacesWhatAServerRepeats) {
    EXPECT_EQ(without_secrets("Incorrect key: sk-abc-123 (sk-abc-123)", {"Bearer sk-abc-123", "sk-abc-123"}),
              "Incorrect key: REDACTED (REDACTED)");
    EXPECT_EQ(without_secrets("nothing", {}), "nothing");
}

TEST(Redaction, ReplacesTokensThatAServerGives) {
    EXPECT_EQ(
        without_tokens(R"({"access_token" : "abc", "token_type":"bearer","refresh_token":"d","n":"access_token"})"),
        R"({"access_token" : "REDACTED", "token_type":"bearer","refresh_token":"REDACTED","n":"access_token"})");
    EXPECT_EQ(without_tokens(R"({"access_token": 5, "access_token)"), R"({"access_token": 5, "access_token)");
}

}  // namespace
}  // namespace winnow::http::warc
