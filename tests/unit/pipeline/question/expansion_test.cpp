#include "pipeline/question/expansion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Expansions, AreThePartsThatSaySomethingAlone) {
    EXPECT_THAT(expansions_of("engineering career growth frameworks and evaluation criteria"),
                ElementsAre("engineering career growth frameworks", "evaluation criteria"));
    EXPECT_THAT(expansions_of("service level objectives, error budgets; on-call"),
                ElementsAre("service level objectives", "error budgets"));
    EXPECT_THAT(expansions_of("event sourcing vs change data capture"),
                ElementsAre("event sourcing", "change data capture"));
}

TEST(Expansions, BeginWithPhrasesInQuotationMarks) {
    EXPECT_THAT(expansions_of(R"(how to hold a "blameless postmortem" in small teams)"),
                ElementsAre("\"blameless postmortem\"", "in small teams"));
}

TEST(Expansions, AreNeverTheQuestionItselfNorTwice) {
    EXPECT_THAT(expansions_of("rust memory safety"), IsEmpty());
    EXPECT_THAT(expansions_of("the rust memory safety?"), IsEmpty());
    EXPECT_THAT(expansions_of("error budgets, error budgets, queue theory"),
                ElementsAre("error budgets", "queue theory"));
    EXPECT_THAT(expansions_of(""), IsEmpty());
    EXPECT_THAT(expansions_of("\"\" \" and , or"), IsEmpty());
}

TEST(Expansions, AreFew) {
    EXPECT_EQ(expansions_of("a1 b1, a2 b2, a3 b3, a4 b4, a5 b5, a6 b6").size(), kMaxExpansions);
}

}  // namespace
}  // namespace winnow
