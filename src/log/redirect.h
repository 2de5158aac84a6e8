#pragma once

#include <functional>
#include <string_view>

namespace winnow::log {

/// Who writes the lines from now on instead of standard error, one call a line with its line break; nobody: standard
/// error again. `writer` is called by one thread at a time and does not log. Safe from several threads.
void redirect(std::function<void(std::string_view line)> writer);

}  // namespace winnow::log
