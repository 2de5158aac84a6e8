#include "app/server/site/reading.h"

#include <algorithm>
#include <charconv>

#include "publish/wording.h"
#include "text/digest.h"

namespace winnow::site {
namespace {

constexpr std::size_t kQuestionsShown = 30;
constexpr std::size_t kRunsInHistory = 60;
constexpr std::size_t kContextBytes = 260;
constexpr std::size_t kMostAsked = 300;  // characters, as of those below
constexpr std::size_t kMostName = 100;
constexpr std::size_t kMostLanguage = 35;  // of a tag (RFC 5646, 4.4.1)
constexpr std::chrono::seconds kPatience{20};

/// What the run kept of the document that was judged, without its texts.
std::optional<Document> document_of(const SiteParts& parts, const Report& report, const ReportItem& item) {
    auto outcome = parts.store.outcome(report.run_id, item.url);
    if (!outcome || !*outcome || !(*outcome)->document) return std::nullopt;
    return std::move(*(*outcome)->document);
}

/// The text that was judged: the memory has it if the page did not change since, and the index in passages.
std::string text_of(const SiteParts& parts, const std::optional<Document>& document, const ReportItem& item) {
    const auto page = parts.store.find_page(item.url);
    if (page && *page && (!document || (*page)->document.content_hash == document->content_hash))
        return (*page)->document.text;
    const auto id = document ? document->id : text::document_id(item.url);
    const auto indexed = parts.finder.find(id, Deadline::after(kPatience));
    if (!indexed || !*indexed) return {};
    return text_of_passages((*indexed)->passages);
}

SearchMode mode_of(const std::string& name) {
    if (name == "lexical") return SearchMode::lexical;
    return name == "semantic" ? SearchMode::semantic : SearchMode::hybrid;
}

std::vector<std::string> one_or_none(const std::string& text) {
    if (text.empty()) return {};
    return {text};
}

Result<SearchAsked> asked_by(const web::Form& query) {
    SearchAsked asked;
    TRY(asked.question, query.text("q", kMostAsked));
    TRY(asked.mode, query.text("mode", kMostName));
    TRY(asked.source, query.text("source", kMostName));
    TRY(asked.language, query.text("language", kMostLanguage));
    TRY(asked.tag, query.text("tag", kMostName));
    if (asked.mode.empty()) asked.mode = "hybrid";
    if (asked.mode != "hybrid" && asked.mode != "lexical" && asked.mode != "semantic")
        return fail(ErrorKind::invalid_argument, "mode: expected hybrid, lexical or semantic");
    TRY(asked.min_score, query.number("min_score", 0, 0, 10));
    TRY(asked.limit, query.count("limit", 20, 1, 100));
    return asked;
}

}  // namespace

Result<std::vector<LatestRun>> latest_runs(const SiteParts& parts) {
    TRY(auto runs, parts.library.latest_of_each_question());
    if (runs.size() > kQuestionsShown) runs.resize(kQuestionsShown);
    std::vector<LatestRun> all;
    for (auto& run : runs) {
        auto report = parts.library.report(run);
        LatestRun latest{.run = std::move(run), .report = nullptr, .problem = {}};
        if (report)
            latest.report = std::move(*report);
        else
            latest.problem = report.error().message();
        all.push_back(std::move(latest));
    }
    return all;
}

Result<std::shared_ptr<const Report>> report_of(const SiteParts& parts, const std::string& run_id) {
    TRY(const auto run, parts.library.run(run_id));
    return parts.library.report(run);
}

Result<Article> article_of(const SiteParts& parts, const std::string& run_id, const std::string& position) {
    TRY(auto report, report_of(parts, run_id));
    int number = 0;
    std::from_chars(position.data(), position.data() + position.size(), number);
    const auto found = std::ranges::find(report->results, number, &ReportItem::position);
    if (found == report->results.end() || std::to_string(number) != position)
        return fail(ErrorKind::not_found, "The list of run " + run_id + " has no entry " + position + ".");
    Article article{
        .report = report, .item = &*found, .quotes = {}, .why_no_context = {}, .label = {}, .exchanges = {}};
    const auto document = document_of(parts, *report, *found);
    const auto text = text_of(parts, document, *found);
    if (text.empty())
        article.why_no_context =
            "The text of the page is not kept, so the quotes stand here without what surrounds them.";
    for (const auto& score : found->assessment.scores) {
        auto& contexts = article.quotes[score.criterion];
        for (const auto& quote : score.quotes) contexts.push_back(in_context(text, quote, kContextBytes));
    }
    TRY(article.label, parts.labels.find(found->url));
    if (document) {
        TRY(article.exchanges, parts.store.exchanges(document->content_hash, found->assessment));
    }
    return article;
}

Result<std::map<std::string, Label>> labels_by_url(const SiteParts& parts) {
    TRY(auto labels, parts.labels.all());
    std::map<std::string, Label> by_url;
    for (auto& label : labels) by_url.emplace(label.url.href(), std::move(label));
    return by_url;
}

Result<History> history_of(const SiteParts& parts, const std::string& question) {
    History history{.question = question};
    TRY(history.runs, parts.library.runs(kRunsInHistory));
    TRY(history.figures, parts.library.history(kRunsInHistory));
    for (const auto& run : history.runs)
        if (std::ranges::find(history.questions, run.query) == history.questions.end())
            history.questions.push_back(run.query);
    if (question.empty()) return history;
    std::erase_if(history.runs, [&](const RunRecord& run) { return run.query != question; });
    std::erase_if(history.figures, [&](const RunFigures& run) { return run.query != question; });
    return history;
}

Result<SearchAnswered> searched(const SiteParts& parts, const web::Form& query) {
    SearchAnswered answered;
    TRY(answered.asked, asked_by(query));
    auto& asked = answered.asked;
    const auto deadline = Deadline::after(kPatience);
    SearchRequest request{.question = asked.question,
                          .mode = mode_of(asked.mode),
                          .filter = {.sources = one_or_none(asked.source),
                                     .languages = one_or_none(asked.language),
                                     .tags = one_or_none(asked.tag)},
                          .limit = asked.limit};
    if (asked.min_score > 0) request.filter.min_score = asked.min_score;
    Result<IndexAnswer> answer;
    if (const auto like = query.get("like"); !like.empty()) {
        auto url = Url::parse(like);
        if (!url) return fail(ErrorKind::invalid_argument, "like: no URL: " + url.error().message());
        answer = parts.finder.ask_like(*url, request, deadline);
        if (asked.question.empty()) asked.question = url->href();
    } else if (!asked.question.empty()) {
        answer = parts.finder.ask(request, deadline);
    } else if (const auto stats = parts.finder.stats(deadline)) {
        answered.documents = stats->documents;
    } else {
        answered.problem = stats.error().message();
    }
    if (!answer) {
        answered.problem = answer.error().message();
        return answered;
    }
    answered.hits = std::move(answer->hits);
    answered.note = std::move(answer->note);
    return answered;
}

}  // namespace winnow::site
