#include "pipeline/item/details.h"

#include <utility>

namespace winnow {

const std::string& title_of(const Evaluated& item) {
    return item.document && !item.document->title.empty() ? item.document->title : item.candidate.title;
}

void shed_details(Evaluated& item) {
    item.candidate.title = title_of(item);
    item.candidate.title.shrink_to_fit();
    item.document.reset();
    if (!item.assessment) return;
    Assessment numbers;
    numbers.overall = item.assessment->overall;
    numbers.usage = item.assessment->usage;
    item.assessment = std::move(numbers);
}

void describe(ReportItem& entry, const Document& document, const Assessment& assessment) {
    entry.authors = document.authors;
    entry.site = document.site;
    entry.published = document.published;
    entry.language = document.language;
    entry.excerpt = document.description.empty() ? assessment.summary : document.description;
    entry.words = document.words;
    entry.assessment = assessment;
}

Result<void> restore_details(Store& store, const std::string& run_id, Report& report) {
    for (auto& entry : report.results) {
        TRY(const auto outcome, store.outcome(run_id, entry.url));
        if (!outcome || !outcome->assessment || !outcome->document)
            return fail(ErrorKind::storage, "the memory has lost the judgement of " + entry.url.href());
        describe(entry, *outcome->document, *outcome->assessment);
    }
    return {};
}

}  // namespace winnow
