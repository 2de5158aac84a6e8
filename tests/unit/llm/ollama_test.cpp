#include "unit/llm/asked.h"

namespace winnow::llm {
namespace {

std::string chat(const std::string& content, const std::string& more = R"("done":true,"done_reason":"stop")") {
    return R"({"model":"model-1:8b","message":{"role":"assistant","content":)" + content + "}," + more +
           R"(,"prompt_eval_count":700,"eval_count":80,"total_duration":12345})";
}

const std::string kGood = R"("{\"score\":5}")";

class Ollama : public Asked {
protected:
    void SetUp() override {
        url_ = "http://127.0.0.1:11434/api/chat";
        auto options = options_for(Api::ollama);
        options.key = {};
        options.prices = {};
        options.context_tokens = 8192;
        use(std::move(options));
    }
};

TEST_F(Ollama, ReadsTheAnswer) {
    answer(chat(kGood));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":5})");
    EXPECT_EQ(reply->model, "model-1:8b");
    EXPECT_EQ(reply->usage, (Usage{.input_tokens = 700, .output_tokens = 80, .cost_usd = 0}));
}

TEST_F(Ollama, SendsTheSchemaTwiceAndAsksForRoom) {
    answer(chat(kGood));
    ASSERT_TRUE(ask());
    const auto body = sent();
    EXPECT_FALSE(body["stream"].as_bool(true));
    EXPECT_EQ(body["format"]["type"].text(), "object");
    EXPECT_NE(body["messages"][0]["content"].text().find(R"("score")"), std::string::npos);
    EXPECT_EQ(body["options"]["num_ctx"].as_int(), 8192) << "else the server drops most of the page without a word";
    EXPECT_EQ(header("Authorization"), "");
}

TEST_F(Ollama, TakesThoughtsAway) {
    answer(chat(R"("<think>\nHm.\n</think>\n\n{\"score\":5}")"));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":5})");
}

TEST_F(Ollama, KeepsTheMarksOfThoughtInsideTheAnswer) {
    answer(chat(R"("{\"why\":\"It explains </think> tags.\"}")"));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"why":"It explains </think> tags."})");
}

TEST_F(Ollama, TellsThatThePageDidNotFit) {
    answer(R"({"message":{"content":"{\"score\":5}"},"done":true,"prompt_eval_count":8192,"eval_count":8})");
    EXPECT_EQ(kind(), ErrorKind::too_large);
}

TEST_F(Ollama, TellsThatTheModelIsMissing) {
    answer(R"({"error":"model 'model-1' not found"})", 404);
    EXPECT_EQ(kind(), ErrorKind::invalid_config);
    EXPECT_NE(message_.find("model 'model-1' not found"), std::string::npos);
}

struct Case {
    const char* name;
    std::string body;
    ErrorKind kind;
};

class OllamaOf : public Ollama, public testing::WithParamInterface<Case> {};

TEST_P(OllamaOf, SaysWhatIsWrongWithTheAnswer) {
    answer(GetParam().body);
    EXPECT_EQ(kind(), GetParam().kind) << message_;
}

INSTANTIATE_TEST_SUITE_P(
    Answers, OllamaOf,
    testing::Values(Case{"CutOff", chat(kGood, R"("done":true,"done_reason":"length")"), ErrorKind::malformed},
                    Case{"Loading", chat(R"("")", R"("done":true,"done_reason":"load")"), ErrorKind::unavailable},
                    Case{"NotDone", chat(kGood, R"("done":false)"), ErrorKind::malformed},
                    Case{"Empty", chat(R"("")"), ErrorKind::malformed},
                    Case{"OnlyThoughts", chat(R"("<think>on and on")"), ErrorKind::malformed},
                    Case{"ContentOfAnotherType", chat("{}"), ErrorKind::malformed},
                    Case{"NoMessage", R"({"done":true})", ErrorKind::malformed},
                    Case{"ErrorInside", R"({"error":"llama runner process has terminated"})", ErrorKind::unavailable},
                    Case{"Html", "<h1>nginx</h1>", ErrorKind::malformed}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace winnow::llm
