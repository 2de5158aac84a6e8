#include "evaluate/model/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge_fixture.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> sent(const Exchange& exchange) {
    std::vector<std::string> all;
    for (const auto& message : exchange.sent) all.push_back(message.role + ": " + message.content.text);
    return all;
}

Exchange of_body(const std::string& body) {
    Exchange exchange;
    evaluate::complete(exchange, {.text = "answer", .sent = *json::parse(body)});
    return exchange;
}

TEST_F(ModelJudge, KeepsWhatWasSentAndWhatCameBack) {
    script.reply(answer(8, "No page says these words")).reply(answer(6));
    ASSERT_TRUE(judge(article));
    const auto exchanges = evaluator->take_exchanges();
    ASSERT_EQ(exchanges.size(), 2u);
    EXPECT_THAT(exchanges[0].fault, HasSubstr("none of its quotes stands in the page"));
    EXPECT_THAT(exchanges[1].fault, IsEmpty());
    EXPECT_EQ(exchanges[1].answer.text, answer(6));
    EXPECT_EQ(exchanges[1].model, "scripted-1-2026");
    EXPECT_EQ(exchanges[1].usage.input_tokens, 100);
    EXPECT_THAT(sent(exchanges[1]),
                ElementsAre("system: " + script.requests[1].instructions, "user: " + script.requests[1].input));
    EXPECT_THAT(exchanges[1].settings, HasSubstr("\"max_output_tokens\""));
    EXPECT_THAT(evaluator->take_exchanges(), IsEmpty()) << "they are handed over once";
}

TEST_F(ModelJudge, KeepsNothingOfAJudgementThatDidNotComeAbout) {
    script.reply(answer(8, "No page says these words"));
    ASSERT_FALSE(judge(article));
    EXPECT_THAT(evaluator->take_exchanges(), IsEmpty());
}

TEST(Record, TakesTheMessagesOfEveryProvidersBodyApart) {
    const auto chat = of_body(
        R"({"model":"m","messages":[{"role":"system","content":"rules"},{"role":"user","content":"page"}],"n":1})");
    EXPECT_THAT(sent(chat), ElementsAre("system: rules", "user: page"));
    EXPECT_EQ(chat.settings, R"({"model":"m","n":1})");
    const auto responses = of_body(
        R"({"instructions":"rules","input":[{"role":"user","content":[{"type":"input_text","text":"page"}]}]})");
    EXPECT_THAT(sent(responses), ElementsAre("system: rules", "user: page"));
    const auto anthropic = of_body(R"({"messages":[{"role":"user","content":"page"},{"role":"assistant","content":[
        {"type":"text","text":"wait"},{"type":"server_tool_use","id":"t"}]}],"system":[{"type":"text","text":"rules"}]})");
    EXPECT_THAT(sent(anthropic), ElementsAre("system: rules", "user: page",
                                             "assistant: wait\n\n{\"type\":\"server_tool_use\",\"id\":\"t\"}"));
}

TEST(Record, KeepsNoMoreThanTheBoundAndCountsTheRest) {
    std::vector<Exchange> exchanges(2);
    for (auto& exchange : exchanges) {
        exchange.answer.text = "1234";
        exchange.sent = {{.role = "user", .content = {.text = "ab\u00e9\u00e9"}}};
    }
    evaluate::bound(exchanges, 7);
    EXPECT_EQ(exchanges[0].answer, (KeptText{"1234", 0}));
    EXPECT_EQ(exchanges[0].sent[0].content, (KeptText{"ab", 4})) << "cut between characters";
    EXPECT_EQ(exchanges[1].answer, (KeptText{"1", 3}));
    EXPECT_EQ(exchanges[1].sent[0].content, (KeptText{"", 6}));
}

TEST(Record, LeavesOutThePageThatAsksNotToBeKept) {
    std::vector<Exchange> exchanges(1);
    exchanges[0].sent = {{.role = "system", .content = {.text = "rules"}},
                         {.role = "user", .content = {.text = "page", .left_out = 2}}};
    exchanges[0].opened = {{.url = "https://a.org/", .text = {.text = "page"}}};
    exchanges[0].answer.text = "answer";
    leave_out_page(exchanges);
    EXPECT_EQ(exchanges[0].sent[0].content.text, "rules");
    EXPECT_EQ(exchanges[0].sent[1].content, (KeptText{"", 6}));
    EXPECT_EQ(exchanges[0].opened[0].text, (KeptText{"", 4}));
    EXPECT_EQ(exchanges[0].answer.text, "answer");
}

}  // namespace
}  // namespace winnow
