#include "store/shared/sqlite_limits.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "files/files.h"
#include "sqlite/open.h"
#include "store/shared/token.h"

namespace winnow {
namespace {

using sqlite::Database;
using sqlite::Transaction;
using std::chrono::milliseconds;

constexpr std::int64_t kApplicationId = 0x7475726E;  // "turn"
constexpr milliseconds kPatience{5'000};             // with another process that writes

// Times are milliseconds since 1970; what lies in the past means nothing.
constexpr std::array<const char*, 1> kSteps{R"sql(
    CREATE TABLE rates (name TEXT NOT NULL PRIMARY KEY, full_at INTEGER NOT NULL);
    CREATE TABLE locks (name TEXT NOT NULL PRIMARY KEY, token TEXT NOT NULL, until INTEGER NOT NULL);
)sql"};
constexpr std::array<const char*, 2> kProbes{"SELECT name, full_at FROM rates LIMIT 1",
                                             "SELECT name, token, until FROM locks LIMIT 1"};
constexpr sqlite::Schema kSchema{.application_id = kApplicationId, .steps = kSteps, .probes = kProbes};

/// Of all processes of a computer the same, other than the steady clock of each.
std::int64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<milliseconds>(now).count();
}

class SqliteCoordination final : public Coordination {
public:
    explicit SqliteCoordination(std::filesystem::path file) : file_(std::move(file)) {}

    /// The generic cell rate algorithm, as in Redis: how long until the bucket is full again.
    Result<milliseconds> take_turn(const std::string& name, const Rate& rate, milliseconds patience) override {
        const auto interval = rate.interval.count();
        if (interval <= 0 || rate.burst == 0) return fail(ErrorKind::invalid_argument, "a rate of nothing for " + name);
        const std::scoped_lock lock(mutex_);
        TRY(auto* const database, open());
        TRY(auto transaction, Transaction::begin(*database));
        const auto now = now_ms();
        TRY(const auto full_at, database->number("SELECT full_at FROM rates WHERE name = ?1", name));
        const auto until_full = std::max<std::int64_t>(0, full_at - now);
        const auto wait =
            std::max<std::int64_t>(0, until_full - (static_cast<std::int64_t>(rate.burst) - 1) * interval);
        if (wait > patience.count())
            return fail(Error(ErrorKind::rate_limited,
                              "the next turn at " + name + " comes in " + std::to_string(wait) + " ms only")
                            .retry_in(milliseconds{wait}));
        TRY_OK(database->run("INSERT OR REPLACE INTO rates (name, full_at) VALUES (?1, ?2)", name,
                             now + until_full + interval));
        TRY_OK(transaction.commit());
        return milliseconds{wait};
    }

    Result<std::optional<std::string>> lock(const std::string& name, milliseconds lifetime) override {
        TRY(auto token, new_token());
        const std::scoped_lock guard(mutex_);
        TRY(auto* const database, open());
        const auto now = now_ms();
        TRY_OK(
            database->run("INSERT INTO locks (name, token, until) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE "
                          "SET token = ?2, until = ?3 WHERE until <= ?4",
                          name, token, now + lifetime.count(), now));
        return database->changes() == 1 ? std::optional(std::move(token)) : std::nullopt;
    }

    Result<bool> prolong(const std::string& name, const std::string& token, milliseconds lifetime) override {
        const auto now = now_ms();
        return change("UPDATE locks SET until = ?3 WHERE name = ?1 AND token = ?2 AND until > ?4", name, token,
                      now + lifetime.count(), now);
    }

    Result<bool> unlock(const std::string& name, const std::string& token) override {
        return change("DELETE FROM locks WHERE name = ?1 AND token = ?2 AND until > ?3", name, token, now_ms());
    }

private:
    template <typename... Parameters>
    Result<bool> change(const char* sql, const Parameters&... parameters) {
        const std::scoped_lock guard(mutex_);
        TRY(auto* const database, open());
        TRY_OK(database->run(sql, parameters...));
        return database->changes() == 1;
    }

    Result<Database*> open() {
        if (!database_) {
            TRY_OK(files::make_folders(file_.parent_path()));
            TRY(auto opened, sqlite::open_sound({file_, "the list of turns"}, kSchema, kPatience));
            database_ = std::move(opened.database);
        }
        return database_.get();
    }

    std::filesystem::path file_;
    std::mutex mutex_;
    std::unique_ptr<Database> database_;
};

}  // namespace

std::unique_ptr<Coordination> make_sqlite_coordination(std::filesystem::path file) {
    return std::make_unique<SqliteCoordination>(std::move(file));
}

}  // namespace winnow
