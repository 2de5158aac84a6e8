#pragma once

#include "app/wiring/settings.h"
#include "index/queue/index_queue.h"

namespace winnow::lambda {

/// Opens the index that the settings name, when it is asked to: nothing is connected before. Empty if that is not one
/// which many machines can share.
IndexerMaker index_opener(const Settings& settings);

/// Brings into the index what waits for it. Says in the log what came of it; what fails goes on waiting.
Drained drain_waiting(const IndexerMaker& open, BlobStore& blobs, const Deadline& deadline);

}  // namespace winnow::lambda
