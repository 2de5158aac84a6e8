#pragma once

#include "core/result.h"
#include "store/sqlite/database.h"

namespace winnow::sqlite {

/// Brings the database to the form that this program reads, from nothing or from any older form, in one transaction.
/// Errors: unsupported (a newer form, or another program's database), storage, conflict.
Result<void> migrate(Database& database);

/// Looks whether every table has its columns. Error: storage; the database then counts as damaged.
Result<void> check_shape(Database& database);

}  // namespace winnow::sqlite
