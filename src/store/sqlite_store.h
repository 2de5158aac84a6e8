#pragma once
// store: what outlives a run.

#include <filesystem>
#include <memory>
#include <string>

#include "core/result.h"
#include "stages/store.h"

namespace winnow {

struct OpenedStore {
    std::unique_ptr<Store> store;
    std::string note;  ///< what the user should know: "the memory was corrupt; it was set aside as …"
};

/// The memory in one SQLite file (WAL, full durability at each write), made if missing. A corrupt file is set aside
/// under another name and a new one begun. Errors: storage (read-only, full), conflict (locked for long), unsupported
/// (written by a newer version).
Result<OpenedStore> open_sqlite_store(const std::filesystem::path& file);
/// The same in memory, gone with the object.
Result<std::unique_ptr<Store>> open_memory_store();

}  // namespace winnow
