#pragma once

#include <string>

namespace winnow {

/// "winnow 0.1.0 (commit abc1234, g++ 12.2.0)".
std::string version_text();
/// "0.1.0".
std::string version_number();

}  // namespace winnow
