#include "app/lambda/runtime/runtime.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scripted_server.h"

namespace winnow::lambda {
namespace {

using testing::HasSubstr;

/// A Runtime API that hands out some events and then stops the loop.
class RuntimeLoop : public testing::Test {
protected:
    RuntimeLoop() : api_("127.0.0.1:" + std::to_string(server_.port())) {
        client_ = std::move(*make_runtime_client(api_));
    }

    /// The fields of a call; a minute is left for it.
    static std::string fields(const std::string& id) {
        const auto now = std::chrono::system_clock::now() + std::chrono::minutes{1};
        const auto epoch = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
        return "Lambda-Runtime-Aws-Request-Id: " + id + "\r\nLambda-Runtime-Deadline-Ms: " + std::to_string(epoch) +
               "\r\nLambda-Runtime-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793\r\n"
               "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:f\r\n";
    }
    void give(const std::string& id, const std::string& event) {
        server_.answer(kNext, {http_answer(event, fields(id))});
        for (const auto* what : {"response", "error"})
            server_.answer("/2018-06-01/runtime/invocation/" + id + "/" + what, {http_answer("", {}, "202 Accepted")});
    }
    /// Serves the events given, then hears that the Runtime API is gone.
    Result<void> serve_all(const Handler& handler) {
        server_.answer(kNext, {http_answer("{}", {}, "500 Gone")});
        std::atomic<bool> waiting = false;
        return serve(*client_, api_, handler, {}, waiting);
    }
    std::string request_to(const std::string& path) const {
        for (const auto& request : server_.requests())
            if (request.starts_with("POST /2018-06-01/runtime/" + path + " ")) return request;
        return {};
    }

    static constexpr const char* kNext = "/2018-06-01/runtime/invocation/next";
    ScriptedServer server_;
    std::string api_;
    std::unique_ptr<http::Client> client_;
};

Result<json::Value> echo(const json::Value& event, const Invocation&) {
    return event;
}

TEST_F(RuntimeLoop, AnswersEveryEventUntilTheRuntimeApiIsGone) {
    give("one", R"({"n":1})");
    give("two", R"({"n":2})");
    const auto ended = serve_all(echo);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind(), ErrorKind::unavailable);
    EXPECT_THAT(request_to("invocation/one/response"), HasSubstr(R"({"n":1})"));
    EXPECT_THAT(request_to("invocation/two/response"), HasSubstr(R"({"n":2})"));
    EXPECT_EQ(server_.connections(), 1);
}

TEST_F(RuntimeLoop, TellsTheHandlerOfItsCall) {
    give("one", "{}");
    give("two", "{}");
    std::vector<Invocation> calls;
    static_cast<void>(serve_all([&](const json::Value& event, const Invocation& invocation) -> Result<json::Value> {
        calls.push_back(invocation);
        EXPECT_STREQ(std::getenv("_X_AMZN_TRACE_ID"), "Root=1-5759e988-bd862e3fe1be46a994272793");
        return event;
    }));
    ASSERT_EQ(calls.size(), 2u);
    EXPECT_EQ(calls[0].request_id, "one");
    EXPECT_TRUE(calls[0].is_first);
    EXPECT_FALSE(calls[1].is_first);
    EXPECT_EQ(calls[0].function_arn, "arn:aws:lambda:us-east-1:123456789012:function:f");
    EXPECT_LT(calls[0].deadline.remaining(), std::chrono::seconds{60} - std::chrono::milliseconds{900});
    EXPECT_GT(calls[0].deadline.remaining(), std::chrono::seconds{50});
}

TEST_F(RuntimeLoop, ReportsAnErrorUnderTheNameThatTheStateMachineMatches) {
    give("one", "{}");
    static_cast<void>(serve_all([](const json::Value&, const Invocation&) -> Result<json::Value> {
        return fail(ErrorKind::rate_limited, "too fast");
    }));
    const auto request = request_to("invocation/one/error");
    EXPECT_THAT(request, HasSubstr("Lambda-Runtime-Function-Error-Type: RateLimited"));
    EXPECT_THAT(request, HasSubstr(R"({"errorType":"RateLimited","errorMessage":"too fast","stackTrace":[]})"));
}

TEST_F(RuntimeLoop, SurvivesAnExceptionOfTheHandler) {
    give("one", "{}");
    give("two", R"({"n":2})");
    static_cast<void>(serve_all([](const json::Value& event, const Invocation& invocation) -> Result<json::Value> {
        if (invocation.request_id == "one") throw std::runtime_error("out of luck");
        return event;
    }));
    EXPECT_THAT(request_to("invocation/one/error"), HasSubstr(R"("errorType":"Internal")"));
    EXPECT_THAT(request_to("invocation/one/error"), HasSubstr("out of luck"));
    EXPECT_THAT(request_to("invocation/two/response"), HasSubstr(R"({"n":2})"));
}

TEST_F(RuntimeLoop, SaysWhereAnEventIsNoJson) {
    give("one", "{\"n\": }");
    static_cast<void>(serve_all(echo));
    const auto request = request_to("invocation/one/error");
    EXPECT_THAT(request, HasSubstr(R"("errorType":"Malformed")"));
    EXPECT_THAT(request, HasSubstr("the event is no JSON"));
}

TEST_F(RuntimeLoop, RefusesAnEventAndAReplyThatAreTooLarge) {
    give("one", '"' + std::string(kMaxPayloadBytes, 'x') + '"');
    give("two", "{}");
    give("three", R"({"n":3})");
    static_cast<void>(serve_all([](const json::Value& event, const Invocation& invocation) -> Result<json::Value> {
        if (invocation.request_id == "two") return json::Value(std::string(kMaxPayloadBytes, 'x'));
        return event;
    }));
    EXPECT_THAT(request_to("invocation/one/error"), HasSubstr(R"("errorType":"TooLarge","errorMessage":"the event)"));
    EXPECT_THAT(request_to("invocation/two/error"), HasSubstr(R"("errorType":"TooLarge","errorMessage":"the reply)"));
    EXPECT_THAT(request_to("invocation/three/response"), HasSubstr(R"({"n":3})"));
}

TEST_F(RuntimeLoop, GoesOnWhenAnAnswerIsRefused) {
    server_.answer(kNext, {http_answer("{}", fields("one"))});  // whose answers get 404
    give("two", R"({"n":2})");
    static_cast<void>(serve_all(echo));
    EXPECT_THAT(request_to("invocation/two/response"), HasSubstr(R"({"n":2})"));
}

TEST_F(RuntimeLoop, TakesNothingOnceItIsToldToStop) {
    give("one", "{}");
    std::stop_source stop;
    stop.request_stop();
    std::atomic<bool> waiting = false;
    EXPECT_TRUE(serve(*client_, api_, echo, stop.get_token(), waiting));
    EXPECT_TRUE(server_.requests().empty());
}

TEST_F(RuntimeLoop, FinishesTheEventAtHandWhenItIsToldToStop) {
    give("one", "{}");
    give("two", "{}");
    std::stop_source stop;
    std::atomic<bool> waiting = false;
    const Handler handler = [&](const json::Value&, const Invocation& invocation) -> Result<json::Value> {
        stop.request_stop();
        EXPECT_TRUE(invocation.deadline.is_stopped());
        return json::Value("done");
    };
    EXPECT_TRUE(serve(*client_, api_, handler, stop.get_token(), waiting));
    EXPECT_THAT(request_to("invocation/one/response"), HasSubstr("\"done\""));
    EXPECT_EQ(request_to("invocation/two/response"), "");
}

TEST_F(RuntimeLoop, TellsWhyAFunctionCannotStart) {
    server_.answer("/2018-06-01/runtime/init/error", {http_answer("", {}, "202 Accepted")});
    report_start_failure(*client_, api_, Error(ErrorKind::invalid_config, "WINNOW_CACHE must be redis or s3"));
    const auto request = request_to("init/error");
    EXPECT_THAT(request, HasSubstr("Lambda-Runtime-Function-Error-Type: InvalidConfig"));
    EXPECT_THAT(request, HasSubstr("WINNOW_CACHE must be redis or s3"));
}

TEST_F(RuntimeLoop, AsksNobodyButTheRuntimeApi) {
    ScriptedServer other;
    const auto answer = client_->send({.url = Url::parse_exact(other.url()).value()}, {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::blocked);
}

TEST(ErrorReply, KeepsALongMessageShort) {
    const auto reply = error_reply(Error(ErrorKind::internal, std::string(100'000, 'x')));
    EXPECT_LT(json::dump(reply).size(), 10'000u);
}

}  // namespace
}  // namespace winnow::lambda
