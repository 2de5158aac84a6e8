#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/wiring/settings.h"
#include "core/report.h"
#include "publish/digest/digest.h"
#include "stages/store.h"
#include "store/deliveries/ledger.h"

namespace winnow::cli {

/// What runs found since a time, ranked anew over all runs of a question.
struct Gathered {
    std::vector<Report> reports;                ///< one a question, that of the latest run first
    std::map<std::string, std::string> hashes;  ///< of the text, by URL
};

/// Error: storage. A run whose rubric is gone is read by the configured one.
Result<Gathered> gather(const Settings& settings, Store& store, Timestamp since);

struct Selection {
    std::string title;
    Timestamp since{};
    Timestamp now{};
    std::size_t limit = 10;
    double min_score = 0;
    std::size_t below = 0;               ///< how many of a question are taken when none of its articles is good enough
    std::vector<std::string> questions;  ///< all if empty
};
/// The best of what has not arrived at the destination; with a null ledger nothing has. An article that answers two
/// questions stands under the first. Where no article of a question reaches the threshold, whether it has arrived or
/// not, the `below` that score highest stand for it, as far as they have not arrived, and the section's explanation
/// says so: a second digest of the same list does not go on to worse ones. Error: storage.
Result<Digest> select(const Gathered& gathered, const Selection& selection, DeliveryLedger* ledger,
                      const std::string& destination);

/// What the ledger needs to know of the articles, near-duplicates included.
std::vector<Delivery> deliveries_of(const Digest& digest, const Gathered& gathered);

}  // namespace winnow::cli
