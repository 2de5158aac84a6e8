#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "stages/source.h"

namespace winnow {

/// What the configuration may say of the questions to any source.
struct SourceTuning {
    std::size_t limit = 0;             ///< candidates; 0: as many as the run wants
    std::vector<std::string> queries;  ///< asked besides the question, before its expansions
    std::optional<Timestamp> since;    ///< nothing older
    std::chrono::milliseconds age{0};  ///< nothing older than so long before now; 0: no limit
};

/// A source that is asked as the tuning says. Of several limits of age the latest holds.
std::unique_ptr<Source> make_tuned_source(std::unique_ptr<Source> inner, SourceTuning tuning, const Clock& clock);

}  // namespace winnow
