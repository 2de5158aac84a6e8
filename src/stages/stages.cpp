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

}  // namespace winnow
