#include "app/server/library/library.h"

#include <algorithm>
#include <set>

#include "files/files.h"
#include "json/codec.h"

namespace winnow::site {
namespace {

constexpr std::size_t kReportsKept = 6;
constexpr std::size_t kRunsLookedAt = 500;  // for questions
constexpr std::size_t kMaxReportBytes = 256u << 20;

}  // namespace

Result<std::vector<RunRecord>> Library::runs(std::size_t limit) {
    return store_.runs(limit);
}

Result<RunRecord> Library::run(const std::string& id) {
    auto found = store_.find_run(id);
    if (!found && found.error().kind() != ErrorKind::invalid_argument) return fail(std::move(found).error());
    if (!found || !*found || (*found)->id != id) return fail(ErrorKind::not_found, "There is no run " + id + ".");
    return std::move(**found);
}

Result<std::vector<RunRecord>> Library::latest_of_each_question() {
    TRY(auto runs, store_.runs(kRunsLookedAt));
    std::set<std::string> seen;
    std::erase_if(
        runs, [&](const RunRecord& run) { return run.state != RunState::finished || !seen.insert(run.query).second; });
    return runs;
}

Result<std::shared_ptr<const Report>> Library::report(const RunRecord& run) {
    if (run.state != RunState::finished || run.folder.empty())
        return fail(ErrorKind::not_found, "Run " + run.id + " is " + std::string(to_string(run.state)) +
                                              ": there is no report of it. Continue it with: winnow run --resume " +
                                              run.id);
    {
        const std::scoped_lock lock(mutex_);
        const auto found = std::ranges::find(reports_, run.id, &decltype(reports_)::value_type::first);
        if (found != reports_.end()) {
            reports_.splice(reports_.begin(), reports_, found);
            return found->second;
        }
    }
    const auto file = std::filesystem::path(run.folder) / "results.json";
    auto text = files::read_file(file, kMaxReportBytes);
    if (!text)
        return fail(Error(ErrorKind::not_found, "The report of run " + run.id + " cannot be read: " +
                                                    text.error().message() + ". Was it made without the form json?"));
    TRY(const auto value, json::parse(*text));
    auto decoded = json::decode_report(value);
    if (!decoded) return fail(std::move(decoded).error().in(file.string()));
    auto report = std::make_shared<const Report>(std::move(*decoded));
    const std::scoped_lock lock(mutex_);
    reports_.emplace_front(run.id, report);
    if (reports_.size() > kReportsKept) reports_.pop_back();
    return report;
}

Result<std::vector<RunFigures>> Library::history(std::size_t limit) {
    TRY(const auto runs, store_.runs(limit));
    std::vector<RunFigures> all;
    for (const auto& run : runs) {
        if (run.state != RunState::finished) continue;
        {
            const std::scoped_lock lock(mutex_);
            if (const auto found = figures_.find(run.id); found != figures_.end()) {
                all.push_back(found->second);
                continue;
            }
        }
        const auto report = this->report(run);
        if (!report) continue;
        all.push_back(figures_of(**report));
        const std::scoped_lock lock(mutex_);
        figures_.emplace(run.id, all.back());
    }
    std::ranges::reverse(all);
    return all;
}

}  // namespace winnow::site
