#include "publish/digest/chat/chat.h"

#include <gtest/gtest.h>

#include "../made_report.h"
#include "json/value.h"

namespace winnow {
namespace {

Digest digest_of(Report report) {
    return {.title = "Reading list",
            .since = *parse_rfc3339("2026-11-23"),
            .made = *parse_rfc3339("2026-11-24T07:00:00Z"),
            .sections = {std::move(report)}};
}

/// A report with many entries, each as long as they come and full of what must be escaped.
Digest large_digest(std::size_t count) {
    auto report = made_report();
    const auto item = report.results.front();
    report.results.clear();
    for (std::size_t i = 0; i < count; ++i) {
        auto each = item;
        std::string heavy;
        for (int k = 0; k < 400; ++k) heavy += "&<*_\xE8\xAA\x9E";
        each.title = heavy;
        each.site = heavy;
        each.assessment.verdict = heavy;
        each.authors = {heavy};
        each.url = url("https://example.org/" + std::to_string(i) + "?q=" + std::string(i % 3 == 0 ? 3'000 : 40, '&'));
        report.results.push_back(each);
    }
    return digest_of(std::move(report));
}

json::Value written(const ChatForm& form, const Digest& digest) {
    auto value = json::parse(form.write(digest));
    EXPECT_TRUE(value) << value.error().message();
    return *value;
}

class EveryChat : public testing::TestWithParam<ChatForm (*)()> {};

TEST_P(EveryChat, GetsEachArticleOnceInItsOrder) {
    const auto digest = large_digest(47);
    std::vector<std::string> urls;
    for (const auto& part : split_for(GetParam()(), digest))
        for (const auto& section : part.sections)
            for (const auto& item : section.results) urls.push_back(item.url.href());
    ASSERT_EQ(urls.size(), 47u);
    for (std::size_t i = 0; i < urls.size(); ++i) EXPECT_EQ(urls[i], digest.sections[0].results[i].url.href());
}

TEST_P(EveryChat, TakesHostileTextAsText) {
    const auto form = GetParam()();
    for (const auto& part : split_for(form, digest_of(hostile_report()))) {
        const auto text = form.write(part);
        EXPECT_TRUE(json::parse(text));
        EXPECT_EQ(text.find("<!channel>"), std::string::npos);
        EXPECT_EQ(text.find("\\u001b"), std::string::npos);
    }
}

TEST_P(EveryChat, SaysThatNothingWasGoodEnough) {
    auto report = made_report();
    report.explanation = "Nothing reached 7.0; the best of what there is:";
    const auto text = GetParam()().write(digest_of(report));
    EXPECT_NE(text.find("the best of what there is:"), std::string::npos) << text;
    EXPECT_NE(text.find("none up to the mark"), std::string::npos);
    report.explanation.clear();
    const auto other = GetParam()().write(digest_of(report));
    EXPECT_EQ(other.find("the best of what there is:"), std::string::npos);
    EXPECT_NE(other.find("worth reading"), std::string::npos);
}

TEST_P(EveryChat, SendsNothingWhenThereIsNothing) {
    EXPECT_TRUE(split_for(GetParam()(), {}).empty());
}

INSTANTIATE_TEST_SUITE_P(Forms, EveryChat, testing::Values(slack_form, teams_form, discord_form));

TEST(Slack, KeepsItsLimitsOfBlocksAndCharacters) {
    for (const auto& part : split_for(slack_form(), large_digest(40))) {
        const auto message = written(slack_form(), part);
        EXPECT_LE(message["blocks"].items().size(), 50u);
        for (const auto& block : message["blocks"].items()) {
            const auto most = block["type"].as_string() == "header" ? 150u : 3'000u;
            EXPECT_LE(block["text"]["text"].as_string().size(), most);
        }
    }
}

TEST(Slack, EscapesMrkdwn) {
    auto report = made_report();
    report.results.resize(1);
    report.results[0].title = "<!channel> *bold* `code` & <https://evil.example|click>";
    report.results[0].url = url("https://example.org/?a=1&b=|>");
    const auto message = written(slack_form(), digest_of(report));
    const auto text = message["blocks"][3]["text"]["text"].text();
    EXPECT_TRUE(text.starts_with("*<https://example.org/?a=1&amp;b=")) << text;
    EXPECT_NE(
        text.find("&lt;!channel&gt; \u2217bold\u2217 \u02CBcode\u02CB &amp; &lt;https://evil.example|click&gt;>*"),
        std::string::npos)
        << text;
    EXPECT_TRUE(message["blocks"][3]["text"]["verbatim"].as_bool());
}

TEST(Teams, KeepsItsLimitOfBytesAndReadsNoMarkdown) {
    for (const auto& part : split_for(teams_form(), large_digest(60))) {
        const auto text = teams_form().write(part);
        EXPECT_LE(text.size(), 28u * 1024);
        EXPECT_EQ(text.find("\"TextBlock\""), std::string::npos);
    }
}

TEST(Discord, KeepsItsLimitsAndCallsNobody) {
    for (const auto& part : split_for(discord_form(), large_digest(35))) {
        const auto message = written(discord_form(), part);
        std::size_t characters = 0;
        EXPECT_LE(message["embeds"].items().size(), 10u);
        for (const auto& embed : message["embeds"].items()) {
            EXPECT_LE(embed["title"].as_string().size(), 256u);
            EXPECT_LE(embed["url"].as_string().size(), 2'048u);
            characters += embed["title"].as_string().size() + embed["description"].as_string().size() +
                          embed["footer"]["text"].as_string().size();
        }
        EXPECT_LE(characters, 6'000u);
        EXPECT_TRUE(message["allowed_mentions"]["parse"].is_array());
        EXPECT_TRUE(message["allowed_mentions"]["parse"].items().empty());
    }
}

}  // namespace
}  // namespace winnow
