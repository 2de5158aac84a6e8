#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/report.h"
#include "core/result.h"
#include "core/time.h"
#include "json/value.h"

namespace winnow {

/// The new best of a day or a week: a section per question, each a Report that holds what is new and nothing else.
struct Digest {
    std::string title;
    Timestamp since{};
    Timestamp made{};
    /// None without results; their order is that of the questions. One whose articles are below the threshold says so
    /// in its explanation.
    std::vector<Report> sections;
};

std::size_t count_articles(const Digest& digest);
/// "3 articles worth reading, 24 November 2026: engineering career growth"; none is called worth reading if all are
/// below the threshold.
std::string subject_of(const Digest& digest);
/// "24 November 2026 · since 23 November 2026".
std::string period_of(const Digest& digest);
/// "8.1 of 10 · example.org · 6 min", for people, foreign text cleaned to one line.
std::string facts_of(const ReportItem& item);
/// The verdict, or what the page says if there is none; at most `bytes` long.
std::string words_of(const ReportItem& item, std::size_t bytes);
std::string title_of(const ReportItem& item);

/// For terminals, mail and everything else that shows characters only; lines of at most 76 columns but for addresses.
std::string to_digest_text(const Digest& digest);
/// A body of mail: no style sheet, script, image or address to load, for mail programs drop or report them.
std::string to_digest_mail_html(const Digest& digest);
std::string to_digest_markdown(const Digest& digest);

json::Value encode_digest(const Digest& digest);
/// Error: malformed.
Result<Digest> decode_digest(const json::Value& value);

}  // namespace winnow
