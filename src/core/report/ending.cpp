#include "core/report/ending.h"

#include <utility>

namespace winnow {

const std::string& title_of(const Evaluated& item) {
    return item.document && !item.document->title.empty() ? item.document->title : item.candidate.title;
}

Ending ending_of(Evaluated item) {
    Ending ending{.url = std::move(item.candidate.url),
                  .title = title_of(item),
                  .source = std::move(item.candidate.source),
                  .state = item.state,
                  .is_gone = item.is_gone,
                  .reason = std::move(item.reason),
                  .error = item.error ? std::optional(item.error->kind()) : std::nullopt,
                  .usage = item.lost,
                  .fingerprint = std::move(item.fingerprint),
                  .novelty = {},
                  .features = std::move(item.features)};
    if (item.assessment) {
        ending.overall = item.assessment->overall;
        if (item.state != UrlState::cached) ending.usage += item.assessment->usage;
    }
    ending.features.terms.shrink_to_fit();
    ending.features.signature.shrink_to_fit();
    return ending;
}

}  // namespace winnow
