#include "sqlite/schema.h"

#include <string>

namespace winnow::sqlite {
namespace {

std::string form(std::int64_t version) {
    return "form " + std::to_string(version);
}

Result<std::int64_t> check_version(Database& database, const Schema& schema) {
    const auto newest = static_cast<std::int64_t>(schema.steps.size());
    TRY(const auto version, database.number("PRAGMA user_version"));
    TRY(const auto application, database.number("PRAGMA application_id"));
    TRY(const auto tables, database.number("SELECT count(*) FROM sqlite_schema"));
    if (tables > 0 && application != schema.application_id)
        return fail(ErrorKind::unsupported, database.file().string() +
                                                " is the database of another program; configure another file or "
                                                "folder for " +
                                                database.noun());
    if (version > newest)
        return fail(ErrorKind::unsupported, database.noun() + " (" + database.file().string() +
                                                ") was written by a newer version of winnow (" + form(version) +
                                                ", this one reads up to " + form(newest) +
                                                "); update winnow, or configure another folder for " + database.noun());
    return version;
}

}  // namespace

Result<void> migrate(Database& database, const Schema& schema) {
    TRY(const auto before, check_version(database, schema));
    if (static_cast<std::size_t>(before) == schema.steps.size()) return {};
    if (before == 0) TRY_OK(database.execute("PRAGMA auto_vacuum = INCREMENTAL"));  // only before the first table
    TRY(auto transaction, Transaction::begin(database));
    TRY(const auto version, check_version(database, schema));  // another process may have been faster
    for (auto step = static_cast<std::size_t>(version); step < schema.steps.size(); ++step)
        TRY_OK(database.execute(schema.steps[step]));
    TRY_OK(database.execute(("PRAGMA application_id = " + std::to_string(schema.application_id)).c_str()));
    TRY_OK(database.execute(("PRAGMA user_version = " + std::to_string(schema.steps.size())).c_str()));
    return transaction.commit();
}

Result<void> check_shape(Database& database, const Schema& schema) {
    for (const auto* probe : schema.probes) TRY_OK(database.number(probe));
    return {};
}

}  // namespace winnow::sqlite
