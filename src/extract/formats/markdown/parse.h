#pragma once

#include <string_view>

#include "extract/formats/markdown/block_text.h"

namespace winnow::extract {

enum class Parsed { whole, in_part };

/// Parses CommonMark with GitHub's tables, struck text and tasks, and writes it. Linear in the length of the text;
/// `in_part` when a text that makes far more of itself, by links or table cells that are repeated without being
/// written, was left at that point.
Parsed parse_markdown(std::string_view text, BlockText& blocks);

}  // namespace winnow::extract
