#include "store/labels/label_book.h"

#include <array>
#include <mutex>

#include "json/value.h"
#include "sqlite/open.h"

namespace winnow {
namespace {

using sqlite::Database;
using sqlite::Query;

constexpr std::int64_t kApplicationId = 0x776C6162;  // "wlab"
constexpr std::chrono::milliseconds kPatience{15'000};

constexpr std::array<const char*, 1> kSteps{
    R"sql(
        CREATE TABLE labels (
            url      TEXT NOT NULL PRIMARY KEY,
            title    TEXT NOT NULL,
            question TEXT NOT NULL,
            worth    INTEGER,
            scores   TEXT NOT NULL,
            note     TEXT NOT NULL,
            touched  INTEGER NOT NULL
        );
    )sql",
};
constexpr std::array<const char*, 1> kProbes{
    "SELECT url, title, question, worth, scores, note, touched FROM labels LIMIT 1",
};

const sqlite::Schema& schema() {
    static const sqlite::Schema schema{.application_id = kApplicationId, .steps = kSteps, .probes = kProbes};
    return schema;
}

/// Nothing for a row whose URL cannot be read any more.
std::optional<Label> label_of(const Query& row) {
    auto url = Url::parse_exact(row.text(0));
    if (!url) return std::nullopt;
    Label label{.url = std::move(*url),
                .title = std::string(row.text(1)),
                .question = std::string(row.text(2)),
                .worth_reading = std::nullopt,
                .scores = {},
                .note = std::string(row.text(5)),
                .when = Timestamp{std::chrono::seconds{row.integer(6)}}};
    if (!row.is_null(3)) label.worth_reading = row.integer(3) != 0;
    if (const auto scores = json::parse(row.text(4)))
        for (const auto& [criterion, score] : scores->members())
            label.scores.emplace_back(criterion, score.as_double());
    return label;
}

class SqliteLabelBook final : public LabelBook {
public:
    explicit SqliteLabelBook(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    Result<void> save(const Label& label) override {
        const std::scoped_lock lock(mutex_);
        if (label.says_nothing()) return database_->run("DELETE FROM labels WHERE url = ?1", label.url.href());
        json::Value scores{json::Object{}};
        for (const auto& [criterion, score] : label.scores) scores.set(criterion, score);
        std::optional<std::int64_t> worth;
        if (label.worth_reading) worth = *label.worth_reading ? 1 : 0;
        return database_->run(
            "INSERT OR REPLACE INTO labels (url, title, question, worth, scores, note, touched) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            label.url.href(), label.title, label.question, worth, json::dump(scores), label.note,
            static_cast<std::int64_t>(label.when.time_since_epoch().count()));
    }

    Result<std::optional<Label>> find(const Url& url) override {
        const std::scoped_lock lock(mutex_);
        TRY(auto row, database_->query("SELECT url, title, question, worth, scores, note, touched FROM labels "
                                       "WHERE url = ?1",
                                       url.href()));
        TRY(const bool found, row.next());
        return found ? label_of(row) : std::nullopt;
    }

    Result<std::vector<Label>> all() override {
        const std::scoped_lock lock(mutex_);
        TRY(auto row, database_->query("SELECT url, title, question, worth, scores, note, touched FROM labels "
                                       "ORDER BY touched DESC, url"));
        std::vector<Label> labels;
        for (;;) {
            TRY(const bool found, row.next());
            if (!found) return labels;
            if (auto label = label_of(row)) labels.push_back(std::move(*label));
        }
    }

private:
    std::mutex mutex_;  // guards the connection
    std::unique_ptr<Database> database_;
};

}  // namespace

Result<OpenedLabels> open_label_book(const std::filesystem::path& file) {
    TRY(auto opened, sqlite::open_sound({file, "the file of labels"}, schema(), kPatience));
    TRY_OK(opened.database->execute("PRAGMA synchronous = FULL"));  // a person's work, and seldom
    return OpenedLabels{std::make_unique<SqliteLabelBook>(std::move(opened.database)), std::move(opened.note)};
}

}  // namespace winnow
