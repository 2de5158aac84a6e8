#include "sqlite/open.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

#include "core/time.h"
#include "files/files.h"
#include "sqlite/schema.h"

namespace winnow::sqlite {
namespace {

namespace fs = std::filesystem;

// Up to here every page is checked at each start (128 MB take 40 ms when cached). Larger files are checked only if
// there is reason to: the last process did not end properly, or met damage.
constexpr std::uintmax_t kAlwaysChecked = 256u << 20;

fs::path beside(const fs::path& file, std::string_view suffix) {
    auto path = file;
    path += suffix;
    return path;
}

/// Keeps other processes from opening, and so from setting aside, a memory in the same folder at the same time.
class FolderLock {
public:
    explicit FolderLock(const fs::path& folder)
        : descriptor_(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
    ~FolderLock() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    /// False if somebody else holds it for too long. Where folders cannot be locked (NFS) it does without.
    bool acquire(std::chrono::milliseconds patience) const {
        constexpr std::chrono::milliseconds kPause{10};
        if (descriptor_ < 0) return true;
        for (auto waited = kPause; ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0; waited += kPause) {
            if (errno != EWOULDBLOCK && errno != EINTR) return true;
            if (waited > patience) return false;
            std::this_thread::sleep_for(kPause);
        }
        return true;
    }

private:
    int descriptor_;
};

bool has_reason_to_check(const fs::path& file) {
    std::error_code code;
    const auto size = fs::file_size(file, code);
    if (code) return false;
    if (size <= kAlwaysChecked || fs::exists(beside(file, "-damaged"), code)) return true;
    const auto log_size = fs::file_size(beside(file, "-wal"), code);
    return !code && log_size > 0;
}

/// A file that ends within a page has been cut, and SQLite takes what is missing of it for zeros. While a log stands
/// beside it, the page may be on its way.
bool is_cut(const fs::path& file) {
    constexpr std::uint32_t kPageSizeAt = 16;
    std::error_code code;
    const auto size = fs::file_size(file, code);
    if (code || fs::exists(beside(file, "-wal"), code) || fs::exists(beside(file, "-journal"), code)) return false;
    std::array<char, kPageSizeAt + 2> head{};
    if (!std::ifstream(file, std::ios::binary).read(head.data(), head.size())) return false;
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(head[i])); };
    const auto page = byte(kPageSizeAt) << 8U | byte(kPageSizeAt + 1);  // a power of two; 1 stands for 65,536
    return page >= 512 && (page & (page - 1)) == 0 && size % page != 0;
}

/// Damage found by the check is told apart from an error of the check itself.
Result<bool> is_sound(Database& database) {
    TRY(auto check, database.query("PRAGMA quick_check(1)"));
    TRY(const bool found, check.next());
    return found && check.text(0) == "ok";
}

/// WAL lets others read while one writes. Where it cannot be had (no shared memory), SQLite stays with its journal.
/// On synchronous see docs/decisions/0034.
constexpr const char* kSettings = R"sql(
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_size_limit = 16777216;
)sql";

struct Attempt {
    std::unique_ptr<Database> database;
    bool is_damaged = false;
};

Result<Attempt> attempt(const Place& place, const Schema& schema, std::chrono::milliseconds patience) {
    const bool checks = has_reason_to_check(place.file);
    const bool cut = is_cut(place.file);
    Attempt result;
    TRY(result.database, Database::open(place, patience));
    auto& database = *result.database;
    const auto prepared = [&]() -> Result<bool> {
        TRY_OK(migrate(database, schema));
        if (database.is_read_only()) return fail(database.read_only_error());
        TRY_OK(database.execute(kSettings));
        TRY_OK(check_shape(database, schema));
        return checks ? is_sound(database) : true;
    }();
    result.is_damaged = cut || database.is_damaged() || (prepared && !*prepared);
    if (!prepared && !result.is_damaged) return fail(prepared.error());
    return result;
}

/// Every connection to a database in WAL mode holds a read lock on the byte range that SQLite keeps for it
/// (https://www.sqlite.org/src/file/src/os.h, "locking constants").
bool is_open_elsewhere(const fs::path& file) {
    constexpr off_t kPendingByte = 0x40000000;
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = kPendingByte;
    lock.l_len = 512;
    const bool is_locked = ::fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    ::close(descriptor);
    return is_locked;
}

fs::path free_name(const fs::path& file) {
    auto time = to_rfc3339(system_clock().now());
    std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
    const auto base = beside(file, ".corrupt-" + time);
    auto name = base;
    std::error_code code;
    for (int n = 2; fs::exists(name, code); ++n) name = beside(base, "-" + std::to_string(n));
    return name;
}

Result<fs::path> set_aside(const Place& place) {
    const auto& file = place.file;
    if (is_open_elsewhere(file))
        return fail(ErrorKind::conflict, place.noun + " (" + file.string() +
                                             ") is damaged and still in use by another process; wait for it to end, "
                                             "or end it, and try again");
    auto name = free_name(file);
    for (const auto* suffix : {"-wal", "-shm", ""}) {
        std::error_code code;
        const auto from = beside(file, suffix);
        if (!fs::exists(from, code)) continue;
        fs::rename(from, beside(name, suffix), code);
        if (code) return fail(files::system_error("set aside", from, code.value()).in(place.noun + " is damaged"));
    }
    std::error_code ignored;
    fs::remove(beside(file, "-damaged"), ignored);
    return name;
}

}  // namespace

Result<Opened> open_sound(const Place& place, const Schema& schema, std::chrono::milliseconds patience) {
    const auto& file = place.file;
    const FolderLock lock(file.parent_path());
    if (!lock.acquire(patience))
        return fail(ErrorKind::conflict,
                    place.noun + " (" + file.string() + ") is being opened by another process; try again");
    TRY(auto first, attempt(place, schema, patience));
    if (!first.is_damaged) {
        std::error_code ignored;
        fs::remove(beside(file, "-damaged"), ignored);  // a check that was asked for has passed
        return Opened{std::move(first.database), {}};
    }
    first.database.reset();
    TRY(const auto name, set_aside(place));
    TRY(auto second, attempt(place, schema, patience));
    if (second.is_damaged)
        return fail(ErrorKind::storage,
                    place.noun + " (" + file.string() + ") is damaged again right after it was made");
    return Opened{std::move(second.database),
                  place.noun + " was damaged; it was set aside as " + name.string() + " and a new one begun"};
}

Result<std::unique_ptr<Database>> open_again(const Place& place, std::chrono::milliseconds patience) {
    TRY(auto database, Database::open(place, patience));
    TRY_OK(database->execute(kSettings));
    return database;
}

void leave_word_of_damage(const fs::path& file) {
    if (!file.empty()) static_cast<void>(files::write_file_atomically(beside(file, "-damaged"), ""));
}

}  // namespace winnow::sqlite
