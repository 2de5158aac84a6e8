#pragma once

#include <string>

#include "core/result.h"

namespace winnow {

/// 128 random bits in hexadecimal. Error: internal.
Result<std::string> new_token();

}  // namespace winnow
