#pragma once

#include "json/value.h"
#include "stages/store.h"

namespace winnow {

/// A run as `winnow runs --json` and the API list it.
json::Value encode_run(const RunRecord& run);

}  // namespace winnow
