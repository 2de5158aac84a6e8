#include "pipeline/item/details.h"

#include <utility>

#include "parallel/parallel_map.h"

namespace winnow {
namespace {

constexpr std::size_t kReaders = 8;  // outcomes may lie in a store that is far away

void describe(ReportItem& entry, Evaluated outcome) {
    auto& document = *outcome.document;
    auto& assessment = *outcome.assessment;
    entry.authors = std::move(document.authors);
    entry.site = std::move(document.site);
    entry.published = document.published;
    entry.language = std::move(document.language);
    entry.excerpt = document.description.empty() ? assessment.summary : std::move(document.description);
    entry.words = document.words;
    entry.assessment = std::move(assessment);
}

Result<void> complete(ReportItem& entry, const ReadOutcome& read) {
    TRY(auto outcome, read(entry.url));
    if (!outcome || !outcome->assessment || !outcome->document)
        return fail(ErrorKind::storage, "the judgement of " + entry.url.href() + " is not there any more");
    describe(entry, std::move(*outcome));
    return {};
}

}  // namespace

Result<void> add_details(Report& report, const ReadOutcome& read) {
    std::vector<Result<void>> done(report.results.size());
    parallel_for(std::vector<std::string>(done.size()), {.workers = kReaders, .pace = {}}, {},
                 [&](std::size_t i) { done[i] = complete(report.results[i], read); });
    for (auto& each : done) TRY_OK(std::move(each));
    return {};
}

}  // namespace winnow
