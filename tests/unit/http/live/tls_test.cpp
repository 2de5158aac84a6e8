#include "tls.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files/files.h"
#include "http/live.h"

namespace winnow::http {
namespace {

using testing::HasSubstr;

class Tls : public testing::Test {
protected:
    Tls() : folder_(*files::TemporaryFolder::create(std::filesystem::temp_directory_path(), "winnow-tls")) {}

    std::string save(const TestAuthority& authority) {
        const auto path = folder_.path() / "ca.pem";
        EXPECT_TRUE(files::write_file_atomically(path, authority.certificate_pem()));
        return path.string();
    }
    static Result<Response> get(const ScriptedServer& server, LiveOptions options) {
        options.private_addresses = PrivateAddresses::allowed;
        return (*make_live_client(std::move(options)))->send({.url = *Url::parse_exact(server.url())}, {});
    }
    static void expect_refusal(const Result<Response>& result) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind(), ErrorKind::unavailable);
        EXPECT_THAT(result.error().message(), HasSubstr("no trusted TLS connection"));
    }

    files::TemporaryFolder folder_;
};

TEST_F(Tls, TrustsNoCertificateThatSignedItself) {
    const TestAuthority authority("IP:127.0.0.1");
    ScriptedServer server(authority.wrap());
    server.page("/", "secret");
    expect_refusal(get(server, {}));
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(Tls, TrustsTheAuthorityOfTheConfiguration) {
    const TestAuthority authority("IP:127.0.0.1");
    ScriptedServer server(authority.wrap());
    server.page("/", "secret");
    const auto response = get(server, {.ca_file = save(authority)});
    ASSERT_TRUE(response) << response.error().message();
    EXPECT_EQ(response->body, "secret");
}

TEST_F(Tls, TrustsNoCertificateForAnotherName) {
    const TestAuthority authority("DNS:other.example");
    ScriptedServer server(authority.wrap());
    server.page("/", "secret");
    expect_refusal(get(server, {.ca_file = save(authority)}));
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(Tls, TrustsNoCertificateThatHasExpired) {
    const TestAuthority authority("IP:127.0.0.1", -60);
    ScriptedServer server(authority.wrap());
    expect_refusal(get(server, {.ca_file = save(authority)}));
}

TEST_F(Tls, TrustsNoOtherAuthority) {
    const TestAuthority authority("IP:127.0.0.1");
    const TestAuthority other("IP:127.0.0.1");
    ScriptedServer server(authority.wrap());
    expect_refusal(get(server, {.ca_file = save(other)}));
}

TEST_F(Tls, ChecksTheNameAndNotTheAddressThatWasResolved) {
    const TestAuthority authority("DNS:name.invalid");
    ScriptedServer server(authority.wrap());
    server.page("/", "x");
    LiveOptions options{.private_addresses = PrivateAddresses::allowed, .ca_file = save(authority)};
    options.resolver = [](const std::string&) -> Result<std::vector<Address>> {
        return std::vector<Address>{*parse_address("127.0.0.1")};
    };
    const auto client = *make_live_client(options);
    const auto port = std::to_string(server.port());
    EXPECT_TRUE(client->send({.url = *Url::parse_exact("https://name.invalid:" + port + "/")}, {}));
    expect_refusal(client->send({.url = *Url::parse_exact("https://evil.invalid:" + port + "/")}, {}));
}

TEST_F(Tls, SaysThatTheServerDoesNotSpeakIt) {
    ScriptedServer plain;
    const auto url = *Url::parse_exact("https://127.0.0.1:" + std::to_string(plain.port()) + "/");
    const auto client = *make_live_client({.private_addresses = PrivateAddresses::allowed});
    auto request = Request{.url = url, .timeout = std::chrono::milliseconds{300}};
    EXPECT_FALSE(client->send(request, {}));
}

}  // namespace
}  // namespace winnow::http
