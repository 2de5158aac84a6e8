#include <gtest/gtest.h>

#include "llm/provider.h"

namespace winnow::llm {
namespace {

class Scripted final : public ChatModel {
public:
    Scripted(std::string name, Result<ChatReply> reply, bool opens_pages, int* calls)
        : name_(std::move(name)), reply_(std::move(reply)), opens_pages_(opens_pages), calls_(calls) {}
    const std::string& model() const override { return name_; }
    bool opens_pages() const override { return opens_pages_; }
    Result<ChatReply> ask(const ChatRequest&, const Deadline&) override {
        ++*calls_;
        return reply_;
    }

private:
    std::string name_;
    Result<ChatReply> reply_;
    bool opens_pages_;
    int* calls_;
};

class FallbackOf : public testing::Test {
protected:
    void add(const std::string& name, Result<ChatReply> reply, bool opens_pages = false) {
        models_.push_back(std::make_unique<Scripted>(name, std::move(reply), opens_pages, &calls_));
    }
    Result<ChatReply> ask(const Deadline& deadline = {}) {
        return make_fallback(std::move(models_))->ask(request_, deadline);
    }
    static ChatReply said(const std::string& text) {
        ChatReply reply;
        reply.text = text;
        return reply;
    }

    std::vector<std::unique_ptr<ChatModel>> models_;
    ChatRequest request_;
    int calls_ = 0;
};

TEST_F(FallbackOf, AsksTheFirstAlone) {
    add("a", said("A"));
    add("b", said("B"));
    EXPECT_EQ(ask()->text, "A");
    EXPECT_EQ(calls_, 1);
}

TEST_F(FallbackOf, GoesOnWhereAModelIsNotToBeHad) {
    for (const auto kind : {ErrorKind::unavailable, ErrorKind::rate_limited, ErrorKind::quota_exhausted,
                            ErrorKind::timed_out, ErrorKind::unauthorized, ErrorKind::invalid_config}) {
        models_.clear();
        add("a", fail(kind, "x"));
        add("b", said("B"));
        const auto reply = ask();
        ASSERT_TRUE(reply) << to_string(kind);
        EXPECT_EQ(reply->text, "B");
    }
}

TEST_F(FallbackOf, KeepsAnAnswerThatIsBadInItself) {
    for (const auto kind : {ErrorKind::malformed, ErrorKind::blocked, ErrorKind::too_large, ErrorKind::cancelled}) {
        models_.clear();
        calls_ = 0;
        add("a", fail(kind, "x"));
        add("b", said("B"));
        const auto reply = ask();
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error().kind(), kind);
        EXPECT_EQ(calls_, 1);
    }
}

TEST_F(FallbackOf, TellsTheFirstErrorWhenAllFail) {
    add("a", fail(Error(ErrorKind::rate_limited, "first").retry_in(std::chrono::seconds{300})));
    add("b", fail(ErrorKind::unavailable, "second"));
    const auto reply = ask();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().message(), "first");
    EXPECT_EQ(reply.error().retry_after(), std::chrono::seconds{300});
}

TEST_F(FallbackOf, AsksNobodyElseWhenTheTimeIsOver) {
    add("a", fail(ErrorKind::timed_out, "x"));
    add("b", said("B"));
    EXPECT_FALSE(ask(Deadline::after(std::chrono::milliseconds{0})));
    EXPECT_EQ(calls_, 1);
}

TEST_F(FallbackOf, PassesModelsOverThatOpenNoPages) {
    request_.page = *Url::parse("https://example.org/a");
    add("a", said("A"));
    add("b", said("B"), true);
    EXPECT_EQ(ask()->text, "B");
    EXPECT_EQ(calls_, 1);
    models_.clear();
    add("a", said("A"));
    const auto reply = ask();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind(), ErrorKind::unsupported);
}

}  // namespace
}  // namespace winnow::llm
