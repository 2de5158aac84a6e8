#include "made_report.h"

namespace winnow {
namespace {

Timestamp day(const char* text) {
    return *parse_rfc3339(text);
}

Assessment assessment(std::vector<double> scores, const std::string& verdict, const std::string& summary) {
    Assessment result;
    const auto& criteria = default_rubric().criteria;
    const char* const explanations[] = {
        "States versions and limits; the one claim that can be checked against the documentation holds.",
        "Gives a template for the conversation and a list of steps to take in the first ninety days.",
        "Refers to two surveys and to five named people who hold the role.",
        "Goes beyond definitions: trade-offs between breadth and depth are worked through.",
        "Names what the author sells, and gives the other view a fair hearing.",
    };
    for (std::size_t i = 0; i < criteria.size(); ++i)
        result.scores.push_back({criteria[i].name, scores[i], explanations[i], {}});
    result.scores[0].quotes = {{"A Staff engineer is not simply a faster Senior engineer.", 120}};
    result.scores[1].quotes = {{"Write down the three decisions that you want to be known for.", 940},
                               {"Ask your manager what they would need to see.", 1830}};
    result.overall = overall_score(result.scores, default_rubric());
    result.tags = {"career", "staff engineer", "leadership"};
    result.verdict = verdict;
    result.summary = summary;
    result.evaluator = "local";
    result.model = "rules 1";
    result.proof = "SHA-256 3f0c2a91 of 2,790 words";
    return result;
}

ReportItem item(int position, const std::string& href, const std::string& title, const std::string& site,
                double relevance, Assessment judged) {
    ReportItem result;
    result.position = position;
    result.url = url(href);
    result.title = title;
    result.source = "hackernews";
    result.site = site;
    result.language = "en";
    result.words = 2790;
    result.relevance = relevance;
    result.rank_score = relevance * judged.overall;
    result.high_quality = judged.overall >= 7;
    result.assessment = std::move(judged);
    return result;
}

void count(Report& report) {
    for (const auto state : kUrlStates) report.states[std::string(to_string(state))] = 0;
    for (const auto& result : report.results) ++report.states[std::string(to_string(result.state))];
    for (const auto& omission : report.omissions) ++report.states[std::string(to_string(omission.state))];
    for (const auto& [state, number] : report.states) report.total_urls += number;
    report.failed_urls = report.states["failed"];
}

Report frame() {
    Report report;
    report.run_id = "20261123T235800-1f2e3d";
    report.query = "How does a senior engineer grow into a staff engineer?";
    report.evaluation_method = "local";
    report.rubric = "default";
    for (const auto& criterion : default_rubric().criteria)
        report.criteria.push_back({criterion.name, criterion.title, criterion.weight});
    report.started = day("2026-11-23T23:58:00Z");
    report.runtime_seconds = 41.25;
    report.sources = {{"hackernews", 9, ""}, {"feed: staffeng.com", 5, ""}, {"lobsters", 0, "did not answer in 20 s"}};
    report.stages = {{"discover", 3.5}, {"evaluate", 36.5}, {"rank", 1.25}};
    return report;
}

void add_omissions(Report& report) {
    const auto add = [&](const std::string& path, const std::string& title, UrlState state, const std::string& reason) {
        report.omissions.push_back({url("https://example.org/" + path), title, "hackernews", state, reason,
                                    state == UrlState::failed ? "timed_out" : ""});
    };
    add("gone", "A page that is gone", UrlState::not_read, "HTTP 404");
    add("robots", "Closed", UrlState::blocked_by_robots, "robots.txt forbids it");
    add("login", "Members only", UrlState::login_wall, "login_wall: a form asks for a password");
    add("short", "A note", UrlState::too_short, "48 words, fewer than 150");
    add("cooking", "How to boil an egg", UrlState::off_topic, "judged, but not about the question");
    add("pasta", "", UrlState::off_topic, "judged, but not about the question");
    add("copy", "Staff engineer archetypes (copy)", UrlState::duplicate, "says nearly the same as another");
    add("slow", "A slow server", UrlState::failed, "no answer within 20 s");
}

}  // namespace

Url url(const std::string& text) {
    return *Url::parse_exact(text);
}

Report made_report() {
    auto report = frame();
    report.results = {
        item(1, "https://staffeng.com/guides/staff-archetypes", "Staff archetypes: four ways of being a staff engineer",
             "StaffEng", 0.94,
             assessment({8.5, 8, 9, 9, 7.5},
                        "Read it: the clearest account of what the role is, with people who hold it.",
                        "Describes four patterns of the staff role (tech lead, architect, solver, right hand), how to "
                        "recognise which of them a company rewards, and what each asks of a person day to day.")),
        item(2, "https://example.com/growing?from=senior&to=staff", "Growing beyond \u201Csenior\u201D", "example.com",
             0.81,
             assessment({7, 8, 6, 7, 8}, "Read it for the plan; the evidence is one person\u2019s experience.",
                        "A plan in three steps for the year before a promotion.")),
        item(3, "https://example.net/karriere", "Vom Senior zum Staff Engineer: was sich wirklich ändert", "", 0.72,
             assessment({6, 5.5, 5, 6, 7}, "Skim it: sound but general.", "")),
        item(4, "https://example.org/10x", "10x your career with this one trick", "Growth Blog", 0.55,
             assessment({4, 3, 2, 2.5, 3}, "Skip it: claims without support, and a course for sale.",
                        "Sells a course.")),
    };
    auto& first = report.results[0];
    first.authors = {"Will Larson"};
    first.published = Date{day("2020-11-12T00:00:00Z"), DatePrecision::day};
    first.similar = {{url("https://example.org/copy"), "Staff engineer archetypes (copy)", 0.92}};
    report.results[1].authors = {"Ada Lovelace", "Grace Hopper"};
    report.results[1].published = Date{day("2024-05-01T00:00:00Z"), DatePrecision::month};
    report.results[1].state = UrlState::cached;
    report.results[1].words = 1180;
    report.results[2].language = "de";
    report.results[2].excerpt = "Was bei uns ein Staff Engineer tut, und was nicht.";
    report.results[2].published = Date{day("2023-01-01T00:00:00Z"), DatePrecision::year};
    report.results[3].assessment.flags = {"partial_text", "possible_injection"};
    report.results[3].words = 610;
    add_omissions(report);
    count(report);
    report.evaluated_urls = 6;
    report.cached_urls_used = 1;
    report.high_quality_count = 2;
    report.quality_ratio = 2.0 / 7;
    report.average_score = 6.125;
    report.usage = {184'200, 9'310, 0.4175};
    return report;
}

Report later_report() {
    auto report = made_report();
    report.previous = PreviousRun{"20261116T235800-1f2e3d", day("2026-11-16T23:58:00Z")};
    report.results[0].novelty = Novelty::fresh;
    report.results[1].novelty = Novelty::unchanged;
    report.results[2].novelty = Novelty::changed;
    report.results[3].novelty = Novelty::fresh;
    report.gone = {{url("https://example.org/gone"), "A page that is gone", "hackernews", Disappearance::removed, 7.25,
                    day("2026-11-16T23:58:00Z")},
                   {url("https://example.org/old?a=1&b=2"), "", "hackernews", Disappearance::not_suggested, 4,
                    day("2026-10-01T08:00:00Z")}};
    return report;
}

Report empty_report() {
    auto report = frame();
    add_omissions(report);
    count(report);
    report.evaluated_urls = 3;
    report.average_score = 4.8;
    report.explanation =
        "None of 8 URLs made the list: 1 not_read, 1 blocked_by_robots, 1 login_wall, 1 too_short, 2 off_topic, "
        "1 duplicate, 1 failed. What was judged is not about the question.";
    return report;
}

Report hostile_report() {
    const std::string markup = "</title></style><script>alert(1)</script>\"><img src=x onerror=alert(2)>'";
    const std::string terminal =
        "\x1b[31mred\x1b]0;title\x07\x1b[2J \u202Eevil\u202C\xC2\x9B"
        "5mblink\x01\xFF\r\n";
    const std::string markdown =
        "# [x](javascript:alert(3)) ![i](http://e.org/i.png) <b> `c` | *e* _u_ www.e.org https://e.org @me";
    const auto foreign = markup + terminal + markdown + "]]>&--><!--";
    auto report = made_report();
    report.query = report.run_id = report.rubric = report.evaluation_method = foreign;
    report.results.resize(1);
    auto& item = report.results[0];
    item.url = url("https://example.org/a)b'c\"d<e>?q=`\\)&x=<script>");
    item.title = item.site = item.excerpt = item.source = foreign;
    item.language = "en\" onmouseover=\"alert(4)";
    item.authors = {foreign, ""};
    item.similar = {{item.url, foreign, 0.9}};
    auto& judged = item.assessment;
    judged.verdict = judged.summary = judged.evaluator = judged.model = judged.proof = foreign;
    judged.tags = judged.flags = {foreign, ""};
    judged.scores = {{foreign, 11, foreign, {{foreign, 0}}}, {"low", -3, "", {}}};
    report.omissions = {{item.url, foreign, foreign, UrlState::failed, foreign, foreign}};
    report.previous = PreviousRun{foreign, report.started};
    report.gone = {{item.url, foreign, foreign, Disappearance::removed, 5, report.started}};
    report.sources = {{foreign, 1, foreign}};
    report.stages = {{foreign, 1}};
    report.explanation = foreign;
    return report;
}

}  // namespace winnow
