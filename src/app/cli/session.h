#pragma once

#include <string>

#include "app/cli/arguments.h"
#include "app/wiring/assembly.h"
#include "app/wiring/since.h"
#include "core/result.h"

namespace winnow::cli {

/// Sets the log by -v and -q, and reads the settings that hold for this call.
Result<Settings> begin(const CommonArguments& common);

/// Says what went wrong on standard error, with what to do about it, and the exit code for it.
ExitCode complain(const Error& error);
/// Writes lines that people should see ("note: …") to standard error.
void say_notes(const std::vector<std::string>& notes);

}  // namespace winnow::cli
