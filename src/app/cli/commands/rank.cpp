#include <cstdio>
#include <fstream>
#include <map>

#include "app/cli/commands/commands.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "files/files.h"
#include "json/codec.h"
#include "parallel/parallel_map.h"
#include "pipeline/discover.h"
#include "pipeline/item.h"
#include "pipeline/progress.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kMaxFileBytes = 64u << 20;
constexpr std::size_t kAllPages = 1'000'000;

/// The identifiers that judgements use for URLs; without a manifest the URL itself.
Result<std::map<std::string, std::string>> read_manifest(const std::string& path) {
    std::map<std::string, std::string> ids;
    if (path.empty()) return ids;
    TRY(const auto bytes, files::read_file(path, kMaxFileBytes));
    auto value = json::parse(bytes);
    if (!value) return fail(std::move(value).error().in(path));
    for (const auto& entry : value->items()) {
        TRY(const auto url, Url::parse(entry["url"].as_string()));
        ids[url.href()] = entry["id"].text();
    }
    return ids;
}

std::vector<Ending> judge_all(Components& components, const RunOptions& options,
                              const std::vector<Candidate>& candidates, const Deadline& deadline) {
    std::vector<Ending> items(candidates.size());
    LocalLedger ledger(options.budget);
    parallel_for(std::vector<std::string>(candidates.size()), {.workers = options.workers, .pace = {}}, deadline,
                 [&](std::size_t i) {
                     items[i] = ending_of(process_item(components, options, candidates[i], ledger, deadline));
                 });
    return items;
}

/// The list of a question as TREC writes it: "d1 Q0 DOCUMENT RANK SCORE winnow". Near-duplicates follow the page that
/// stands for them at the end, for a reading list shows them folded.
std::string trec_lines(const std::string& query, const std::vector<Ending>& items, const Ranking& ranking,
                       const std::map<std::string, std::string>& ids, std::size_t depth) {
    std::vector<std::size_t> order;
    order.reserve(items.size());
    for (const auto& pick : ranking.picks) order.push_back(pick.index);
    for (const auto& pick : ranking.picks) order.insert(order.end(), pick.similar.begin(), pick.similar.end());
    std::string lines;
    for (std::size_t rank = 0; rank < order.size() && rank < depth; ++rank) {
        const auto& href = items[order[rank]].url.href();
        const auto id = ids.find(href);
        lines += query + " Q0 " + (id == ids.end() ? href : id->second) + " " + std::to_string(rank + 1) + " " +
                 std::to_string(depth - rank) + " winnow\n";
    }
    return lines;
}

Result<ExitCode> rank_all(const RankArguments& arguments) {
    TRY(auto settings, begin(arguments.common));
    const auto stop = stop_on_signals();
    TRY(const auto ids, read_manifest(arguments.manifest));
    TRY(const auto bytes, files::read_file(arguments.queries, kMaxFileBytes));
    auto queries = json::parse(bytes);
    if (!queries) return fail(std::move(queries).error().in(arguments.queries));
    if (queries->members().empty())
        return fail(ErrorKind::invalid_argument, arguments.queries + " must be an object: query id → question");
    TRY(auto assembly, Assembly::make(settings, {.archive = arguments.archive, .in_memory = true}));
    auto& components = assembly->components();
    const Deadline deadline = Deadline::after(std::chrono::hours{1}, stop);

    auto options = run_options(settings);
    options.per_source = kAllPages;
    options.min_words = 0;
    Progress silent;
    const auto found = discover(components, options, silent, deadline);
    std::string lines;
    for (const auto& [id, question] : queries->members()) {
        options.question = question.text();
        const auto items = judge_all(components, options, found.candidates, deadline);
        auto rank = options.rank;
        rank.question = options.question;
        rank.limit = 0;
        rank.quality_share = RankOptions().quality_share;  // a TREC run is about the topic
        rank.min_score = components.rubric.min_score;
        lines += trec_lines(id, items, components.ranker->rank(items, rank), ids, arguments.depth);
    }
    if (deadline.has_passed()) return fail(ErrorKind::cancelled, "stopped");
    if (arguments.trec == "-")
        std::fputs(lines.c_str(), stdout);
    else
        TRY_OK(files::write_file_atomically(arguments.trec, lines));
    return ExitCode::done;
}

}  // namespace

ExitCode rank_command(const RankArguments& arguments) {
    const auto code = rank_all(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
