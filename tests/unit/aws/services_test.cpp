#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/secrets.h"
#include "aws/sns.h"
#include "aws/states.h"
#include "fixture.h"

namespace winnow::aws {
namespace {

using testing::HasSubstr;

const std::string kSecrets = "POST https://secretsmanager.eu-central-1.amazonaws.com/";
const std::string kStates = "POST https://states.eu-central-1.amazonaws.com/";
const std::string kSns = "POST https://sns.eu-central-1.amazonaws.com/";
constexpr const char* kMachine = "arn:aws:states:eu-central-1:1:stateMachine:pipeline";

std::string secret_answer(const std::string& text) {
    return json::dump(json::object({{"Name", "n"}, {"SecretString", text}}));
}

class SecretsTest : public testing::Test {
protected:
    std::string read(std::string_view reference) {
        const auto secret = secrets_->secret(reference, Deadline());
        return secret ? secret->reveal() : "error: " + secret.error().message();
    }

    Fixture fixture_;
    std::unique_ptr<Secrets> secrets_ = std::move(*make_secrets({}, fixture_.context()));
};

TEST_F(SecretsTest, GivesTheWholeTextOrAMember) {
    fixture_.http.script(kSecrets, answer(200, secret_answer(R"({"password":"p#1","port":6379})")));
    EXPECT_EQ(read("app/redis"), R"({"password":"p#1","port":6379})");
    EXPECT_EQ(read("app/redis#password"), "p#1");
    EXPECT_EQ(read("app/redis#port"), "6379");
    EXPECT_EQ(fixture_.http.requests.size(), 1u);
    EXPECT_EQ(fixture_.http.requests[0].body, R"({"SecretId":"app/redis"})");
    EXPECT_EQ(http::find_header(fixture_.http.requests[0].headers, "x-amz-target"), "secretsmanager.GetSecretValue");
}

TEST_F(SecretsTest, NeverShowsTheTextInAnError) {
    fixture_.http.script(kSecrets, answer(200, secret_answer("hunter2")));
    EXPECT_EQ(read("app/redis#password"), "error: the secret app/redis is no JSON object");
    fixture_.http.script(kSecrets, answer(200, R"({"SecretBinary":"aHVudGVyMg=="})"));
    EXPECT_EQ(read("binary"), "error: the secret binary holds no text");
}

TEST_F(SecretsTest, AsksAnewAfterTheLifetimeOrWhenToldSo) {
    fixture_.http.script(kSecrets, answer(200, secret_answer("one")));
    fixture_.http.script(kSecrets, answer(200, secret_answer("two")));
    fixture_.http.script(kSecrets, answer(200, secret_answer("three")));
    EXPECT_EQ(read("n"), "one");
    EXPECT_EQ(secrets_->refresh("n", Deadline())->reveal(), "one");  // that is as fresh as can be
    fixture_.clock.advance(std::chrono::seconds{11});
    EXPECT_EQ(read("n"), "one");
    EXPECT_EQ(secrets_->refresh("n", Deadline())->reveal(), "two");
    fixture_.clock.advance(std::chrono::seconds{300});
    EXPECT_EQ(read("n"), "three");
}

TEST_F(SecretsTest, GoesOnWithTheLastValueWhileTheServiceIsAway) {
    fixture_.http.script(kSecrets, answer(200, secret_answer("one")));
    fixture_.http.script(kSecrets, answer(503));
    EXPECT_EQ(read("n"), "one");
    fixture_.clock.advance(std::chrono::seconds{301});
    EXPECT_EQ(read("n"), "one");
}

TEST_F(SecretsTest, DoesNotHideThatTheSecretIsGone) {
    fixture_.http.script(kSecrets, answer(200, secret_answer("one")));
    fixture_.http.script(kSecrets, answer(400, R"({"__type":"ResourceNotFoundException","message":"gone"})"));
    EXPECT_EQ(read("n"), "one");
    fixture_.clock.advance(std::chrono::seconds{301});
    EXPECT_EQ(secrets_->secret("n", Deadline()).error().kind(), ErrorKind::not_found);
}

TEST_F(SecretsTest, ReadsParameters) {
    fixture_.http.script("POST https://ssm.eu-central-1.amazonaws.com/",
                         answer(200, R"({"Parameter":{"Name":"/winnow/llm","Value":"v"}})"));
    EXPECT_EQ(secrets_->parameter("/winnow/llm", Deadline())->reveal(), "v");
    EXPECT_EQ(fixture_.http.requests[0].body, R"({"Name":"/winnow/llm","WithDecryption":true})");
}

TEST(StateMachines, StartsAnExecution) {
    Fixture fixture;
    fixture.http.script(kStates, answer(200, R"({"executionArn":"arn:x","startDate":1.7e9})"));
    const auto started = (*make_state_machines(fixture.context()))
                             ->start_execution(kMachine, "2026-01-01", json::object({{"query", "q"}}), Deadline());
    ASSERT_TRUE(started);
    EXPECT_EQ(started->arn, "arn:x");
    EXPECT_FALSE(started->existed);
    EXPECT_EQ(fixture.http.requests[0].body, std::string(R"({"stateMachineArn":")") + kMachine +
                                                 R"(","name":"2026-01-01","input":"{\"query\":\"q\"}"})");
}

TEST(StateMachines, TakesOneOfTheSameNameForASuccess) {
    Fixture fixture;
    fixture.http.script(kStates, answer(400, R"({"__type":"ExecutionAlreadyExists","message":"…"})"));
    const auto machines = *make_state_machines(fixture.context());
    const auto started = machines->start_execution(std::string(kMachine) + ":live", "n", json::object({}), Deadline());
    ASSERT_TRUE(started);
    EXPECT_TRUE(started->existed);
    EXPECT_EQ(started->arn, "arn:aws:states:eu-central-1:1:execution:pipeline:n");
}

TEST(StateMachines, SaysThatThereIsNoSuchMachine) {
    Fixture fixture;
    fixture.http.script(kStates, answer(400, R"({"__type":"StateMachineDoesNotExist","message":"gone"})"));
    const auto machines = *make_state_machines(fixture.context());
    EXPECT_EQ(machines->start_execution(kMachine, "n", {}, Deadline()).error().kind(), ErrorKind::not_found);
    EXPECT_EQ(machines->start_execution(kMachine, "a b", {}, Deadline()).error().kind(), ErrorKind::invalid_argument);
    EXPECT_EQ(machines->start_execution(kMachine, "n", std::string(300'000, 'x'), Deadline()).error().kind(),
              ErrorKind::too_large);
}

TEST(ExecutionName, KeepsDifferentTextsApart) {
    EXPECT_EQ(execution_name("2026-11-26_a.b"), "2026-11-26_a.b");
    const auto one = execution_name("2026-11-26T09:00 how to test");
    EXPECT_THAT(one, HasSubstr("2026-11-26T09-00-how-to-test-"));
    EXPECT_NE(one, execution_name("2026-11-26T09-00 how to test"));
    EXPECT_EQ(execution_name(std::string(200, 'a')).size(), 80u);
    EXPECT_EQ(execution_name("\u00E9").find('\xC3'), std::string::npos);
}

TEST(Topics, PublishesASubjectThatSnsTakes) {
    Fixture fixture;
    fixture.http.script(
        kSns,
        answer(200, "<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>"));
    const auto topics = *make_topics(fixture.context());
    const auto id = topics->publish("arn:aws:sns:x",
                                    {.subject = "\nRun of\tcaf\u00E9  " + std::string(200, 's'),
                                     .text = "a=b & c",
                                     .attributes = {{"severity", "warning"}}},
                                    Deadline());
    ASSERT_TRUE(id) << id.error().message();
    EXPECT_EQ(*id, "m-1");
    const auto& body = fixture.http.requests[0].body;
    EXPECT_THAT(body,
                HasSubstr("&TopicArn=arn%3Aaws%3Asns%3Ax&Message=a%3Db%20%26%20c&Subject=Run%20of%20caf%3F%20sss"));
    EXPECT_THAT(body,
                HasSubstr("&MessageAttributes.entry.1.Name=severity&MessageAttributes.entry.1.Value.DataType=String"
                          "&MessageAttributes.entry.1.Value.StringValue=warning"));
}

TEST(Topics, RefusesAnEmptyText) {
    Fixture fixture;
    EXPECT_EQ((*make_topics(fixture.context()))->publish("arn", {}, Deadline()).error().kind(),
              ErrorKind::invalid_argument);
}

}  // namespace
}  // namespace winnow::aws
