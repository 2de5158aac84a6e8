#include "json/codec.h"

#include <gtest/gtest.h>

namespace winnow::json {
namespace {

Document document() {
    Document document{
        .id = {"0123"}, .url = *Url::parse("https://example.org/a"), .canonical = *Url::parse("https://example.org/b")};
    document.kind = PageKind::paywalled;
    document.kind_reason = "says subscribe";
    document.title = "A \"title\"";
    document.authors = {"Ann", "Bob"};
    document.published = Date{*parse_rfc3339("2024-05-01"), DatePrecision::month};
    document.tags = {"x"};
    document.text = "Text\nmore";
    document.markdown = "# Text";
    document.headings = {{2, "Text", 0}};
    document.links = {{"https://example.org/c", "c"}};
    document.words = 2;
    document.content_hash = "ff";
    document.no_ai = true;
    document.warnings = {"cut off"};
    document.fetched_at = *parse_rfc3339("2024-05-02T03:04:05Z");
    return document;
}

Evaluated evaluated() {
    Evaluated item{
        .candidate = {
            .url = *Url::parse("https://example.org/a"), .title = "t", .source = "s", .found_at = Timestamp{}}};
    item.candidate.published_at = *parse_rfc3339("2024-05-02");
    item.state = UrlState::judged;
    item.document = document();
    item.assessment = Assessment{.scores = {{"depth", 7.5, "why", {{"Text", 3}}}},
                                 .overall = 7.5,
                                 .tags = {"go"},
                                 .summary = "sum",
                                 .verdict = "read",
                                 .evaluator = "local",
                                 .model = "m",
                                 .proof = "p",
                                 .flags = {"f"},
                                 .usage = {10, 20, 0.5}};
    item.features = {{{1, 2, 3}}, 4, 5, 6, 7, {1, 4294967295u}};
    return item;
}

TEST(Codec, DocumentReadsBackWhole) {
    const auto value = encode(document());
    EXPECT_EQ(dump(encode(*decode_document(value))), dump(value));
    EXPECT_EQ(decode_document(value)->published->precision, DatePrecision::month);
}

TEST(Codec, DocumentTravelsWithoutTexts) {
    const auto value = encode(document(), Texts::left_out);
    EXPECT_FALSE(value.contains("text"));
    EXPECT_EQ(decode_document(value)->words, 2u);
}

TEST(Codec, EvaluatedReadsBackWithAssessmentAndFeatures) {
    const auto item = evaluated();
    const auto back = decode_evaluated(encode(item));
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->assessment, item.assessment);
    EXPECT_EQ(back->features, item.features);
    EXPECT_EQ(back->state, item.state);
    EXPECT_EQ(back->candidate.published_at, item.candidate.published_at);
}

TEST(Codec, PerspectivesReadBackAndAreLeftOutWhereThereAreNone) {
    auto assessment = *evaluated().assessment;
    EXPECT_FALSE(encode(assessment).contains("perspectives"));
    assessment.perspectives = {
        {.name = "engineering_manager", .overall = 8, .criteria = {"team_growth"}, .verdict = "v"},
        {.name = "staff_engineer", .overall = 5, .criteria = {}, .verdict = ""}};
    assessment.insights = {"They disagree by 3.0 points."};
    const auto back = decode_assessment(encode(assessment));
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, assessment);
}

TEST(Codec, KeepsWhatAFailedJudgementCost) {
    Evaluated item{.candidate = {.url = *Url::parse("https://example.org/a")}};
    EXPECT_FALSE(encode(item).contains("lost"));
    item.lost = {.input_tokens = 200, .output_tokens = 10, .cost_usd = 0.02};
    EXPECT_EQ(decode_evaluated(encode(item))->lost, item.lost);
}

TEST(Codec, FailureKeepsItsError) {
    Evaluated item{
        .candidate = {.url = *Url::parse("https://example.org/a")}, .state = UrlState::failed, .reason = "slow"};
    item.error = Error(ErrorKind::rate_limited, "slow").retry_in(std::chrono::seconds{2});
    const auto back = decode_evaluated(encode(item));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->error, item.error);
    EXPECT_FALSE(back->assessment);
}

TEST(Codec, RubricReadsBackEqualAndIsValidated) {
    EXPECT_EQ(*decode_rubric(encode(default_rubric())), default_rubric());
    auto value = encode(default_rubric());
    value.set("criteria", Array{});
    EXPECT_FALSE(decode_rubric(value));
}

TEST(Codec, ReportReadsBackAndSplitsFailuresFromOmissions) {
    Report report{.run_id = "r", .query = "q", .started = Timestamp{}, .total_urls = 3};
    report.states["failed"] = 1;
    report.omissions = {{*Url::parse("https://example.org/a"), "t", "s", UrlState::failed, "why", "timed_out"},
                        {*Url::parse("https://example.org/b"), "t", "s", UrlState::off_topic, "no", ""}};
    report.results.push_back(
        {.position = 1, .url = *Url::parse("https://example.org/c"), .assessment = *evaluated().assessment});
    report.results[0].similar = {{*Url::parse("https://example.org/d"), "d", 0.9}};
    const auto value = encode(report);
    EXPECT_EQ(value["failures"].items().size(), 1u);
    EXPECT_EQ(value["omissions"].items().size(), 1u);
    EXPECT_EQ(dump(encode(*decode_report(value))), dump(value));
}

TEST(Codec, ReportReadsItsComparisonBack) {
    Report report{.run_id = "r", .query = "q", .started = Timestamp{std::chrono::seconds{9}}};
    EXPECT_FALSE(encode(report).contains("previous"));
    EXPECT_FALSE(encode(report).contains("gone"));
    const auto url = *Url::parse("https://example.org/a");
    report.previous = PreviousRun{"p", Timestamp{std::chrono::seconds{5}}};
    for (const auto novelty : {Novelty::fresh, Novelty::changed, Novelty::unchanged})
        report.results.push_back({.url = url, .novelty = novelty, .assessment = {.overall = 5}});
    for (const auto why : {Disappearance::removed, Disappearance::not_suggested})
        report.gone.push_back({url, "t", "s", why, 7.5, Timestamp{std::chrono::seconds{4}}});
    const auto read = *decode_report(encode(report));
    ASSERT_TRUE(read.previous);
    EXPECT_EQ(read.previous->run_id, "p");
    EXPECT_EQ(read.previous->started, report.previous->started);
    ASSERT_EQ(read.results.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(read.results[i].novelty, report.results[i].novelty);
    EXPECT_EQ(encode(read), encode(report));
}

TEST(Codec, TermsAreReadAlsoWithTheWordsThatOnceStoodInFront) {
    const auto now = *parse(R"({"terms": [[1, 2, 3]]})");
    const auto once = *parse(R"({"terms": [["career", 1, 2, 3]]})");
    const auto broken = *parse(R"({"terms": [7]})");
    EXPECT_EQ(decode_features(now)->terms, (std::vector<TermMatch>{{1, 2, 3}}));
    EXPECT_EQ(decode_features(once)->terms, (std::vector<TermMatch>{{1, 2, 3}}));
    EXPECT_EQ(decode_features(broken).error().kind(), ErrorKind::malformed);
}

TEST(Codec, WhatIsWrittenElementByElementIsTheSameText) {
    Report report{.run_id = "r", .query = "q", .started = Timestamp{}, .total_urls = 3};
    EXPECT_EQ(dump(report), dump(encode(report)));
    for (const auto state : {UrlState::failed, UrlState::too_short, UrlState::failed})
        report.omissions.push_back({.url = *Url::parse("https://example.org/"), .title = "\"T\"", .state = state});
    EXPECT_EQ(dump(report), dump(encode(report)));
    EXPECT_EQ(dump(report, Layout::pretty), dump_pretty(encode(report)));

    Discovered discovered{.candidates = {}, .sources = {{"feed", 2, "slow"}}, .left_out = 4};
    EXPECT_EQ(dump(discovered), dump(encode(discovered)));
    discovered.candidates.resize(2);
    EXPECT_EQ(dump(discovered), dump(encode(discovered)));

    KnownPages known{.run_id = "r", .started = Timestamp{}, .pages = {}};
    EXPECT_EQ(dump(known), dump(encode(known)));
    known.pages.resize(2);
    EXPECT_EQ(dump(known), dump(encode(known)));
}

TEST(Codec, NamesTheMemberThatIsWrong) {
    auto value = encode(document());
    value.set("url", "no url");
    EXPECT_NE(decode_document(value).error().message().find("'url'"), std::string::npos);
    EXPECT_FALSE(decode_assessment(*parse("{}")));
    EXPECT_FALSE(decode_report(*parse("[]")));
}

}  // namespace
}  // namespace winnow::json
