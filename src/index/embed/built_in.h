#pragma once

#include <string_view>

namespace winnow {

/// The files of embed/model, linked into the program's read-only data. The vocabulary: one token a line. The table: see
/// table.h. tools/distill makes both.
std::string_view built_in_vocabulary();
std::string_view built_in_table();

}  // namespace winnow
