#pragma once

#include <string_view>

namespace winnow::extract {

/// What short texts of a page say, in the languages that are met most. Each looks for phrases in lower-case text.
bool says_not_found(std::string_view lower);
bool says_robot_check(std::string_view lower);
bool says_consent(std::string_view lower);
bool says_log_in(std::string_view lower);
bool says_subscribers_only(std::string_view lower);
bool says_scripts_needed(std::string_view lower);
/// Words by which hidden text speaks to a language model instead of to readers.
bool says_to_model(std::string_view lower);

}  // namespace winnow::extract
