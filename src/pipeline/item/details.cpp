#include "pipeline/item/details.h"

#include <utility>

namespace winnow {

void shed_details(Evaluated& item) {
    if (item.document) {
        item.document->description = {};
        item.document->warnings = {};
    }
    if (!item.assessment) return;
    Assessment numbers;
    numbers.overall = item.assessment->overall;
    numbers.evaluator = std::move(item.assessment->evaluator);
    numbers.usage = item.assessment->usage;
    item.assessment = std::move(numbers);
}

Result<void> restore_details(Store& store, const std::string& run_id, Report& report) {
    for (auto& entry : report.results) {
        TRY(auto outcome, store.outcome(run_id, entry.url));
        if (!outcome || !outcome->assessment || !outcome->document)
            return fail(ErrorKind::storage, "the memory has lost the judgement of " + entry.url.href());
        entry.assessment = std::move(*outcome->assessment);
        entry.excerpt = excerpt_of(*outcome->document, entry.assessment);
    }
    return {};
}

const std::string& excerpt_of(const Document& document, const Assessment& assessment) {
    return document.description.empty() ? assessment.summary : document.description;
}

}  // namespace winnow
