#include "pipeline/discover.h"

#include <algorithm>
#include <mutex>
#include <unordered_set>

#include "log/log.h"
#include "parallel/parallel_map.h"
#include "pipeline/question/expansion.h"

namespace winnow {
namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : "; ") + part;
    return text;
}

SourceReport report_of(const Source& source, const Result<Discovery>& found) {
    if (found) return {source.name(), static_cast<int>(found->candidates.size()), joined(found->warnings)};
    return {source.name(), 0, std::string(to_string(found.error().kind())) + ": " + found.error().message()};
}

}  // namespace

Discovered discover(Components& components, const RunOptions& options, Progress& progress, const Deadline& deadline) {
    progress.stage_started("discover", components.sources.size());
    const Query query{options.question,
                      options.expansions.empty() ? expansions_of(options.question) : options.expansions, options.since,
                      options.per_source};
    const auto count = components.sources.size();
    std::vector<Result<Discovery>> found(count, Discovery{});
    std::mutex mutex;
    const auto called =
        parallel_for(std::vector<std::string>(count), {.workers = count, .pace = {}}, deadline, [&](std::size_t i) {
            auto& source = *components.sources[i];
            auto own = query;
            if (const auto mark = options.since_of.find(source.name()); mark != options.since_of.end())
                own.since = std::max(own.since, mark->second);
            found[i] = source.discover(own, deadline.within(options.source_timeout));
            const auto report = report_of(source, found[i]);
            if (!report.error.empty())
                log::warn("source had trouble", {{"source", report.source}, {"problem", report.error}});
            const std::scoped_lock lock(mutex);
            progress.source_done(report.source, static_cast<std::size_t>(report.found), report.error);
        });

    Discovered result;
    std::size_t longest = 0;
    std::size_t all = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (!called[i]) found[i] = fail(ErrorKind::cancelled, "not asked: the run was stopped");
        result.sources.push_back(report_of(*components.sources[i], found[i]));
        if (!found[i]) continue;
        longest = std::max(longest, found[i]->candidates.size());
        all += found[i]->candidates.size();
    }
    result.candidates.reserve(options.max_urls > 0 ? std::min(all, options.max_urls) : all);
    std::unordered_set<std::string> seen;
    for (std::size_t row = 0; row < longest; ++row)
        for (auto& source : found) {
            if (!source || row >= source->candidates.size()) continue;
            auto& candidate = source->candidates[row];
            if (!seen.insert(candidate.url.href()).second) continue;
            if (options.max_urls > 0 && result.candidates.size() >= options.max_urls)
                ++result.left_out;
            else
                result.candidates.push_back(std::move(candidate));
        }
    return result;
}

}  // namespace winnow
