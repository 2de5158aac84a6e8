#pragma once

#include <map>
#include <string>

#include "app/wiring/settings.h"

namespace winnow {

/// The profile of that name. Error: invalid_argument, naming those that there are.
Result<Profile> find_profile(const Settings& settings, const std::string& name);
/// What the profile says in place of what the settings said, but for the keys that a flag has set.
void apply_profile(const Profile& profile, const std::map<std::string, std::string>& flags, Settings& settings);

}  // namespace winnow
