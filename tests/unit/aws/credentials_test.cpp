#include "aws/credentials.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture.h"
#include "support/scripted_server.h"

namespace winnow::aws {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A file that goes with the test.
class TextFile {
public:
    explicit TextFile(const std::string& text) {
        auto pattern = (std::filesystem::temp_directory_path() / "winnow-aws-XXXXXX").string();
        const int descriptor = ::mkstemp(pattern.data());
        if (descriptor >= 0) ::close(descriptor);
        path_ = pattern;
        write(text);
    }
    ~TextFile() { std::filesystem::remove(path_); }
    TextFile(const TextFile&) = delete;
    TextFile& operator=(const TextFile&) = delete;
    void write(const std::string& text) const { std::ofstream(path_, std::ios::trunc) << text; }
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

std::string from_now(const FakeClock& clock, std::chrono::seconds time) {
    return to_rfc3339(clock.now() + time);
}

std::string keys_json(const std::string& id, const std::string& expires) {
    return R"({"Code":"Success","AccessKeyId":")" + id + R"(","SecretAccessKey":"key of )" + id +
           R"(","Token":"token","Expiration":")" + expires + "\"}";
}

class Chain : public testing::Test {
protected:
    Result<Credentials> get(Environment environment) {
        environment.try_emplace("AWS_EC2_METADATA_DISABLED", "true");
        environment.try_emplace("HOME", "/nonexistent");
        return make_credentials_chain(environment, sts_, metadata_, clock_)->get(Deadline());
    }

    FakeHttp sts_;
    FakeHttp metadata_;
    FakeClock clock_;
};

TEST_F(Chain, TakesKeysFromTheEnvironmentFirst) {
    const auto keys = get({{"AWS_ACCESS_KEY_ID", "AKID"},
                           {"AWS_SECRET_ACCESS_KEY", "key"},
                           {"AWS_SESSION_TOKEN", "token"},
                           {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x"}});
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->access_key_id, "AKID");
    EXPECT_EQ(keys->secret_access_key.reveal(), "key");
    EXPECT_EQ(keys->session_token.reveal(), "token");
}

TEST_F(Chain, RefusesHalfOfAPairOfKeys) {
    const auto keys = get({{"AWS_ACCESS_KEY_ID", "AKID"}});
    EXPECT_EQ(keys.error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(keys.error().message(), HasSubstr("AWS_SECRET_ACCESS_KEY"));
}

TEST_F(Chain, NamesThePlacesWhereThereWasNothing) {
    const auto keys = get({});
    EXPECT_EQ(keys.error().kind(), ErrorKind::unauthorized);
    EXPECT_EQ(keys.error().message(),
              "there are no AWS credentials: asked environment variables, web identity, profile in the shared files, "
              "container, instance metadata");
}

TEST_F(Chain, TradesAWebIdentityForKeys) {
    const TextFile token("header.payload.signature\n");
    sts_.script("POST https://sts.eu-west-1.amazonaws.com/",
                answer(200,
                       "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                       "<AssumeRoleWithWebIdentityResult><Credentials><SessionToken>T</SessionToken>"
                       "<SecretAccessKey>S</SecretAccessKey><Expiration>2023-11-14T23:13:20Z</Expiration>"
                       "<AccessKeyId>ASIA</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult>"
                       "</AssumeRoleWithWebIdentityResponse>"));
    const auto keys = get({{"AWS_REGION", "eu-west-1"},
                           {"AWS_WEB_IDENTITY_TOKEN_FILE", token.path()},
                           {"AWS_ROLE_ARN", "arn:aws:iam::1:role/r"},
                           {"AWS_ROLE_SESSION_NAME", "me"}});
    ASSERT_TRUE(keys) << keys.error().message();
    EXPECT_EQ(keys->access_key_id, "ASIA");
    EXPECT_EQ(keys->session_token.reveal(), "T");
    EXPECT_EQ(keys->expires, parse_rfc3339("2023-11-14T23:13:20Z"));
    EXPECT_EQ(sts_.requests[0].body,
              "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
              "&RoleSessionName=me&WebIdentityToken=header.payload.signature");
    EXPECT_FALSE(http::find_header(sts_.requests[0].headers, "authorization"));
}

TEST_F(Chain, SaysWhyAWebIdentityWasRefusedWithoutIt) {
    const TextFile token("the.token");
    sts_.script("POST https://sts.amazonaws.com/",
                answer(400,
                       "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>no provider</Message></Error>"
                       "<RequestId>r</RequestId></ErrorResponse>"));
    const auto keys = get({{"AWS_WEB_IDENTITY_TOKEN_FILE", token.path()}, {"AWS_ROLE_ARN", "arn"}});
    EXPECT_EQ(keys.error(),
              Error(ErrorKind::unauthorized,
                    "AWS credentials from web identity: sts AssumeRoleWithWebIdentity: InvalidIdentityToken: no "
                    "provider (400, request r)"));
}

TEST_F(Chain, ReadsTheProfileOfTheSharedFiles) {
    const TextFile credentials(
        "# mine\n[default]\naws_access_key_id = A1\naws_secret_access_key=S1\n\n"
        "[ci]\r\naws_access_key_id=A2\r\naws_secret_access_key = S2=+/\r\naws_session_token=T2\r\n");
    const TextFile config(
        "[default]\nregion = eu-north-1\ns3 =\n    max_concurrent_requests = 20\n"
        "[profile ci]\nregion = us-west-2\n");
    Environment environment{{"AWS_SHARED_CREDENTIALS_FILE", credentials.path()}, {"AWS_CONFIG_FILE", config.path()}};
    EXPECT_EQ(get(environment)->access_key_id, "A1");
    EXPECT_EQ(read_site(environment)->region, "eu-north-1");
    environment["AWS_PROFILE"] = "ci";
    const auto keys = get(environment);
    EXPECT_EQ(keys->access_key_id, "A2");
    EXPECT_EQ(keys->secret_access_key.reveal(), "S2=+/");
    EXPECT_EQ(keys->session_token.reveal(), "T2");
    EXPECT_EQ(read_site(environment)->region, "us-west-2");
}

TEST_F(Chain, SaysWhatANamedProfileLacks) {
    const TextFile config("[profile sso]\nsso_account_id = 1\n");
    EXPECT_EQ(get({{"AWS_PROFILE", "none"}, {"AWS_CONFIG_FILE", config.path()}}).error().kind(),
              ErrorKind::invalid_config);
    EXPECT_EQ(get({{"AWS_PROFILE", "sso"}, {"AWS_CONFIG_FILE", config.path()}}).error().kind(), ErrorKind::unsupported);
}

TEST_F(Chain, AsksTheContainersEndpointWithItsToken) {
    const TextFile token("bearer\n");
    metadata_.answer("http://169.254.170.23/v1/credentials", 200,
                     keys_json("ASIA", from_now(clock_, std::chrono::hours{1})));
    const auto keys = get({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"},
                           {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.path()}});
    ASSERT_TRUE(keys) << keys.error().message();
    EXPECT_EQ(keys->access_key_id, "ASIA");
    EXPECT_EQ(http::find_header(metadata_.requests[0].headers, "authorization"), "bearer");
}

TEST_F(Chain, AsksTheContainersUsualAddressForARelativePath) {
    metadata_.answer("http://169.254.170.2/v2/x?id=1", 200, keys_json("ASIA", from_now(clock_, std::chrono::hours{1})));
    EXPECT_EQ(get({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x?id=1"}})->access_key_id, "ASIA");
}

TEST_F(Chain, SendsTheContainersTokenToNoOtherMachineInTheClear) {
    for (const auto* address : {"http://evil.example/", "http://169.254.169.254/", "http://10.0.0.1/"}) {
        const auto keys =
            get({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", address}, {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "t"}});
        EXPECT_EQ(keys.error().kind(), ErrorKind::invalid_config) << address;
    }
    EXPECT_TRUE(metadata_.requests.empty());
}

TEST_F(Chain, AsksTheInstanceWithATokenOfItsOwn) {
    const std::string role = "http://169.254.169.254/latest/meta-data/iam/security-credentials/";
    metadata_.script("PUT http://169.254.169.254/latest/api/token", answer(200, "TOKEN"));
    metadata_.answer(role, 200, "my-role\n");
    metadata_.answer(role + "my-role", 200, keys_json("ASIA", from_now(clock_, std::chrono::hours{6})));
    const auto keys = get({{"AWS_EC2_METADATA_DISABLED", "false"}});
    ASSERT_TRUE(keys) << keys.error().message();
    EXPECT_EQ(keys->access_key_id, "ASIA");
    EXPECT_EQ(http::find_header(metadata_.requests[1].headers, "x-aws-ec2-metadata-token"), "TOKEN");
    EXPECT_EQ(http::find_header(metadata_.requests[2].headers, "x-aws-ec2-metadata-token"), "TOKEN");
}

TEST_F(Chain, TakesABrokenAnswerForNone) {
    metadata_.answer("http://169.254.170.2/x", 200, "<html>");
    EXPECT_EQ(get({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}}).error().kind(), ErrorKind::malformed);
}

class Renewal : public Chain {
protected:
    std::unique_ptr<CredentialsProvider> provider() {
        return make_credentials_chain({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}, {"HOME", "/nonexistent"}},
                                      sts_, metadata_, clock_);
    }
    void next_answer(const std::string& id, std::chrono::seconds expires) {
        metadata_.answer("http://169.254.170.2/x", 200, keys_json(id, from_now(clock_, expires)));
    }
};

TEST_F(Renewal, HappensBeforeTheKeysEnd) {
    next_answer("first", std::chrono::hours{1});
    next_answer("second", std::chrono::hours{2});
    const auto chain = provider();
    EXPECT_EQ(chain->get(Deadline())->access_key_id, "first");
    clock_.advance(std::chrono::minutes{54});
    EXPECT_EQ(chain->get(Deadline())->access_key_id, "first");
    clock_.advance(std::chrono::minutes{2});
    EXPECT_EQ(chain->get(Deadline())->access_key_id, "second");
    EXPECT_EQ(metadata_.requests.size(), 2u);
}

TEST_F(Renewal, KeepsTheOldKeysWhileTheyHold) {
    next_answer("first", std::chrono::hours{1});
    metadata_.answer("http://169.254.170.2/x", 404);
    const auto chain = provider();
    ASSERT_TRUE(chain->get(Deadline()));
    clock_.advance(std::chrono::minutes{56});
    EXPECT_EQ(chain->get(Deadline())->access_key_id, "first");
    EXPECT_EQ(chain->get(Deadline())->access_key_id, "first");
    EXPECT_EQ(metadata_.requests.size(), 2u);  // and is not asked at every call
    clock_.advance(std::chrono::minutes{4});
    EXPECT_EQ(chain->get(Deadline()).error().kind(), ErrorKind::unauthorized);
}

TEST_F(Renewal, FollowsWhenTheKeysWereRefused) {
    next_answer("first", std::chrono::hours{1});
    next_answer("second", std::chrono::hours{1});
    const auto chain = provider();
    ASSERT_TRUE(chain->get(Deadline()));
    chain->discard("another");
    EXPECT_EQ(chain->get(Deadline())->access_key_id, "first");
    chain->discard("first");
    EXPECT_EQ(chain->get(Deadline())->access_key_id, "second");
}

/// Answers when it is told to, and counts.
class Gate final : public http::Client {
public:
    Result<http::Response> send(const http::Request&, const Deadline&) override {
        ++asked;
        open.wait(false);
        return http::Response{.status = 200, .headers = {}, .body = keys_json("ASIA", "2030-01-01T00:00:00Z")};
    }
    std::atomic<int> asked = 0;
    std::atomic<bool> open = false;
};

TEST_F(Renewal, IsDoneByOneCallerForAll) {
    Gate gate;
    const auto chain = make_credentials_chain({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}, {"HOME", "/none"}},
                                              sts_, gate, clock_);
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 8; ++i) callers.emplace_back([&] { good += chain->get(Deadline()).has_value() ? 1 : 0; });
        while (gate.asked == 0) std::this_thread::yield();
        gate.open = true;
        gate.open.notify_all();
    }
    EXPECT_EQ(good, 8);
    EXPECT_EQ(gate.asked, 1);
}

TEST_F(Renewal, OfAnotherCallerIsNotWaitedForBeyondTheDeadline) {
    Gate gate;
    const auto chain = make_credentials_chain({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}, {"HOME", "/none"}},
                                              sts_, gate, clock_);
    std::jthread first([&] { EXPECT_TRUE(chain->get(Deadline())); });
    while (gate.asked == 0) std::this_thread::yield();
    EXPECT_EQ(chain->get(Deadline::after(std::chrono::milliseconds{1})).error().kind(), ErrorKind::timed_out);
    gate.open = true;
    gate.open.notify_all();
}

TEST(MetadataClient, AsksTheConfiguredAddressesAndNothingElse) {
    ScriptedServer server;
    server.page("/keys", "{}");
    const auto client = make_metadata_client({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url("/keys")}});
    ASSERT_TRUE(client);
    EXPECT_EQ((*client)->send({.url = *Url::parse_exact(server.url("/keys"))}, Deadline())->body, "{}");
    ScriptedServer other;
    other.page("/keys", "{}");
    const auto refused = (*client)->send({.url = *Url::parse_exact(other.url("/keys"))}, Deadline());
    EXPECT_EQ(refused.error().kind(), ErrorKind::blocked);
    EXPECT_TRUE(other.requests().empty());
}

}  // namespace
}  // namespace winnow::aws
