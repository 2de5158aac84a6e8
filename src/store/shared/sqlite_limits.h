#pragma once

#include <filesystem>
#include <memory>

#include "core/result.h"
#include "stages/sharing/coordination.h"

namespace winnow {

/// What the processes of one computer agree on, in a SQLite file of its own, made at the first call; its folder must
/// exist. The clock is the computer's. Errors of calls: storage, conflict (locked for long).
std::unique_ptr<Coordination> make_sqlite_coordination(std::filesystem::path file);

}  // namespace winnow
