#pragma once

#include <cstdio>
#include <memory>

#include "core/time.h"
#include "pipeline/progress.h"

namespace winnow::cli {

/// How a run goes on, on standard error: a table that is drawn again on a terminal and leaves one line at its end,
/// plain lines elsewhere, nothing when quiet. Safe from several threads; one at a time.
std::unique_ptr<Progress> make_progress(std::FILE* stream, const Clock& clock, bool quiet);

/// Whether the stream is a terminal that understands escapes (NO_COLOR and TERM=dumb are respected).
bool is_terminal(std::FILE* stream);
/// Columns of the terminal, 80 if unknown; and its lines, 24 if unknown.
std::size_t terminal_width(std::FILE* stream);
std::size_t terminal_height(std::FILE* stream);

}  // namespace winnow::cli
