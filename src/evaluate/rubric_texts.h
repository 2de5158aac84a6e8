#pragma once

#include <span>
#include <string_view>

namespace winnow::evaluate {

struct RubricText {
    std::string_view name;
    std::string_view yaml;
};

/// The files of examples/rubrics as they were when the program was built.
std::span<const RubricText> rubric_texts();

}  // namespace winnow::evaluate
