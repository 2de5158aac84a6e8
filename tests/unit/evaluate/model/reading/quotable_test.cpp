#include "evaluate/model/reading/quotable.h"

#include <gtest/gtest.h>

namespace winnow::evaluate {
namespace {

std::string found(std::string_view text, std::string_view quotation) {
    const auto quote = QuotableText(text).find(quotation);
    if (!quote) return "(nothing)";
    EXPECT_EQ(text.substr(quote->offset, quote->text.size()), quote->text);
    return quote->text;
}

TEST(QuotableText, FindsWordsThatStandThere) {
    EXPECT_EQ(found("First. The cache is cold after a restart. Last.", "The cache is cold after a restart."),
              "The cache is cold after a restart");
}

TEST(QuotableText, GivesTheDocumentsOwnWordsAndOffset) {
    const std::string text = "Ä — “The  cache\nis cold” – they say…";
    const auto quote = QuotableText(text).find("\"The cache is cold\" - they say...");
    ASSERT_TRUE(quote);
    EXPECT_EQ(quote->text, "The  cache\nis cold” – they say");
    EXPECT_EQ(quote->offset, text.find("The"));
}

TEST(QuotableText, PassesOverTypography) {
    EXPECT_EQ(found("It’s the team’s on‑call rota", "It's the team's on-call rota"), "It’s the team’s on‑call rota");
    EXPECT_EQ(found("slow—and getting slower", "slow - and getting slower"), "slow—and getting slower");
    EXPECT_EQ(found("slow -- and getting slower", "slow — and getting slower"), "slow -- and getting slower");
    EXPECT_EQ(found("wait… then restart it", "wait... then restart it"), "wait… then restart it");
    EXPECT_EQ(found("in\xc2\xa0our ex\xc2\xadperience it works", "in our experience it works"),
              "in\xc2\xa0our ex\xc2\xadperience it works");
    EXPECT_EQ(found("run the worker twice", "run **the worker** _twice_"), "run the worker twice");
}

TEST(QuotableText, AllowsACapitalThatTheQuotationAdded) {
    EXPECT_EQ(found("We saw that replicas start empty.", "Replicas start empty."), "replicas start empty");
}

TEST(QuotableText, TakesTheLongestPartOfAQuotationWithAnOmission) {
    EXPECT_EQ(found("Check the number of keys before you start, and write it down.",
                    "Check the number of keys … and write it down."),
              "Check the number of keys");
    EXPECT_EQ(found("Count the keys. Wait until the queue is empty.", "Count the keys. [...] the queue is empty"),
              "the queue is empty");
}

TEST(QuotableText, WantsThePartsInTheirOrder) {
    EXPECT_EQ(found("Wait until the queue is empty. Count the keys.", "Count the keys ... until the queue is empty"),
              "(nothing)");
}

TEST(QuotableText, RefusesInventedAndChangedWords) {
    const std::string text = "The cache is cold after a restart of the node.";
    EXPECT_EQ(found(text, "The cache is warm after a restart"), "(nothing)");
    EXPECT_EQ(found(text, "the CACHE is cold after a restart"), "(nothing)");
    EXPECT_EQ(found(text, ""), "(nothing)");
    EXPECT_EQ(found("", "The cache is cold"), "(nothing)");
}

TEST(QuotableText, RefusesWhatIsTooShortToProveAnything) {
    EXPECT_EQ(found("The cache is cold.", "The cache"), "(nothing)");
    EXPECT_EQ(found("The cache is cold.", "… … …"), "(nothing)");
    EXPECT_EQ(found("...... ......", "...... ......"), "(nothing)");
}

TEST(QuotableText, KeepsItsOffsetsOverBytesThatAreNoUtf8) {
    const std::string text = "\xff\xfe broken \x80 The cache is cold after a restart";
    EXPECT_EQ(QuotableText(text).find("The cache is cold after")->offset, text.find("The"));
}

}  // namespace
}  // namespace winnow::evaluate
