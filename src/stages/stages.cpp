#include "stages/store.h"

namespace winnow {

std::string_view to_string(RunState state) {
    switch (state) {
        case RunState::running: return "running";
        case RunState::finished: return "finished";
        case RunState::failed: return "failed";
        case RunState::interrupted: return "interrupted";
    }
    return "failed";
}

Result<std::vector<Evaluated>> Store::outcomes(const std::string& run_id) {
    std::vector<Evaluated> all;
    TRY_OK(visit_outcomes(run_id, [&](Evaluated outcome) { all.push_back(std::move(outcome)); }));
    return all;
}

}  // namespace winnow
