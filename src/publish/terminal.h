#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/report.h"
#include "core/rubric.h"

namespace winnow {

struct TerminalOptions {
    std::size_t width = 80;
    bool colour = false;
};

/// Foreign text for a terminal: control characters and escape sequences are gone, white space is folded.
std::string plain_terminal_text(std::string_view text);

/// The reading list with scores as bars, and one line on what is not on it.
std::string terminal_list(const Report& report, const TerminalOptions& options);
/// One page in full: each criterion with its bar, explanation and quotes, or why there is no score.
std::string terminal_assessment(const Evaluated& item, const Rubric& rubric, const TerminalOptions& options);

}  // namespace winnow
