#pragma once

#include "sqlite/schema.h"

namespace winnow {

/// The tables of the index.
const sqlite::Schema& index_schema();

}  // namespace winnow
