#pragma once

#include <memory>
#include <string>

#include "store/sqlite/database.h"

namespace winnow::sqlite {

struct Opened {
    std::unique_ptr<Database> database;
    std::string note;  ///< what was set aside, if anything
};

/// The database in `file`, sound and in the newest form. One that is corrupt is renamed to "<file>.corrupt-<time>",
/// with its "-wal" and "-shm", and an empty one made, unless another process still has it open (conflict).
Result<Opened> open_sound(const std::filesystem::path& file, std::chrono::milliseconds patience);

/// Leaves word beside the file that it was found damaged while in use, so that the next open checks all of it.
void leave_word_of_damage(const std::filesystem::path& file);

}  // namespace winnow::sqlite
