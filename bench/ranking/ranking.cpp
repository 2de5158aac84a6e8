// Ranks documents for questions with the product's ranker and prints a TREC run.
// usage: bench_ranking DOCUMENTS QUERIES [--plain] [--no-judge] [--list]
// DOCUMENTS holds one document a line, as bench/ranking/corpus.py writes them; QUERIES is an object of id → question.
// --plain prints the order before grouping and diversity; --no-judge gives every document the same quality;
// --list gives quality the share that it has in a reading list, not that of `winnow rank`.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "documents.h"
#include "evaluate/local.h"
#include "files/files.h"
#include "json/codec.h"
#include "rank/ranker.h"

namespace winnow {
namespace {

constexpr double kListQuality = 0.4;  // the default of rank.quality

struct Options {
    std::string documents;
    std::string queries;
    bool plain = false;
    bool judge = true;
    bool list = false;
};

/// Each document and its near-duplicates behind all picks, as `winnow rank` lists them; or by rank score alone.
std::vector<std::pair<std::size_t, double>> order_of(const Ranking& ranking, bool plain) {
    std::vector<std::pair<std::size_t, double>> order;
    for (const auto& pick : ranking.picks) order.emplace_back(pick.index, pick.rank_score);
    if (plain)
        std::ranges::stable_sort(order, std::greater<>{}, &std::pair<std::size_t, double>::second);
    else
        for (const auto& pick : ranking.picks)
            for (const auto index : pick.similar) order.emplace_back(index, 0.0);
    return order;
}

Result<void> run(const Options& options) {
    TRY(const auto documents, read_documents(options.documents));
    TRY(const auto bytes, files::read_file(options.queries, kMaxBytes));
    TRY(const auto queries, json::parse(bytes));
    const auto ranker = make_ranker();
    const auto judge = make_local_evaluator();
    std::chrono::nanoseconds counting{}, judging{}, ranking_time{};
    const auto now = [] { return std::chrono::steady_clock::now(); };
    for (const auto& [id, question] : queries.members()) {
        std::vector<Ending> items;
        for (const auto& document : documents) {
            Ending item;
            item.url = document.url;
            item.state = UrlState::judged;
            auto start = now();
            item.features = ranker->features(document, question.text());
            counting += now() - start;
            start = now();
            item.overall = 5.5;
            if (options.judge) {
                TRY(const auto assessment, judge->evaluate(document, question.text(), default_rubric(), {}));
                item.overall = assessment.overall;
            }
            judging += now() - start;
            items.push_back(std::move(item));
        }
        const auto start = now();
        RankOptions rank_options{.question = question.text()};
        if (options.list) rank_options.quality_share = kListQuality;
        if (options.plain) rank_options.near_duplicate = 1.1;
        const auto ranking = ranker->rank(items, rank_options);
        ranking_time += now() - start;
        int rank = 0;
        for (const auto& [index, score] : order_of(ranking, options.plain))
            std::printf("%s Q0 %s %d %.6f winnow\n", id.c_str(), documents[index].id.value.c_str(), ++rank, score);
        std::fprintf(stderr, "%s: %zu picks, %zu off topic\n", id.c_str(), ranking.picks.size(),
                     ranking.off_topic.size());
    }
    const double pages = static_cast<double>(documents.size() * queries.members().size());
    const auto micro = [](std::chrono::nanoseconds time, double count) {
        return static_cast<double>(time.count()) / 1000 / count;
    };
    std::fprintf(stderr, "per page: features %.0f us, judge %.0f us; per question: ranking %.0f us\n",
                 micro(counting, pages), micro(judging, pages),
                 micro(ranking_time, static_cast<double>(queries.members().size())));
    return {};
}

}  // namespace
}  // namespace winnow

int main(int count, char** arguments) {
    const std::vector<std::string> given(arguments + 1, arguments + count);
    if (given.size() < 2) {
        std::fputs("usage: bench_ranking DOCUMENTS QUERIES [--plain] [--no-judge] [--list]\n", stderr);
        return 2;
    }
    const auto has = [&](const char* flag) { return std::ranges::find(given, flag) != given.end(); };
    const auto done = winnow::run({.documents = given[0],
                                   .queries = given[1],
                                   .plain = has("--plain"),
                                   .judge = !has("--no-judge"),
                                   .list = has("--list")});
    if (!done) std::fprintf(stderr, "bench_ranking: %s\n", done.error().message().c_str());
    return done ? 0 : 1;
}
