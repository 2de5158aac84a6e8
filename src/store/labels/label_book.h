#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "core/url.h"

namespace winnow {

/// What a person thinks of a page.
struct Label {
    Url url;
    std::string title;
    std::string question;                                ///< for which it was read
    std::optional<bool> worth_reading;                   ///< thumb up or down
    std::vector<std::pair<std::string, double>> scores;  ///< criterion → 1 to 10, as far as they were given
    std::string note;
    Timestamp when{};

    bool says_nothing() const { return !worth_reading && scores.empty() && note.empty(); }
};

/// The labels, one a page. Writes are durable when they return. Safe from several threads and processes. Errors:
/// storage, conflict (locked for long).
class LabelBook {
public:
    virtual ~LabelBook() = default;
    /// Replaces what was said of the page before; a label that says nothing takes it away.
    virtual Result<void> save(const Label& label) = 0;
    virtual Result<std::optional<Label>> find(const Url& url) = 0;
    /// The latest first.
    virtual Result<std::vector<Label>> all() = 0;
};

struct OpenedLabels {
    std::unique_ptr<LabelBook> book;
    std::string note;  ///< what the user should know: a damaged file was set aside
};

/// The labels in an SQLite file of their own, made if missing: `winnow cache clear` forgets what can be made again, and
/// these cannot. Errors: storage, conflict, unsupported (a newer version's).
Result<OpenedLabels> open_label_book(const std::filesystem::path& file);

}  // namespace winnow
