#include "app/server/pages/pages.h"

#include <gtest/gtest.h>

#include "app/server/assets/assets.h"
#include "app/server/pages/charts/charts.h"
#include "app/server/pages/layout.h"

namespace winnow::site {
namespace {

constexpr const char* kAttack = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

ReportItem item(int position, double score, const std::string& title) {
    ReportItem item{.position = position,
                    .url = Url::parse("https://example.org/" + std::to_string(position)).value(),
                    .title = title,
                    .source = position % 2 == 0 ? "feed" : "hackernews"};
    item.high_quality = score >= 7;
    item.assessment.overall = score;
    item.assessment.scores = {{.criterion = "depth", .score = score, .explanation = "because", .quotes = {}}};
    return item;
}

Report report(std::vector<ReportItem> items) {
    Report report{.run_id = "run-1", .query = "a question", .evaluation_method = "local", .rubric = "default"};
    report.criteria = {{"depth", "Depth", 1}};
    report.results = std::move(items);
    return report;
}

/// As hostile as a page can be, in every member that comes from outside.
Report hostile() {
    auto bad = item(1, 8, kAttack);
    bad.source = bad.site = bad.excerpt = kAttack;
    bad.authors = {kAttack};
    bad.language = kAttack;
    auto& assessment = bad.assessment;
    assessment.summary = assessment.verdict = assessment.evaluator = assessment.model = assessment.proof = kAttack;
    assessment.tags = {kAttack};
    assessment.flags = {kAttack};
    assessment.insights = {kAttack};
    assessment.perspectives = {{.name = kAttack, .overall = 5, .criteria = {}, .verdict = kAttack}};
    assessment.scores.front().explanation = kAttack;
    assessment.scores.front().quotes = {{.text = kAttack, .offset = 0}};
    bad.similar = {{.url = bad.url, .title = kAttack, .resemblance = 0.9}};
    auto all = report({bad});
    all.query = all.rubric = all.evaluation_method = kAttack;
    all.warnings = {kAttack};
    all.sources = {{.source = kAttack, .found = 1, .error = kAttack}};
    all.omissions = {
        {.url = bad.url, .title = kAttack, .source = kAttack, .state = UrlState::failed, .reason = kAttack}};
    all.states["failed"] = 1;
    return all;
}

void expect_text_only(const std::string& html, const char* where) {
    EXPECT_FALSE(html.contains("<script>alert")) << where;
    EXPECT_FALSE(html.contains("<img")) << where;
    EXPECT_FALSE(html.contains("\"'>")) << where;
    EXPECT_FALSE(html.contains(" style=")) << where << ": the policy forbids it";
    EXPECT_FALSE(html.contains(" onclick=")) << where;
}

TEST(Pages, ShowHostileTextAsText) {
    const auto all = std::make_shared<const Report>(hostile());
    const auto& entry = all->results.front();
    Label label{.url = entry.url, .title = kAttack, .question = kAttack, .note = kAttack};
    label.scores = {{"depth", 3}};
    const Article article{.report = all,
                          .item = &entry,
                          .quotes = {{"depth", {QuoteInContext{kAttack, kAttack, kAttack}}}},
                          .why_no_context = {},
                          .label = label,
                          .exchanges = {{.provider = kAttack,
                                         .model = kAttack,
                                         .request_id = kAttack,
                                         .sent = {{.role = kAttack, .content = {.text = kAttack}}},
                                         .settings = kAttack,
                                         .opened = {{.url = kAttack, .text = {.text = kAttack}}},
                                         .tool_errors = {kAttack},
                                         .answer = {.text = kAttack},
                                         .fault = kAttack}}};
    const RunRecord run{.id = kAttack, .query = kAttack, .method = kAttack, .state = RunState::finished};
    Job job{.id = "1", .wish = {.question = kAttack, .method = kAttack}, .state = JobState::running};
    job.sources = {{kAttack, 3, kAttack}};
    job.best = {{kAttack, kAttack, 3}};
    job.notes = {kAttack};
    SearchHit hit{.document = {.url = entry.url, .title = kAttack, .site = kAttack, .runs = {kAttack}}};
    hit.passages = {{.passage = {.text = kAttack, .headings = {kAttack}}, .score = 1}};
    const ListFilter filter{.words = kAttack, .source = kAttack, .tag = kAttack};
    expect_text_only(today_html({{run, all, ""}, {run, nullptr, kAttack}}).take(), "today");
    expect_text_only(list_html(*all, {}, {{entry.url.href(), label}}, "t").take(), "list");
    expect_text_only(list_html(*all, filter, {}, "t").take(), "filtered list");
    expect_text_only(left_out_html(*all).take(), "left out");
    expect_text_only(article_html(article, "t").take(), "article");
    expect_text_only(sent_html(article).take(), "sent");
    expect_text_only(history_html({{figures_of(*all)}, {run}, {kAttack, "b"}, kAttack}).take(), "history");
    expect_text_only(search_html({{.question = kAttack, .source = kAttack}, {hit}, kAttack, "", 0}).take(), "search");
    expect_text_only(search_html({{.question = kAttack}, {}, "", kAttack, 0}).take(), "search that failed");
    expect_text_only(jobs_html({job}, {{{kAttack, kAttack}}, {kAttack}, {kAttack}, kAttack}, job.wish, "t").take(),
                     "jobs");
    expect_text_only(job_html(job, "t").take(), "job");
    expect_text_only(labels_html({label}, {{kAttack, {.up = 1, .down = 0}}}, "t").take(), "labels");
    expect_text_only(error_html(404, kAttack).take(), "error");
    expect_text_only(page_html({.title = kAttack, .token = "t", .feed = "/x", .words = kAttack}, {}), "frame");
}

TEST(Pages, MarkQuotesWhereTheyStand) {
    auto one = report({item(1, 8, "A title")});
    one.results[0].assessment.scores[0].quotes = {{"said so", 8}};
    const auto all = std::make_shared<const Report>(one);
    const Article article{.report = all,
                          .item = all->results.data(),
                          .quotes = {{"depth", {QuoteInContext{"Someone ", "said so", " there."}}}},
                          .why_no_context = {},
                          .label = {}};
    EXPECT_TRUE(article_html(article, "t").take().contains("Someone <mark>said so</mark> there."));
}

TEST(Pages, ShowWhatWasSentToTheModelsAndWhatCameBack) {
    auto one = report({item(1, 8, "A title")});
    one.results[0].assessment.evaluator = "local";
    const auto all = std::make_shared<const Report>(one);
    Article article{.report = all, .item = all->results.data(), .exchanges = {{}}};
    auto& exchange = article.exchanges.front();
    exchange = {.provider = "openai",
                .model = "m-1",
                .seconds = 2.1,
                .sent = {{.role = "user", .content = {.text = "</pre><script>" + std::string(9'000, 'x') + " end"}}},
                .settings = R"({"max_tokens":9})",
                .answer = {.text = "an answer", .left_out = 1234},
                .fault = "no quote",
                .usage = {3120, 512, 0.0034}};
    const auto html = article_html(article, "t").take();
    EXPECT_TRUE(html.contains("m-1 of openai: 3,120 tokens in, 512 out, $0.0034, 2.1"));
    EXPECT_TRUE(html.contains("&lt;/pre&gt;&lt;script&gt;"));
    EXPECT_FALSE(html.contains(" end</pre>")) << "the article's page is short";
    EXPECT_TRUE(html.contains("href=\"/runs/run-1/articles/1/sent\""));
    EXPECT_TRUE(html.contains("1,234 bytes are not kept"));
    EXPECT_TRUE(html.contains("Not taken: no quote"));
    EXPECT_TRUE(sent_html(article).take().contains(" end</pre>"));
    article.exchanges.clear();
    EXPECT_TRUE(article_html(article, "t").take().contains("Nothing was sent anywhere"));
    EXPECT_TRUE(sent_html(article).take().contains("Nothing was sent anywhere"));
}

TEST(Pages, NarrowTheListByWordsScoreSourceAndQuality) {
    auto all = report({item(1, 9, "Incident reviews"), item(2, 7.5, "Code review"), item(3, 4, "Review of reviews")});
    all.results[1].assessment.tags = {"code"};
    const auto positions = [&](const ListFilter& filter) {
        std::vector<int> found;
        for (const auto* entry : filtered(all, filter)) found.push_back(entry->position);
        return found;
    };
    EXPECT_EQ(positions({}), (std::vector{1, 2, 3}));
    EXPECT_EQ(positions({.words = "REVIEW code"}), std::vector{2});
    EXPECT_EQ(positions({.source = "hackernews"}), (std::vector{1, 3}));
    EXPECT_EQ(positions({.tag = "code"}), std::vector{2});
    EXPECT_EQ(positions({.least = 7.5}), (std::vector{1, 2}));
    EXPECT_EQ(positions({.only_good = true}), (std::vector{1, 2}));
}

TEST(Pages, DivideALongListAndKeepTheFilter) {
    std::vector<ReportItem> items;
    for (int i = 1; i <= 45; ++i) items.push_back(item(i, 8, "Title " + std::to_string(i)));
    const auto all = report(items);
    const auto html = list_html(all, {.least = 2, .page = 3}, {}, "t").take();
    EXPECT_TRUE(html.contains("id=\"entry-41\""));
    EXPECT_FALSE(html.contains("id=\"entry-40\""));
    EXPECT_TRUE(html.contains("/runs/run-1?least=2.0&amp;page=2"));
    EXPECT_TRUE(list_html(all, {.page = 99}, {}, "t").take().contains("45 pages to read"));
}

TEST(Pages, StayBelowAHundredKilobytes) {
    std::vector<ReportItem> items;
    for (int i = 1; i <= 100; ++i) {
        items.push_back(item(i, 8, std::string(120, 'T')));
        items.back().assessment.summary = std::string(600, 's');
        items.back().assessment.verdict = std::string(150, 'v');
        for (const auto* name : {"b", "c", "d", "e"})
            items.back().assessment.scores.push_back({.criterion = name, .score = 5, .explanation = {}, .quotes = {}});
    }
    auto all = report(items);
    for (const auto* name : {"b", "c", "d", "e"}) all.criteria.push_back({name, name, 0.2});
    const auto html = page_html({.title = "x"}, list_html(all, {}, {}, std::string(64, 't')));
    EXPECT_LT(html.size(), 100'000U);
    EXPECT_LT(find_asset("style.css")->bytes.size() + find_asset("app.js")->bytes.size(), 40'000U);
}

TEST(Pages, SayThatThereIsNothingYet) {
    EXPECT_TRUE(today_html({}).take().contains("Start the first run"));
    EXPECT_TRUE(history_html({}).take().contains("No runs yet"));
    EXPECT_TRUE(labels_html({}, {}, "t").take().contains("No labels yet"));
}

TEST(Charts, NameEachValueForThoseWhoCannotSeeThem) {
    auto first = figures_of(report({item(1, 8, "a"), item(2, 3, "b")}));
    first.quality_ratio = 0.5;
    const auto line = line_chart("Share", {{"run-1", "monday", 0.5}, {"run-2", "tuesday", 0.25}}, [](double value) {
                          return std::to_string(value).substr(0, 4);
                      }).take();
    EXPECT_TRUE(line.contains("aria-label=\"monday: 0.50\""));
    EXPECT_TRUE(line.contains("<polyline"));
    EXPECT_TRUE(share_chart({first}).take().contains("1 from 7, 0 from 5, 1 below"));
    EXPECT_TRUE(score_chart(first.scores, 7).take().contains("8 to 9: 1 page"));
    EXPECT_FALSE(funnel_chart({}).take().contains("nan"));
}

TEST(Evidence, IsShownOnlyWhereTheQuoteReallyStands) {
    const std::string text = "One two three. Four five six seven. Eight nine.";
    const auto found = in_context(text, {"Four five", 15}, 8).value();
    EXPECT_EQ(found.before, "…three. ");
    EXPECT_EQ(found.quote, "Four five");
    EXPECT_EQ(found.after, " six…");
    EXPECT_EQ(in_context(text, {"One two", 0}, 100)->before, "");
    EXPECT_FALSE(in_context(text, {"Four five", 14}, 8));
    EXPECT_FALSE(in_context(text, {"not there", 15}, 8));
    EXPECT_FALSE(in_context(text, {"nine.", 10'000}, 8));
    EXPECT_FALSE(in_context(text, {"", 3}, 8));
}

TEST(Evidence, PutsPassagesBackInTheirPlaces) {
    const std::vector<Passage> passages{
        {.offset = 0, .text = "One two."}, {.offset = 4, .text = "two.\nThree"}, {.offset = 16, .text = "Four"}};
    EXPECT_EQ(text_of_passages(passages), "One two.\nThree\n\nFour");
}

}  // namespace
}  // namespace winnow::site
