#pragma once

#include <string>
#include <vector>

#include "publish/terminal.h"
#include "stages/search_index.h"

namespace winnow::cli {

/// An answer as people and programs read it.
struct Answer {
    std::string question;
    std::vector<SearchHit> hits;
    std::vector<std::string> notes;  ///< what a reader should know; answer_text() leaves them to standard error
};

/// A list with the words that were asked for in bold. Foreign text cannot act on the terminal.
std::string answer_text(const Answer& answer, const TerminalOptions& options);
std::string answer_json(const Answer& answer);
std::string answer_markdown(const Answer& answer);

}  // namespace winnow::cli
