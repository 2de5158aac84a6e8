#pragma once

#include <memory>
#include <string>

#include "sqlite/database.h"
#include "sqlite/schema.h"

namespace winnow::sqlite {

struct Opened {
    std::unique_ptr<Database> database;
    std::string note;  ///< what was set aside, if anything
};

/// The database in the file of `place`, sound and in the newest form of `schema`. One that is corrupt is renamed to
/// "<file>.corrupt-<time>", with its "-wal" and "-shm", and an empty one made, unless another process still has it open
/// (conflict).
Result<Opened> open_sound(const Place& place, const Schema& schema, std::chrono::milliseconds patience);

/// Another connection to a database that open_sound() opened.
Result<std::unique_ptr<Database>> open_again(const Place& place, std::chrono::milliseconds patience);

/// Leaves word beside the file that it was found damaged while in use, so that the next open checks all of it.
void leave_word_of_damage(const std::filesystem::path& file);

}  // namespace winnow::sqlite
