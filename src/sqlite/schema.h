#pragma once

#include <cstdint>
#include <span>

#include "core/result.h"
#include "sqlite/database.h"

namespace winnow::sqlite {

/// The forms that a database of ours has had. Lives as long as the program.
struct Schema {
    std::int64_t application_id =
        0;  ///< tells our databases from those of other programs, and one of ours from another
    std::span<const char* const> steps;   ///< step N leads from form N to N + 1; one that was released is never changed
    std::span<const char* const> probes;  ///< queries that fail unless every table has its columns
};

/// Brings the database to the form that this program reads, from nothing or from any older form, in one transaction.
/// Errors: unsupported (a newer form, or another program's database), storage, conflict.
Result<void> migrate(Database& database, const Schema& schema);

/// Looks whether every table has its columns. Error: storage; the database then counts as damaged.
Result<void> check_shape(Database& database, const Schema& schema);

}  // namespace winnow::sqlite
