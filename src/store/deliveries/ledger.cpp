#include "store/deliveries/ledger.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

#include "files/descriptor.h"
#include "files/files.h"
#include "sqlite/open.h"

namespace winnow {
namespace {

using sqlite::Database;
using sqlite::Transaction;

constexpr std::int64_t kApplicationId = 0x77696E64;  // "wind"
constexpr int kMostTries = 2;                        // sent, and once more if nobody knows whether it arrived

// `tries` counts sendings of which nobody knows how they ended; a row with `arrived` has none.
constexpr std::array<const char*, 1> kSteps{R"sql(
    CREATE TABLE deliveries (
        destination  TEXT NOT NULL,
        url          TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        title        TEXT NOT NULL,
        tries        INTEGER NOT NULL,
        arrived      INTEGER,
        touched      INTEGER NOT NULL,
        PRIMARY KEY (destination, url)
    );
    CREATE INDEX deliveries_by_text ON deliveries (destination, content_hash);
)sql"};

constexpr std::array<const char*, 1> kProbes{
    "SELECT destination, url, content_hash, title, tries, arrived, touched FROM deliveries LIMIT 1"};

constexpr sqlite::Schema kSchema{.application_id = kApplicationId, .steps = kSteps, .probes = kProbes};

std::int64_t seconds(Timestamp time) {
    return time.time_since_epoch().count();
}

class SqliteLedger final : public DeliveryLedger {
public:
    SqliteLedger(std::unique_ptr<files::Descriptor> lock, std::unique_ptr<Database> database)
        : lock_(std::move(lock)), database_(std::move(database)) {}

    Result<bool> has(const std::string& destination, const Delivery& delivery) override {
        TRY(const auto count,
            database_->number("SELECT count(*) FROM deliveries WHERE destination = ?1 AND (arrived IS NOT NULL OR "
                              "tries >= ?4) AND (url = ?2 OR (?3 <> '' AND content_hash = ?3))",
                              destination, delivery.url, delivery.content_hash, kMostTries));
        return count > 0;
    }

    Result<std::vector<Delivery>> unclear(const std::string& destination) override {
        TRY(auto row, database_->query("SELECT url, content_hash, title FROM deliveries WHERE destination = ?1 AND "
                                       "arrived IS NULL AND tries > 0 AND tries < ?2 ORDER BY url",
                                       destination, kMostTries));
        std::vector<Delivery> all;
        for (;;) {
            TRY(const bool found, row.next());
            if (!found) return all;
            all.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))});
        }
    }

    Result<void> begin(const std::string& destination, const std::vector<Delivery>& deliveries,
                       Timestamp when) override {
        return for_each(deliveries, [&](const Delivery& each) {
            return database_->run(
                "INSERT INTO deliveries (destination, url, content_hash, title, tries, touched) VALUES (?1, ?2, ?3, "
                "?4, 1, ?5) ON CONFLICT (destination, url) DO UPDATE SET tries = tries + 1, touched = ?5",
                destination, each.url, each.content_hash, each.title, seconds(when));
        });
    }

    Result<void> succeed(const std::string& destination, const std::vector<Delivery>& deliveries,
                         Timestamp when) override {
        return for_each(deliveries, [&](const Delivery& each) {
            return database_->run(
                "INSERT INTO deliveries (destination, url, content_hash, title, tries, arrived, touched) VALUES (?1, "
                "?2, ?3, ?4, 0, ?5, ?5) ON CONFLICT (destination, url) DO UPDATE SET tries = 0, arrived = ?5",
                destination, each.url, each.content_hash, each.title, seconds(when));
        });
    }

    Result<void> give_up(const std::string& destination, const std::vector<Delivery>& deliveries) override {
        return for_each(deliveries, [&](const Delivery& each) -> Result<void> {
            TRY_OK(
                database_->run("UPDATE deliveries SET tries = tries - 1 WHERE destination = ?1 AND url = ?2 AND "
                               "tries > 0",
                               destination, each.url));
            return database_->run(
                "DELETE FROM deliveries WHERE destination = ?1 AND url = ?2 AND tries = 0 AND arrived IS NULL",
                destination, each.url);
        });
    }

private:
    template <typename Write>
    Result<void> for_each(const std::vector<Delivery>& deliveries, Write write) {
        TRY(auto transaction, Transaction::begin(*database_));
        for (const auto& each : deliveries) TRY_OK(write(each));
        return transaction.commit();
    }

    std::unique_ptr<files::Descriptor> lock_;  // given back by the system however the program ends
    std::unique_ptr<Database> database_;
};

}  // namespace

Result<OpenedLedger> open_delivery_ledger(const std::filesystem::path& file) {
    auto lock_file = file;
    lock_file += ".lock";
    auto lock = std::make_unique<files::Descriptor>(::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (lock->get() < 0) return fail(files::system_error("open", lock_file, errno));
    if (files::retried([&] { return ::flock(lock->get(), LOCK_EX | LOCK_NB); }) != 0)
        return fail(ErrorKind::conflict, "another winnow is delivering digests; try again when it is done");
    TRY(auto opened, sqlite::open_sound({file, "the ledger of deliveries"}, kSchema, std::chrono::seconds{5}));
    // A commit that a power cut takes would let an article arrive twice without a word.
    TRY_OK(opened.database->execute("PRAGMA synchronous = FULL"));
    auto ledger = std::make_unique<SqliteLedger>(std::move(lock), std::move(opened.database));
    return OpenedLedger{std::move(ledger), std::move(opened.note)};
}

}  // namespace winnow
