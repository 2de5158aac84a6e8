#include "core/report.h"

namespace winnow {

std::string_view to_string(Novelty novelty) {
    switch (novelty) {
        case Novelty::fresh: return "new";
        case Novelty::changed: return "changed";
        case Novelty::unchanged: break;
    }
    return "unchanged";
}

std::string_view to_string(Disappearance disappearance) {
    return disappearance == Disappearance::removed ? "removed" : "not_suggested";
}

}  // namespace winnow
