#include "publish/wording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "text/utf8.h"

namespace winnow {
namespace {

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

struct StateWords {
    UrlState state;
    std::string_view heading;
    std::string_view meaning;
};

constexpr std::array kStateWords{
    StateWords{UrlState::judged, "Further down", "on the topic, but the list ends before them"},
    StateWords{UrlState::cached, "Further down, from memory", "on the topic, but the list ends before them"},
    StateWords{UrlState::not_read, "Not readable", "no article could be found there"},
    StateWords{UrlState::blocked_by_robots, "Closed to robots", "the site\u2019s robots.txt asks us to stay away"},
    StateWords{UrlState::no_ai, "Not for models", "the site asks that models do not use the page"},
    StateWords{UrlState::error_page, "Error page", "the server answered, but only with an error"},
    StateWords{UrlState::login_wall, "Login", "the page asks for an account first"},
    StateWords{UrlState::paywalled, "Paywall", "the text is for subscribers"},
    StateWords{UrlState::too_short, "Too short", "too little text to judge"},
    StateWords{UrlState::off_topic, "Off topic", "read, but not about the question"},
    StateWords{UrlState::duplicate, "Near-duplicate", "says nearly the same as a page on the list"},
    StateWords{UrlState::budget_exhausted, "Budget used up", "the budget was spent before its turn"},
    StateWords{UrlState::failed, "Failed", "could not be fetched or judged"},
};

const StateWords& words_of(UrlState state) {
    return *std::ranges::find(kStateWords, state, &StateWords::state);
}

std::string lost_text(const Report& report, std::initializer_list<UrlState> states) {
    std::vector<std::string> parts;
    for (const auto state : states)
        if (const int count = omitted(report, state); count > 0)
            parts.push_back(grouped(count) + "\u00A0" + in_sentence(heading_of(state)));
    return joined(parts, ", ");
}

int count_of(const Report& report, std::initializer_list<UrlState> states) {
    int count = 0;
    for (const auto state : states) count += count_of(report, state);
    return count;
}

}  // namespace

std::string decimals(double value, int digits) {
    std::array<char, 400> text{};
    const auto end = std::to_chars(text.begin(), text.end(), value, std::chars_format::fixed, digits).ptr;
    return {text.begin(), end};
}

std::string one_decimal(double value) {
    return decimals(value, 1);
}

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + "\u00A0%";
}

std::string readable(std::string_view identifier) {
    std::string text(identifier);
    std::ranges::replace(text, '_', ' ');
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

std::string shortened(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return std::string(text);
    auto cut = text::truncated(text, bytes);
    const auto blank = cut.rfind(' ');
    if (blank != std::string_view::npos && blank > cut.size() / 2) cut = cut.substr(0, blank);
    while (!cut.empty() && std::string_view(" ,;:.").contains(cut.back())) cut.remove_suffix(1);
    return std::string(cut) + "\u2026";
}

std::string date_text(const Date& date) {
    constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(date.time)};
    auto year = std::to_string(static_cast<int>(day.year()));
    if (date.precision == DatePrecision::year) return year;
    auto month = std::string(kMonths.at((static_cast<unsigned>(day.month()) + 11) % 12)) + " " + year;
    if (date.precision == DatePrecision::month) return month;
    return std::to_string(static_cast<unsigned>(day.day())) + " " + month;
}

std::string iso_date(const Date& date) {
    constexpr std::array<std::size_t, 4> kLengths{4, 7, 10, 10};
    return to_rfc3339(date.time).substr(0, kLengths.at(static_cast<std::size_t>(date.precision)));
}

std::string moment_text(Timestamp time) {
    return date_text({time, DatePrecision::day}) + ", " + to_rfc3339(time).substr(11, 5) + " UTC";
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
    return grouped(number) + " " + std::string(number == 1 ? one : many);
}

std::string grouped(std::int64_t number) {
    auto text = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (auto at = text.size(); at > first + 3;) text.insert(at -= 3, ",");
    return text;
}

std::string reading_time(std::uint32_t words) {
    constexpr std::uint32_t kWordsPerMinute = 230;
    if (words == 0) return {};
    return std::to_string(std::max<std::uint32_t>(1, (words + kWordsPerMinute / 2) / kWordsPerMinute)) + "\u00A0min";
}

std::string duration_text(double seconds) {
    if (!(seconds >= 0)) return "0\u00A0s";
    if (seconds < 9.95) return one_decimal(seconds) + "\u00A0s";
    const auto whole = static_cast<std::int64_t>(std::llround(std::min(seconds, 1e12)));
    if (whole < 60) return std::to_string(whole) + "\u00A0s";
    if (whole < 3600) return std::to_string(whole / 60) + "\u00A0min " + std::to_string(whole % 60) + "\u00A0s";
    return grouped(whole / 3600) + "\u00A0h " + two_digits(whole % 3600 / 60) + "\u00A0min";
}

std::string money_text(double usd) {
    return "$" + decimals(usd, usd >= 0.995 || usd <= 0 ? 2 : 4);
}

std::string language_name(std::string_view tag) {
    using Name = std::pair<std::string_view, std::string_view>;
    constexpr std::array kNames{
        Name{"ar", "Arabic"},     Name{"cs", "Czech"},    Name{"da", "Danish"},     Name{"de", "German"},
        Name{"en", "English"},    Name{"es", "Spanish"},  Name{"fi", "Finnish"},    Name{"fr", "French"},
        Name{"he", "Hebrew"},     Name{"hi", "Hindi"},    Name{"hu", "Hungarian"},  Name{"id", "Indonesian"},
        Name{"it", "Italian"},    Name{"ja", "Japanese"}, Name{"ko", "Korean"},     Name{"nl", "Dutch"},
        Name{"no", "Norwegian"},  Name{"pl", "Polish"},   Name{"pt", "Portuguese"}, Name{"ro", "Romanian"},
        Name{"ru", "Russian"},    Name{"sv", "Swedish"},  Name{"tr", "Turkish"},    Name{"uk", "Ukrainian"},
        Name{"vi", "Vietnamese"}, Name{"zh", "Chinese"},
    };
    const auto found = std::ranges::find(kNames, tag.substr(0, tag.find('-')), &Name::first);
    return std::string(found == kNames.end() ? tag : found->second);
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const auto& part : parts) {
        if (part.empty()) continue;
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

std::string in_sentence(std::string_view heading) {
    std::string text(heading);
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z')
        text.front() = static_cast<char>(text.front() - 'A' + 'a');
    return text;
}

std::string_view heading_of(UrlState state) {
    return words_of(state).heading;
}

std::string_view meaning_of(UrlState state) {
    return words_of(state).meaning;
}

int count_of(const Report& report, UrlState state) {
    const auto found = report.states.find(std::string(to_string(state)));
    return found == report.states.end() ? 0 : found->second;
}

int omitted(const Report& report, UrlState state) {
    if (state != UrlState::judged && state != UrlState::cached) return count_of(report, state);
    return static_cast<int>(std::ranges::count(report.omissions, state, &ReportOmission::state));
}

std::string_view novelty_of(const ReportItem& item) {
    if (!item.novelty || *item.novelty == Novelty::unchanged) return {};
    return to_string(*item.novelty);
}

std::string changes_text(const Report& report) {
    if (!report.previous) return {};
    const auto entries = [&](Novelty novelty) {
        return std::ranges::count(report.results, std::optional(novelty), &ReportItem::novelty);
    };
    return "Since " + moment_text(report.previous->started) + ": " + grouped(entries(Novelty::fresh)) + " new, " +
           grouped(entries(Novelty::changed)) + " changed, " + grouped(static_cast<std::int64_t>(report.gone.size())) +
           " gone";
}

std::string_view meaning_of(Disappearance why) {
    return why == Disappearance::removed ? "removed by its site" : "no longer suggested";
}

std::string last_score_text(const ReportGone& gone) {
    return "scored " + one_decimal(gone.last_score) + " on " + date_text({gone.last_judged, DatePrecision::day});
}

std::vector<FunnelStep> funnel(const Report& report) {
    const auto unread = {UrlState::failed,     UrlState::not_read,   UrlState::blocked_by_robots,
                         UrlState::error_page, UrlState::login_wall, UrlState::paywalled};
    const auto unjudged = {UrlState::no_ai, UrlState::too_short, UrlState::budget_exhausted};
    const auto unlisted = {UrlState::judged, UrlState::cached, UrlState::off_topic, UrlState::duplicate};
    const int listed = static_cast<int>(report.results.size());
    const int judged = std::max(report.evaluated_urls + report.cached_urls_used, listed);
    const int read = std::max(report.total_urls - count_of(report, unread), judged);
    return {{"found", std::max(report.total_urls, read), ""},
            {"read", read, lost_text(report, unread)},
            {"judged", judged, lost_text(report, unjudged)},
            {"on the list", listed, lost_text(report, unlisted)},
            {"of high quality", report.high_quality_count, ""}};
}

Criteria::Criteria(const Report& report) : known_(report.criteria) {
    for (const auto& criterion : known_) names_.push_back(criterion.name);
    for (const auto& item : report.results)
        for (const auto& score : item.assessment.scores)
            if (std::ranges::find(names_, score.criterion) == names_.end()) names_.push_back(score.criterion);
}

std::string Criteria::title(std::string_view criterion) const {
    const auto known = std::ranges::find(known_, criterion, &ReportCriterion::name);
    return known == known_.end() || known->title.empty() ? readable(criterion) : known->title;
}

std::optional<double> Criteria::weight(std::string_view criterion) const {
    const auto known = std::ranges::find(known_, criterion, &ReportCriterion::name);
    return known == known_.end() ? std::nullopt : std::optional(known->weight);
}

}  // namespace winnow
