#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report.h"

namespace winnow {

/// With so many digits behind the point, whatever the locale.
std::string decimals(double value, int digits);
/// "7.4".
std::string one_decimal(double value);
/// "74 %", with a blank that does not break.
std::string percent(double share);
/// "technical_accuracy" → "Technical accuracy".
std::string readable(std::string_view identifier);
/// At most `bytes` bytes, cut at a blank and a character boundary, with an ellipsis.
std::string shortened(std::string_view text, std::size_t bytes);
/// With its precision: "2024", "May 2024", "5 May 2024".
std::string date_text(const Date& date);
/// With its precision: "2024", "2024-05", "2024-05-05".
std::string iso_date(const Date& date);
/// "5 May 2024, 13:05 UTC".
std::string moment_text(Timestamp time);
/// "1 page", "3 pages".
std::string counted(std::int64_t number, std::string_view one, std::string_view many);
/// "12,345".
std::string grouped(std::int64_t number);
/// "6 min", at 230 words a minute; empty for no words.
std::string reading_time(std::uint32_t words);
/// "0.4 s", "38 s", "4 min 5 s".
std::string duration_text(double seconds);
/// "$1.25", "$0.0034".
std::string money_text(double usd);
/// "German" for "de-AT", as far as the languages met most go; else the tag.
std::string language_name(std::string_view tag);
/// The parts that are not empty, in order.
std::string joined(const std::vector<std::string>& parts, std::string_view separator);

/// What a state is called in a heading ("Off topic"), and what it means ("read, but not about the question"). Empty
/// meaning for states that are on the list.
std::string_view heading_of(UrlState state);
std::string_view meaning_of(UrlState state);
/// "Off topic" → "off topic".
std::string in_sentence(std::string_view heading);
/// How many URLs ended in the state.
int count_of(const Report& report, UrlState state);
/// How many of those are not on the list.
int omitted(const Report& report, UrlState state);

/// What stands beside an entry that is new or changed; empty for others and in a first run.
std::string_view novelty_of(const ReportItem& item);
/// "Since 5 May 2024, 13:05 UTC: 3 new, 1 changed, 2 gone"; empty in a first run.
std::string changes_text(const Report& report);
/// "removed by its site" or "no longer suggested"
std::string_view meaning_of(Disappearance why);
/// "scored 7.4 on 5 May 2024".
std::string last_score_text(const ReportGone& gone);

/// How the pages dwindled from what was found to what is worth reading.
struct FunnelStep {
    std::string_view label;
    int count = 0;
    std::string lost;  ///< what became of those that the step before had and this one has not
};
std::vector<FunnelStep> funnel(const Report& report);

/// The names and weights of the criteria; reports of older versions have no weights. Borrows nothing.
class Criteria {
public:
    explicit Criteria(const Report& report);
    std::string title(std::string_view criterion) const;
    std::optional<double> weight(std::string_view criterion) const;
    /// Every criterion of the rubric in its order, then what else occurs in the results.
    const std::vector<std::string>& names() const { return names_; }

private:
    std::vector<ReportCriterion> known_;
    std::vector<std::string> names_;
};

}  // namespace winnow
