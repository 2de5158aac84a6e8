#pragma once

#include "evaluate/agreement/thumbs.h"
#include "json/value.h"

namespace winnow {

/// As `winnow judge --json` and the API write it.
json::Value encode(const ThumbsAgreement& thumbs);

}  // namespace winnow
