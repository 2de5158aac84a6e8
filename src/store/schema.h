#pragma once

#include "sqlite/schema.h"

namespace winnow {

/// The tables of the memory.
const sqlite::Schema& store_schema();

}  // namespace winnow
