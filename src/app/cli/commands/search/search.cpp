#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "app/cli/commands/commands.h"
#include "app/cli/commands/search/show.h"
#include "app/cli/commands/search/whole.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/progress.h"
#include "app/wiring/assembly.h"
#include "app/wiring/search/ask.h"
#include "evaluate/local.h"
#include "text/blank.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kReranked = 30;  // documents that are ordered anew
constexpr std::chrono::minutes kPatience{2};

Result<SearchFilter> filter_of(const SearchArguments& arguments, const Settings& settings) {
    SearchFilter filter{.sources = arguments.sources,
                        .languages = arguments.languages,
                        .tags = arguments.tags,
                        .min_score = arguments.min_score};
    const auto now = system_clock().now();
    if (!arguments.since.empty()) {
        TRY(filter.published_from, parse_since(arguments.since, now));
    }
    if (!arguments.until.empty()) {
        TRY(filter.published_until, parse_since(arguments.until, now));
    }
    if (filter.published_from && filter.published_until && *filter.published_from >= *filter.published_until)
        return fail(ErrorKind::invalid_argument, "--since is not before --until: nothing was published in between");
    if (!arguments.run.empty()) {
        TRY(const auto opened, open_store(settings));
        TRY(const auto run, opened.store->find_run(arguments.run));
        const bool is_shared = settings.search.index.kind != "sqlite";  // others' runs are in it, too
        if (!run && !is_shared)
            return fail(ErrorKind::invalid_argument, "there is no run '" + arguments.run + "'; winnow runs lists them");
        filter.run = run ? run->id : arguments.run;
    }
    return filter;
}

Result<std::vector<double>> local_scores(const Settings& settings, SearchAssembly& search, const SearchRequest& request,
                                         const std::vector<SearchHit>& hits, const Deadline& deadline) {
    TRY(const auto rubric, load_rubric(settings.evaluate));
    const auto judge = make_local_evaluator();
    std::vector<double> scores;
    for (const auto& hit : hits) {
        TRY(const auto whole, search.index().find(hit.document.id, deadline));
        Document document{.id = hit.document.id, .url = hit.document.url, .title = hit.document.title};
        if (whole)
            for (const auto& passage : whole->passages) document.text += passage.text + "\n";
        TRY(const auto assessment, judge->evaluate(document, request.question, rubric, deadline));
        // Half for what the document is worth, half for its place in the answer: a judge does not know the question
        // well.
        const double share = hits.front().score > 0 ? hit.score / hits.front().score : 0;
        scores.push_back((assessment.overall / kHighestScore + share) / 2);
    }
    return scores;
}

Result<std::vector<double>> provider_scores(SearchAssembly& search, const SearchRequest& request,
                                            const std::vector<SearchHit>& hits, const Deadline& deadline) {
    TRY(const auto reranker, search.reranker());
    std::vector<std::string> texts;
    for (const auto& hit : hits) {
        texts.push_back(hit.document.title);
        for (const auto& passage : hit.passages) texts.back() += "\n" + passage.passage.text;
    }
    return reranker->scores(request.question, texts, deadline);
}

void order_by(const std::vector<double>& scores, std::vector<SearchHit>& hits, std::size_t limit) {
    for (std::size_t i = 0; i < hits.size(); ++i) hits[i].score = scores[i];
    std::ranges::stable_sort(hits, std::ranges::greater{}, &SearchHit::score);
    if (hits.size() > limit) hits.resize(limit);
}

Result<IndexAnswer> find(const SearchArguments& arguments, const Settings& settings, SearchAssembly& search,
                         SearchRequest& request, const Deadline& deadline) {
    TRY(request.filter, filter_of(arguments, settings));
    if (!arguments.like.empty()) {
        auto url = Url::parse(arguments.like);
        if (!url)
            return fail(ErrorKind::invalid_argument,
                        "--like: '" + arguments.like + "' is no URL: " + url.error().message());
        TRY(const auto opened, open_store(settings));
        TRY_OK(be_like(search, *opened.store, *url, request, deadline));
    }
    TRY(auto answer, ask_index(search, request, deadline));
    auto& hits = answer.hits;
    if (arguments.rerank == "local") {
        TRY(const auto scores, local_scores(settings, search, request, hits, deadline));
        order_by(scores, hits, arguments.limit);
    } else if (arguments.rerank == "provider") {
        TRY(const auto scores, provider_scores(search, request, hits, deadline));
        order_by(scores, hits, arguments.limit);
    }
    if (hits.size() > arguments.limit) hits.resize(arguments.limit);
    return answer;
}

/// What a reader of the answer might else wonder about.
Result<std::vector<std::string>> remarks(SearchIndex& index, const SearchRequest& request,
                                         const std::vector<SearchHit>& hits, const Deadline& deadline) {
    std::vector<std::string> notes;
    if (hits.empty()) {
        TRY(const auto stats, index.stats(deadline));
        if (stats.documents == 0)
            notes.emplace_back("the index is empty; winnow run fills it");
        else if (request.filter.published_from || request.filter.published_until)
            notes.emplace_back("pages without a date pass neither --since nor --until");
    } else if (request.mode == SearchMode::hybrid &&
               std::ranges::all_of(hits, [](const SearchHit& hit) { return hit.semantic && !hit.lexical; })) {
        notes.emplace_back("no page says a word of the question; these are the nearest in meaning");
    }
    return notes;
}

Result<ExitCode> search_it(const SearchArguments& arguments) {
    TRY(const auto settings, begin(arguments.common));
    if (arguments.like.empty() && text::is_blank(arguments.question))
        return fail(ErrorKind::invalid_argument,
                    "the question is empty; try: winnow search \"code review\", or --like URL");
    const auto fusion = arguments.fusion == "rrf" ? Fusion::reciprocal_rank : Fusion::weighted;
    if (fusion == Fusion::reciprocal_rank && arguments.semantic_weight)
        return fail(ErrorKind::invalid_argument, "--semantic-weight belongs to --fusion weighted; rrf has no weights");
    const auto deadline = Deadline::after(kPatience, stop_on_signals());
    TRY(const auto search, SearchAssembly::open(settings, deadline, IndexUse::asking));
    TRY_OK(make_whole(settings, *search, deadline));
    SearchRequest request{.question = arguments.question,
                          .mode = arguments.mode == "lexical"    ? SearchMode::lexical
                                  : arguments.mode == "semantic" ? SearchMode::semantic
                                                                 : SearchMode::hybrid,
                          .fusion = fusion,
                          .semantic_weight = arguments.semantic_weight.value_or(0.5),
                          .limit = std::max(arguments.limit * 2, arguments.rerank.empty() ? 0 : kReranked)};
    TRY(auto found, find(arguments, settings, *search, request, deadline));
    TRY(auto notes, remarks(search->index(), request, found.hits, deadline));
    if (!found.note.empty()) notes.insert(notes.begin(), std::move(found.note));
    if (arguments.common.verbosity >= 0) say_notes(notes);
    const Answer answer{.question = request.question, .hits = std::move(found.hits), .notes = std::move(notes)};
    const auto format = arguments.common.json ? std::string("json") : arguments.format;
    const bool colour = is_terminal(stdout) && !std::getenv("NO_COLOR");
    const auto text = format == "json"       ? answer_json(answer)
                      : format == "markdown" ? answer_markdown(answer)
                                             : answer_text(answer, {.width = terminal_width(stdout), .colour = colour});
    std::fputs(text.c_str(), stdout);
    return ExitCode::done;
}

}  // namespace

ExitCode search_command(const SearchArguments& arguments) {
    const auto code = search_it(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
