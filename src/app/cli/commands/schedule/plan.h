#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace winnow::cli {

/// What a schedule does, and when; all that its files say.
struct SchedulePlan {
    std::string name;                ///< letters, digits and hyphens
    std::vector<std::string> times;  ///< "07:00"
    bool weekdays = false;
    std::filesystem::path folder;                 ///< where the program runs: paths of the configuration begin there
    std::vector<std::string> command;             ///< program and arguments, absolute
    std::vector<std::filesystem::path> writable;  ///< folders that it writes to, and that exist
    std::filesystem::path environment;            ///< file with NAME=value lines for secrets; need not exist
};

/// The plan with its texts checked: nothing in it can end a line of a unit or of a crontab. Error: invalid_argument.
Result<void> check_plan(const SchedulePlan& plan);

/// winnow-NAME.service: one call of the program, shut in (systemd.exec(5)).
std::string service_unit(const SchedulePlan& plan);
/// winnow-NAME.timer; what was missed while the machine slept is made up for.
std::string timer_unit(const SchedulePlan& plan);

/// The lines between two marks that name the schedule.
std::string crontab_block(const SchedulePlan& plan);
/// The crontab without the schedule's block; as it was if it has none.
std::string without_block(const std::string& crontab, const std::string& name);

}  // namespace winnow::cli
