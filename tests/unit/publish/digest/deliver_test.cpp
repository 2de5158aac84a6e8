#include <gtest/gtest.h>

#include "../made_report.h"
#include "publish/deliver/destination.h"
#include "support/fake_http.h"

namespace winnow {
namespace {

constexpr auto kWebhook = "https://hooks.example.org/services/T000/B000/SECRETSECRET";

Digest small_digest() {
    return {.title = "Reading list",
            .since = *parse_rfc3339("2026-11-23"),
            .made = *parse_rfc3339("2026-11-24T07:00:00Z"),
            .sections = {made_report()}};
}

TEST(Webhook, GetsJsonByPost) {
    FakeHttp http;
    http.script(std::string("POST ") + kWebhook, http::Response{.status = 200, .body = "ok"});
    const auto destination = make_chat_destination({.form = slack_form(), .webhook = Secret(kWebhook)}, http);
    ASSERT_TRUE(destination->deliver(small_digest(), {}));
    ASSERT_EQ(http.requests.size(), 1u);
    EXPECT_EQ(http::find_header(http.requests[0].headers, "content-type"), "application/json");
    EXPECT_EQ(http.requests[0].body, slack_form().write(small_digest()));
}

TEST(Webhook, IsNeverNamedInAnError) {
    const Error failures[] = {{ErrorKind::unavailable, std::string("cannot connect to ") + kWebhook},
                              {ErrorKind::too_large, std::string(kWebhook) + " is larger"},
                              {ErrorKind::timed_out, kWebhook}};
    for (const auto& failure : failures) {
        FakeHttp http;
        http.script(std::string("POST ") + kWebhook, fail(failure));
        const auto destination = make_chat_destination({.form = teams_form(), .webhook = Secret(kWebhook)}, http);
        const auto sent = destination->deliver(small_digest(), {});
        ASSERT_FALSE(sent);
        EXPECT_EQ(sent.error().kind(), failure.kind());
        EXPECT_EQ(sent.error().message().find("SECRET"), std::string::npos) << sent.error().message();
        EXPECT_NE(sent.error().message().find("hooks.example.org"), std::string::npos);
    }
    FakeHttp http;
    const auto destination = make_chat_destination({.form = slack_form(), .webhook = Secret("SECRET nonsense")}, http);
    EXPECT_EQ(destination->deliver(small_digest(), {}).error().message().find("SECRET"), std::string::npos);
}

TEST(Webhook, SaysWhatTheServiceAnswered) {
    const std::pair<int, ErrorKind> cases[] = {{404, ErrorKind::not_found},    {403, ErrorKind::unauthorized},
                                               {429, ErrorKind::rate_limited}, {400, ErrorKind::forbidden},
                                               {500, ErrorKind::unavailable},  {504, ErrorKind::timed_out}};
    for (const auto& [status, kind] : cases) {
        FakeHttp http;
        http.script(std::string("POST ") + kWebhook, http::Response{.status = status, .body = "no_service\x1b[31m"});
        const auto destination = make_chat_destination({.form = discord_form(), .webhook = Secret(kWebhook)}, http);
        const auto sent = destination->deliver(small_digest(), {});
        ASSERT_FALSE(sent);
        EXPECT_EQ(sent.error().kind(), kind) << status;
        EXPECT_NE(sent.error().message().find("no_service"), std::string::npos);
        EXPECT_EQ(sent.error().message().find('\x1b'), std::string::npos);
    }
}

TEST(Mail, SendsNoPasswordInTheClearToAnotherMachine) {
    const auto destination = make_mail_destination({.host = "mail.example.invalid",
                                                    .tls = MailTls::none,
                                                    .ca_file = {},
                                                    .user = "me",
                                                    .password = Secret("hunter2"),
                                                    .from = {"", "me@example.org"},
                                                    .to = {{"", "you@example.org"}}});
    const auto sent = destination->deliver(small_digest(), {});
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().kind(), ErrorKind::invalid_config);
    EXPECT_EQ(sent.error().message().find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace winnow
