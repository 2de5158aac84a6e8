#include "discover/dates/dates.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "discover/dates/month_names.h"
#include "markup/tokens.h"
#include "text/utf8.h"

namespace winnow::feeds {
namespace {

using std::chrono::days;

constexpr std::size_t kMaxDateBytes = 100;
constexpr int kCenturyTurn = 70;  // 69 is 2069, 70 is 1970, as in POSIX

bool is_digit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = std::min(value * 10 + (c - '0'), 100'000'000);
    return value;
}

std::optional<Timestamp> day_of(int year, int month, int day) {
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || year < 1 || year > 9999) return std::nullopt;
    return Timestamp{std::chrono::sys_days{date}};
}

/// The forms of ISO 8601 that name less than a day, or a day in another way: "2003", "2003-12", "2003-335", "2003335",
/// "2003-W05-3".
std::optional<Timestamp> read_short_iso(std::string_view text) {
    std::string flat;
    std::ranges::copy_if(text, std::back_inserter(flat), [](char c) { return c != '-'; });
    if (flat.size() < 4 || !all_digits(std::string_view(flat).substr(0, 4))) return std::nullopt;
    const int year = number(std::string_view(flat).substr(0, 4));
    const auto rest = std::string_view(flat).substr(4);
    if (rest.empty()) return day_of(year, 1, 1);
    if (rest.size() == 2 && all_digits(rest) && text.contains('-')) return day_of(year, number(rest), 1);
    const auto january = day_of(year, 1, 1);
    if (rest.size() == 3 && all_digits(rest) && january && number(rest) >= 1 && number(rest) <= 366)
        return *january + days{number(rest) - 1};
    if ((rest.size() == 3 || rest.size() == 4) && rest.front() == 'W' && all_digits(rest.substr(1))) {
        const auto fourth = day_of(year, 1, 4);  // lies in the first week
        const auto weekday = std::chrono::weekday{std::chrono::floor<days>(*fourth)}.iso_encoding();
        const int day = rest.size() == 4 ? number(rest.substr(3)) : 1;
        return *fourth - days{weekday - 1} + days{(number(rest.substr(1, 2)) - 1) * 7 + day - 1};
    }
    return std::nullopt;
}

struct Zone {
    std::string_view name;
    int minutes;  // east of Greenwich
};

constexpr auto kZones = std::to_array<Zone>({
    {"gmt", 0},     {"utc", 0},    {"ut", 0},     {"z", 0},      {"wet", 0},    {"est", -300}, {"edt", -240},
    {"cst", -360},  {"cdt", -300}, {"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420}, {"akst", -540},
    {"akdt", -480}, {"hst", -600}, {"ast", -240}, {"adt", -180}, {"bst", 60},   {"west", 60},  {"cet", 60},
    {"mez", 60},    {"cest", 120}, {"mesz", 120}, {"met", 60},   {"eet", 120},  {"eest", 180}, {"msk", 180},
    {"ist", 330},   {"jst", 540},  {"kst", 540},  {"sgt", 480},  {"hkt", 480},  {"aest", 600}, {"aedt", 660},
    {"et", -300},   {"ct", -360},  {"mt", -420},  {"pt", -480},  {"nzst", 720}, {"nzdt", 780},
});

/// Takes a date apart by what its pieces look like, wherever they stand.
class DateWords {
public:
    explicit DateWords(std::string_view text) : text_(text) {}

    std::optional<Timestamp> read() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (is_digit(c)) {
                read_number();
            } else if ((c == '+' || c == '-') && time_seen_ && !offset_ && at_ + 1 < text_.size() &&
                       is_digit(text_[at_ + 1])) {
                read_offset();
            } else if (std::isalpha(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80) {
                read_word();
            } else {
                if (c == '/' || c == '.') separator_ = c;
                ++at_;
            }
        }
        return together();
    }

private:
    struct Number {
        int value;
        std::size_t digits;
    };

    std::string_view take_digits() {
        const auto begin = at_;
        while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        return text_.substr(begin, at_ - begin);
    }

    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    void read_number() {
        const auto digits = take_digits();
        if (digits.size() <= 2 && !time_seen_ && at_ + 1 < text_.size() && text_[at_] == ':' &&
            is_digit(text_[at_ + 1])) {
            time_seen_ = true;
            hour_ = number(digits);
            ++at_;
            minute_ = number(take_digits());
            if (take(':')) second_ = number(take_digits());
            if (take('.') || take(',')) take_digits();
        } else {
            numbers_.push_back({number(digits), digits.size()});
        }
    }

    void read_offset() {
        const int sign = text_[at_++] == '-' ? -1 : 1;
        const auto digits = take_digits();
        int hours = number(digits), minutes = 0;
        if (digits.size() > 2) {
            hours = number(digits.substr(0, digits.size() - 2));
            minutes = number(digits.substr(digits.size() - 2));
        } else if (take(':')) {
            minutes = number(take_digits());
        }
        if (digits.size() <= 4 && hours <= 24 && minutes < 60) offset_ = sign * (hours * 60 + minutes);
    }

    void read_word() {
        const auto begin = at_;
        while (at_ < text_.size() &&
               (std::isalpha(static_cast<unsigned char>(text_[at_])) || static_cast<unsigned char>(text_[at_]) >= 0x80))
            ++at_;
        const auto word = text_.substr(begin, at_ - begin);
        if (word == "am" || word == "a" || word == "오전") {
            morning_ = true;
        } else if (word == "pm" || word == "p" || word == "오후") {
            afternoon_ = true;
        } else if (const int month = month_number(word); month != 0) {
            month_ = month;  // the last one: before it may stand a weekday that looks like one ("mar., 5 janv.")
        } else if (time_seen_ && !zone_) {
            const auto* const zone = std::ranges::find(kZones, word, &Zone::name);
            if (zone != kZones.end()) zone_ = zone->minutes;
        }
    }

    /// Year, month and day from the numbers, or nothing.
    std::optional<std::array<int, 3>> date() const {
        const auto& n = numbers_;
        const auto is_year = [](const Number& one) { return one.digits == 4 || one.value > 31; };
        if (month_ != 0) {
            if (n.size() == 1 && n[0].digits == 4) return std::array{n[0].value, month_, 1};
            if (n.size() != 2) return std::nullopt;
            return is_year(n[0]) ? std::array{full(n[0]), month_, n[1].value}
                                 : std::array{full(n[1]), month_, n[0].value};
        }
        if (n.size() != 3) return std::nullopt;
        if (is_year(n[0])) return std::array{full(n[0]), n[1].value, n[2].value};
        const bool month_first = separator_ == '/' && n[0].value <= 12;
        if (month_first || n[1].value > 12) return std::array{full(n[2]), n[0].value, n[1].value};
        return std::array{full(n[2]), n[1].value, n[0].value};
    }

    static int full(const Number& year) {
        if (year.digits > 2) return year.value;
        return year.value + (year.value < kCenturyTurn ? 2000 : 1900);
    }

    std::optional<Timestamp> together() const {
        const auto parts = date();
        if (!parts || hour_ > 24 || minute_ > 59 || second_ > 60) return std::nullopt;
        const auto day = day_of((*parts)[0], (*parts)[1], (*parts)[2]);
        if (!day) return std::nullopt;
        int hour = hour_;
        if (afternoon_ && hour < 12) hour += 12;
        if (morning_ && hour == 12) hour = 0;
        return *day + std::chrono::hours{hour} + std::chrono::minutes{minute_ - offset_.value_or(zone_.value_or(0))} +
               std::chrono::seconds{std::min(second_, 59)};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Number> numbers_;
    int month_ = 0;
    int hour_ = 0;
    int minute_ = 0;
    int second_ = 0;
    char separator_ = 0;
    bool time_seen_ = false;
    bool morning_ = false;
    bool afternoon_ = false;
    std::optional<int> offset_;
    std::optional<int> zone_;
};

}  // namespace

std::optional<Timestamp> parse_date(std::string_view text) {
    text = markup::trimmed(text);
    if (text.empty() || text.size() > kMaxDateBytes) return std::nullopt;
    if (const auto time = parse_rfc3339(text)) return time;
    if (const auto time = read_short_iso(text)) return time;
    return DateWords(text::lower_case(text)).read();
}

}  // namespace winnow::feeds
