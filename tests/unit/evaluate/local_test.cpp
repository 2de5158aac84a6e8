#include "evaluate/local.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluate/rubric_file.h"
#include "unit/evaluate/documents.h"

namespace winnow {
namespace {

using evaluate_test::advertisement;
using evaluate_test::document;
using evaluate_test::german_article;
using evaluate_test::good_article;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

Assessment judged(const Document& page, const std::string& question = "clearing a redis cache",
                  const Rubric& rubric = default_rubric()) {
    auto assessment = make_local_evaluator()->evaluate(page, question, rubric, {});
    EXPECT_TRUE(assessment) << assessment.error().message();
    return *assessment;
}

double score_of(const Assessment& assessment, std::string_view criterion) {
    const auto found = std::ranges::find(assessment.scores, criterion, &CriterionScore::criterion);
    return found == assessment.scores.end() ? 0 : found->score;
}

void expect_sound(const Assessment& assessment, const Document& page, const Rubric& rubric) {
    ASSERT_EQ(assessment.scores.size(), rubric.criteria.size());
    std::set<std::string> quoted;
    for (std::size_t i = 0; i < assessment.scores.size(); ++i) {
        const auto& score = assessment.scores[i];
        EXPECT_EQ(score.criterion, rubric.criteria[i].name);
        EXPECT_GE(score.score, 1);
        EXPECT_LE(score.score, 10);
        EXPECT_THAT(score.explanation, HasSubstr("not understanding"));
        for (const auto& quote : score.quotes) {
            EXPECT_LE(quote.text.size(), 300U);
            ASSERT_LE(quote.offset + quote.text.size(), page.text.size());
            EXPECT_EQ(page.text.substr(quote.offset, quote.text.size()), quote.text);
        }
    }
    EXPECT_NEAR(assessment.overall, overall_score(assessment.scores, rubric), 1e-9);
    EXPECT_FALSE(assessment.verdict.empty());
    EXPECT_LE(assessment.tags.size(), 6U);
}

TEST(LocalJudge, SaysWhatItIs) {
    const auto judge = make_local_evaluator();
    EXPECT_EQ(judge->method(), "local");
    EXPECT_EQ(judge->model(), "signals-1");
    EXPECT_FALSE(judge->is_metered());
    const auto assessment = judged(good_article());
    EXPECT_EQ(assessment.evaluator, "local");
    EXPECT_EQ(assessment.model, "signals-1");
    EXPECT_EQ(assessment.usage, Usage());
}

TEST(LocalJudge, ScoresQuotesAndTextsAreSoundForEveryBuiltInRubric) {
    for (const auto& name : builtin_rubrics()) {
        const auto rubric = *load_rubric_named(name);
        for (const auto& page : {good_article(), advertisement(), german_article(), document("")})
            expect_sound(judged(page, "redis cache", rubric), page, rubric);
    }
}

TEST(LocalJudge, ProofNamesTheHashOfWhatWasReadAndHowMuch) {
    const auto proof = judged(good_article()).proof;
    EXPECT_THAT(proof, testing::MatchesRegex("sha256:[0-9a-f]{64}, [0-9]+ words of prose and 2 lines of code read"));
    EXPECT_NE(judged(german_article()).proof, proof);
}

TEST(LocalJudge, IsDeterministic) {
    EXPECT_EQ(judged(good_article()), judged(good_article()));
}

TEST(LocalJudge, AnArticleWithSubstanceBeatsAnAdvertisementInEverything) {
    const auto good = judged(good_article());
    const auto bad = judged(advertisement());
    for (const auto& score : bad.scores)
        EXPECT_GT(score_of(good, score.criterion), score.score + 0.9) << score.criterion;
    EXPECT_LT(score_of(bad, "bias_mitigation"), 3);
    EXPECT_GT(good.overall, bad.overall + 2);
}

TEST(LocalJudge, ExplanationsNameSignalsWithTheirNumbers) {
    const auto assessment = judged(good_article());
    EXPECT_THAT(assessment.scores[1].explanation, HasSubstr("3 numbered steps"));
    EXPECT_THAT(judged(document("Nothing here to act upon in any way.")).scores[2].explanation, HasSubstr("no "));
}

TEST(LocalJudge, QuotesAreWholeSentencesOfTheProseNeverCode) {
    std::size_t quotes = 0;
    for (const auto& score : judged(good_article()).scores)
        for (const auto& quote : score.quotes) {
            ++quotes;
            EXPECT_THAT(quote.text, Not(HasSubstr("redis-cli")));
            EXPECT_THAT(quote.text, Not(HasSubstr("kubectl")));
            EXPECT_TRUE(quote.text.ends_with('.')) << quote.text;
        }
    EXPECT_GE(quotes, 5U);
}

TEST(LocalJudge, OffsetsAreRightBehindCharactersOfSeveralBytes) {
    auto page = good_article();
    page.text = "Überschrift „für“ Käse – 漢字\n" + page.text;
    expect_sound(judged(page), page, default_rubric());
}

TEST(LocalJudge, SummaryComesFromTheText) {
    const auto page = good_article();
    const auto summary = judged(page).summary;
    EXPECT_FALSE(summary.empty());
    EXPECT_TRUE(page.text.contains(summary.substr(0, summary.find(". ") + 1)));
}

TEST(LocalJudge, TagsAreWordsOfTheTextInLowerCase) {
    const auto tags = judged(good_article()).tags;
    EXPECT_THAT(tags, Contains("cache"));
    for (const auto& tag : tags) {
        EXPECT_GE(tag.size(), 3U);
        EXPECT_TRUE(std::ranges::none_of(tag, [](char c) { return c >= 'A' && c <= 'Z'; })) << tag;
    }
}

TEST(LocalJudge, RepeatingTheTextDoesNotRaiseTheScore) {
    const auto once = judged(good_article());
    auto page = good_article();
    for (int i = 0; i < 5; ++i) {
        page.text += good_article().text;
        page.markdown += good_article().markdown;
    }
    const auto repeated = judged(page);
    for (std::size_t i = 0; i < once.scores.size(); ++i)
        EXPECT_LE(repeated.scores[i].score, once.scores[i].score) << once.scores[i].criterion;
    EXPECT_THAT(repeated.flags, Contains("repetitive"));
}

TEST(LocalJudge, StuffingWithCueWordsDoesNotRaiseTheScore) {
    const auto before = judged(good_article());
    auto page = good_article();
    for (int i = 0; i < 40; ++i)
        page.text +=
            "because therefore however alternatively benchmark measured study research for example step template "
            "checklist usually might trade off " +
            std::to_string(i) + ".\n";
    const auto after = judged(page);
    EXPECT_LE(after.overall, before.overall);
    EXPECT_THAT(after.flags, Contains("repetitive"));
}

TEST(LocalJudge, OnePhraseOverAndOverCountsLittle) {
    std::string honest, padded;
    for (int i = 0; i < 60; ++i) padded += "It works because number w" + std::to_string(i) + " is one of the others.\n";
    for (int i = 0; i < 4; ++i) honest += "It works because number w" + std::to_string(i) + " is one of the others.\n";
    EXPECT_LT(score_of(judged(document(padded)), "technical_depth"),
              score_of(judged(document(honest)), "technical_depth") + 1.6);
}

TEST(LocalJudge, LengthAloneEarnsLittle) {
    std::string text;
    for (int i = 0; i < 3'000; ++i) text += "The w" + std::to_string(i) + " was there and the other one was not.\n";
    EXPECT_LT(judged(document(text)).overall, judged(good_article()).overall);
    EXPECT_LT(judged(document(text)).overall, 5.5);
}

TEST(LocalJudge, ATextInAnotherLanguageStaysNearTheMiddleAndSaysSo) {
    const auto assessment = judged(german_article());
    EXPECT_THAT(assessment.flags, Contains("language_not_supported_by_signals"));
    for (const auto& score : assessment.scores) {
        EXPECT_GT(score.score, 4);
        EXPECT_LT(score.score, 7);
        EXPECT_THAT(score.explanation, HasSubstr("the text is not"));
    }
}

TEST(LocalJudge, TheTextDecidesTheLanguageNotItsLabel) {
    auto english = good_article();
    english.language = "de";
    EXPECT_THAT(judged(english).flags, Not(Contains("language_not_supported_by_signals")));
    auto german = german_article();
    german.language = "en";
    EXPECT_THAT(judged(german).flags, Contains("language_not_supported_by_signals"));
    auto chinese = document(
        "这个服务把每个文档的版本保存在缓存里。如果缓存里的版本更新，文档就会被忽略，因为旧的消息不能覆盖新的消息。");
    chinese.language = "zh";
    EXPECT_THAT(judged(chinese).flags, Contains("language_not_supported_by_signals"));
}

TEST(LocalJudge, AnEmptyDocumentIsJudgedLowAndFlagged) {
    const auto assessment = judged(document(""));
    EXPECT_THAT(assessment.flags, Contains("very_short_text"));
    EXPECT_LT(assessment.overall, 4);
    EXPECT_TRUE(assessment.summary.empty());
    EXPECT_TRUE(assessment.tags.empty());
    for (const auto& score : assessment.scores) EXPECT_TRUE(score.quotes.empty());
}

TEST(LocalJudge, OfAHugeDocumentTheBeginningIsReadAndThatIsFlagged) {
    auto page = good_article();
    while (page.text.size() < 3'000'000)
        page.text += "Another sentence of w" + std::to_string(page.text.size()) + " follows here.\n";
    const auto assessment = judged(page);
    EXPECT_THAT(assessment.flags, Contains("partial_text"));
    expect_sound(assessment, page, default_rubric());
}

TEST(LocalJudge, HostileBytesDoNoHarm) {
    for (const std::string& text :
         {std::string("\0\xFF\xC3(\x80", 5), std::string(200'000, '{'), std::string(200'000, '|'),
          std::string(100'000, '.'), std::string(100'000, '\n'), std::string(50'000, '`')}) {
        const auto page = document(text, text);
        expect_sound(judged(page), page, default_rubric());
    }
}

TEST(LocalJudge, ACriterionOfTheUsersOwnIsJudgedByTheWordsOfItsDescription) {
    const Rubric rubric{.name = "own",
                        .description = {},
                        .criteria = {{"cache_operations",
                                      "Operating caches",
                                      "Redis keys, cache deletion, restart of workers, latency and queues.",
                                      1.0,
                                      {}}}};
    const auto about = judged(good_article(), "", rubric);
    const auto other =
        judged(document("Peel the apples and cut them. Bake the pie in the oven for an hour, because it must be "
                        "brown. Serve it with cream or with ice, whatever your guests prefer to eat.\n"),
               "", rubric);
    EXPECT_GT(about.scores[0].score, other.scores[0].score + 2);
    EXPECT_THAT(about.scores[0].explanation, HasSubstr("words of its description"));
    EXPECT_FALSE(about.scores[0].quotes.empty());
}

TEST(LocalJudge, ACriterionAkinToAKnownOneUsesItsSignals) {
    const Rubric rubric{
        .name = "own", .description = {}, .criteria = {{"practical_value", "Practical value", "", 1.0, {}}}};
    EXPECT_GT(judged(good_article(), "", rubric).overall, judged(advertisement(), "", rubric).overall + 1);
}

TEST(LocalJudge, ARubricWithoutCriteriaIsAnError) {
    const auto result = make_local_evaluator()->evaluate(good_article(), "", Rubric{.name = "none"}, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::invalid_argument);
}

TEST(LocalJudge, StopsWhenAskedTo) {
    std::stop_source stop;
    stop.request_stop();
    const auto result = make_local_evaluator()->evaluate(good_article(), "", default_rubric(),
                                                         Deadline::after(std::chrono::hours{1}, stop.get_token()));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::cancelled);
}

TEST(LocalJudge, AManagersTextScoresHigherForManagersThanForStaffEngineers) {
    const auto page = document(
        "One-on-one meetings are the manager's most useful tool to build trust with the people of a team.\n"
        "Ask what motivates each report, listen with empathy, and agree on goals for their growth. Give feedback "
        "early, praise "
        "in public, and delegate decisions, because people grow by responsibility.\n"
        "Prepare an agenda with questions: What would you change in the team? Which skills do you want to learn? How "
        "can I help "
        "with your promotion?\n"
        "If a conversation becomes a conflict, name it, and plan a follow-up. However, do not turn the meeting into a "
        "status "
        "report. For example, our team moved status updates to a written document.\n");
    const auto manager = judged(page, "", *load_rubric_named("engineering_manager"));
    const auto staff = judged(page, "", *load_rubric_named("staff_engineer"));
    EXPECT_GT(manager.overall, staff.overall + 1);
}

}  // namespace
}  // namespace winnow
