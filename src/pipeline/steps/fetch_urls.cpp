#include <chrono>
#include <unordered_map>

#include "json/codec.h"
#include "log/log.h"
#include "pipeline/discover.h"
#include "pipeline/steps/steps.h"

namespace winnow {
namespace {

/// A list that everybody reads from the store need not be short; but an item travels like any other payload.
Candidate for_stored_list(Candidate candidate) {
    if (candidate.inline_html.size() > kMostItemBytes / 2) candidate.inline_html.clear();
    return candidate;
}

json::Value items_of(const std::string& run_id, const std::vector<Candidate>& candidates, bool whole) {
    json::Array items;
    for (const auto& candidate : candidates) items.push_back(item_of(run_id, candidate, whole));
    return items;
}

bool fits(const json::Value& items) {
    return json::dump(items).size() + items.items().size() * kAnswerBytes <= kMostItemBytes;
}

/// The items whole, or short, whichever fits into what travels between two states, before and after the map.
Result<json::Value> inline_items(const std::string& run_id, const std::vector<Candidate>& candidates) {
    for (const bool whole : {true, false})
        if (auto items = items_of(run_id, candidates, whole); fits(items)) return items;
    return fail(ErrorKind::too_large, std::to_string(candidates.size()) +
                                          " URLs are more than travel between two states (256 KiB): set map_mode to "
                                          "distributed, or a lower max_urls");
}

Result<UrlList> listed(RunHeader header, Discovered discovered, ListForm form, RunBlobs& run) {
    UrlList list{.header = std::move(header), .urls = {}, .stored_list = {}};
    auto& candidates = discovered.candidates;
    list.total = candidates.size();
    list.sources = std::move(discovered.sources);
    if (form == ListForm::inline_items) {
        TRY(list.urls, inline_items(list.header.run_id, candidates));
        return list;
    }
    for (auto& candidate : candidates) candidate = for_stored_list(std::move(candidate));
    TRY(list.stored_list, run.save_list(items_of(list.header.run_id, candidates, true)));
    return list;
}

Result<void> need_something(const Discovered& found) {
    if (!found.candidates.empty()) return {};
    std::string problems;
    for (const auto& source : found.sources)
        if (!source.error.empty()) problems += (problems.empty() ? "" : "; ") + source.source + ": " + source.error;
    if (problems.empty()) return {};
    return fail(ErrorKind::unavailable, "no source gave a URL: " + problems);
}

}  // namespace

Result<UrlList> fetch_urls(Components& components, const RunOptions& options, RunHeader header, ListForm form,
                           BlobStore& blobs, const Deadline& deadline) {
    RunBlobs run(blobs, header.run_id, deadline);
    TRY(auto earlier, run.header());
    if (earlier) {
        if (earlier->query != header.query || earlier->method != header.method)
            return fail(ErrorKind::conflict, "run " + header.run_id + " has another question or method");
        log::info("run was discovered before", {{"run_id", header.run_id}});
        TRY(auto found, run.discovered());
        return listed(std::move(*earlier), std::move(found), form, run);
    }
    const auto begin = components.clock->steady_now();
    Progress silent;
    auto found = discover(components, options, silent, deadline);
    if (deadline.has_passed()) return fail(ErrorKind::timed_out, "the sources did not answer in time");
    TRY_OK(need_something(found));
    header.discover_seconds = std::chrono::duration<double>(components.clock->steady_now() - begin).count();
    TRY(header.previous, run.last_run_of(header.query));
    TRY_OK(run.save_discovered(found));
    TRY_OK(run.save_header(header));  // last: who finds it finds the rest
    return listed(std::move(header), std::move(found), form, run);
}

}  // namespace winnow
