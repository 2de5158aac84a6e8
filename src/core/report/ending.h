#pragma once

#include <optional>
#include <string>

#include "core/report.h"

namespace winnow {

/// How a URL of a run ended, in little memory, for a run may have a hundred thousand: what ranking and the counts of
/// the report need. The rest (the document, explanations, quotes) is where the outcome was saved.
struct Ending {
    Url url;
    std::string title;  ///< the document's, or else what the source calls it
    std::string source;
    UrlState state = UrlState::failed;
    bool is_gone = false;
    std::string reason;
    std::optional<ErrorKind> error;  ///< when state is `failed`
    std::optional<double> overall;   ///< of its judgement, 1 to 10
    Usage usage;                     ///< what this run paid for it, also for a judgement that did not come about
    std::string fingerprint;
    std::optional<Novelty> novelty;  ///< of what was judged, when it has been compared with an earlier run
    Features features;
};

/// The document's title, or else the candidate's.
const std::string& title_of(const Evaluated& item);
Ending ending_of(Evaluated item);

}  // namespace winnow
