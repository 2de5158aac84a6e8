#pragma once

#include <string>

#include "app/server/jobs/queue.h"
#include "app/wiring/settings.h"

namespace winnow::site {

/// Does what `winnow run` does: the same components, the same memory, the same report. `archive` is a WARC file that
/// stands for the network, or empty.
JobQueue::Work run_by(const Settings& settings, const std::string& archive);

}  // namespace winnow::site
