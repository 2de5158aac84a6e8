#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/report.h"
#include "publish/wording.h"

namespace winnow {

/// A URN (RFC 4122, version 5) that stays the same for a question, so that readers know the feed again.
std::string feed_urn(const Report& report);
/// "8.1 of 10. Read it: …", the same for both feeds.
std::string feed_summary(const ReportItem& item);
/// The entry as HTML: verdict, scores with their reasons and quotes. Foreign text is text.
std::string feed_content(const ReportItem& item, const Criteria& criteria);

/// What a feed says of itself.
struct FeedHead {
    std::string title;
    std::string about;
    std::string id = {};  ///< for Atom
    Timestamp updated{};
    std::string address = {};               ///< where the feed will lie; empty if nobody knows
    std::span<const ReportGone> gone = {};  ///< pages that a reader may forget
};

/// An entry with the time at which it was made known. Borrows both.
struct FeedEntry {
    const ReportItem* item = nullptr;
    const Criteria* criteria = nullptr;
    Timestamp updated{};
};

std::string atom_feed(const FeedHead& head, const std::vector<FeedEntry>& entries);
std::string json_feed(const FeedHead& head, const std::vector<FeedEntry>& entries);
/// The entries of a report, all of its time. `criteria` is borrowed, too.
std::vector<FeedEntry> feed_entries(const Report& report, const Criteria& criteria);

}  // namespace winnow
