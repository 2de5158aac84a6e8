#pragma once
// store: what outlives a run.

#include <chrono>
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

struct SqliteOptions {
    /// How long to wait for another process that is writing, before it is a conflict.
    std::chrono::milliseconds patience{15'000};
};

/// The memory in one SQLite file (WAL), made if missing; its folder must exist. A corrupt file is set aside under
/// another name and a new one begun. A write that returned survives the end of the process, however it ends. A power
/// cut may take the last of them, which are then done again; it takes nothing that came before the start of a run, its
/// list of candidates, its end, or a judgement that was paid for. See docs/decisions/0034.
/// Beyond what Store says: a record that cannot be read any more counts as missing. Outcomes come in the order of
/// their URLs. find_run() takes a prefix that fits one run only (invalid_argument if it fits several).
/// Errors: storage (read-only, full), conflict (locked for long), unsupported (written by a newer version, or by
/// another program).
Result<OpenedStore> open_sqlite_store(const std::filesystem::path& file, const SqliteOptions& options = {});
/// The same in memory, gone with the object.
Result<std::unique_ptr<Store>> open_memory_store();

}  // namespace winnow
