#pragma once

#include <string>
#include <vector>

#include "core/time.h"
#include "core/url.h"

namespace winnow {

/// A page as the last run of a question that judged it left it.
struct KnownPage {
    Url url;
    std::string title;
    std::string source;
    std::string fingerprint;  ///< beginning of the content hash of its text
    double score = 0;         ///< overall, 1 to 10
    Timestamp judged{};       ///< start of the run that judged it last, or found it unchanged
    friend bool operator==(const KnownPage&, const KnownPage&) = default;
};

/// What the runs of a question know together when one of them has ended: every page judged and not gone since.
struct KnownPages {
    std::string run_id;  ///< of the run that has ended
    Timestamp started{};
    std::vector<KnownPage> pages;  ///< in the order of their URLs
    friend bool operator==(const KnownPages&, const KnownPages&) = default;
};

}  // namespace winnow
