#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "aws/calls/service.h"
#include "aws/calls/xml.h"
#include "aws/secrets.h"
#include "aws/sns.h"
#include "aws/states.h"
#include "stand_ins.h"

namespace winnow::aws {
namespace {

class Services : public testing::Test {
protected:
    void SetUp() override {
        if (moto().at("AWS_ENDPOINT_URL").empty()) GTEST_SKIP() << "started without tests/cloud/run";
        session_ = session(moto());
    }
    json::Value call(const std::string& service, const std::string& target, const std::string& version,
                     const json::Value& body) {
        auto answered = call_json(**make_service(service, session_->context()), target, version, body, Deadline());
        EXPECT_TRUE(answered) << answered.error().message();
        return answered ? *answered : json::Value();
    }

    std::unique_ptr<Session> session_;
};

TEST_F(Services, ReadASecretAndItsMembers) {
    call("secretsmanager", "secretsmanager.CreateSecret", "1.1",
         json::object({{"Name", "app/redis"},
                       {"SecretString", R"({"username":"u","password":"p"})"},
                       {"ClientRequestToken", std::string(32, 'a')}}));
    const auto secrets = std::move(*make_secrets({}, session_->context()));
    EXPECT_EQ(secrets->secret("app/redis#password", Deadline())->reveal(), "p");
    EXPECT_EQ(secrets->secret("app/none", Deadline()).error().kind(), ErrorKind::not_found);
}

TEST_F(Services, ReadAParameter) {
    call("ssm", "AmazonSSM.PutParameter", "1.1",
         json::object({{"Name", "/winnow/llm"}, {"Value", "key"}, {"Type", "SecureString"}}));
    const auto secrets = std::move(*make_secrets({}, session_->context()));
    EXPECT_EQ(secrets->parameter("/winnow/llm", Deadline())->reveal(), "key");
    EXPECT_EQ(secrets->parameter("/winnow/none", Deadline()).error().kind(), ErrorKind::not_found);
}

TEST_F(Services, StartAnExecutionOnce) {
    const auto made =
        call("states", "AWSStepFunctions.CreateStateMachine", "1.0",
             json::object({{"name", "pipeline"},
                           {"roleArn", "arn:aws:iam::123456789012:role/r"},
                           {"definition", R"({"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}})"}}));
    const auto arn = made["stateMachineArn"].text();
    const auto machines = std::move(*make_state_machines(session_->context()));
    const auto first = machines->start_execution(arn, "2026-01-01", json::object({{"query", "q"}}), Deadline());
    ASSERT_TRUE(first) << first.error().message();
    const auto second = machines->start_execution(arn, "2026-01-01", json::object({{"query", "another"}}), Deadline());
    ASSERT_TRUE(second) << second.error().message();
    EXPECT_TRUE(second->existed);
    EXPECT_EQ(second->arn, first->arn);
    EXPECT_EQ(machines->start_execution(arn + "x", "n", json::object({}), Deadline()).error().kind(),
              ErrorKind::not_found);
}

TEST_F(Services, PublishToATopic) {
    const auto sns = std::move(*make_service("sns", session_->context()));
    const auto made = sns->send({.operation = "CreateTopic",
                                 .request = {.method = "POST",
                                             .url = *Url::parse_exact(sns->endpoint() + "/"),
                                             .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                                             .body = "Action=CreateTopic&Version=2010-03-31&Name=done"}},
                                Deadline());
    ASSERT_TRUE(made) << made.error().message();
    const auto arn = parse_xml(made->body)->child("CreateTopicResult")->text_of("TopicArn");
    const auto topics = std::move(*make_topics(session_->context()));
    const auto id = topics->publish(
        arn, {.subject = "Done", .text = "10 of 30 pages + more", .attributes = {{"severity", "info"}}}, Deadline());
    ASSERT_TRUE(id) << id.error().message();
    EXPECT_FALSE(id->empty());
    EXPECT_EQ(topics->publish(arn + "x", {.text = "x"}, Deadline()).error().kind(), ErrorKind::not_found);
}

TEST_F(Services, TakeAWebIdentityForCredentials) {
    const auto file = std::filesystem::temp_directory_path() / ("winnow-token-" + std::to_string(::getpid()));
    std::ofstream(file) << "header.payload.signature";
    auto environment = moto();
    environment.erase("AWS_ACCESS_KEY_ID");
    environment.erase("AWS_SECRET_ACCESS_KEY");
    environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = file.string();
    environment["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/r";
    const auto assumed = session(environment);
    const auto credentials = assumed->context().credentials.get(Deadline());
    std::filesystem::remove(file);
    ASSERT_TRUE(credentials) << credentials.error().message();
    EXPECT_FALSE(credentials->session_token.empty());
    EXPECT_GT(*credentials->expires, system_clock().now());
}

}  // namespace
}  // namespace winnow::aws
