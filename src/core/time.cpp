#include "core/time.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

namespace winnow {
namespace {

class SystemClock final : public Clock {
public:
    Timestamp now() const override {
        return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    }
    std::chrono::steady_clock::time_point steady_now() const override { return std::chrono::steady_clock::now(); }
};

/// Reads numbers and marks from the front of a text; once something did not fit, everything fails.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    bool ok() const { return ok_; }
    std::string_view rest() const { return rest_; }

    int digits(std::size_t least, std::size_t most) {
        int value = 0;
        std::size_t count = 0;
        while (count < most && !rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front()))) {
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
            ++count;
        }
        if (count < least) ok_ = false;
        return value;
    }
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void need(char c) { ok_ = take(c) && ok_; }
    bool skip_spaces() {
        const auto before = rest_.size();
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) rest_.remove_prefix(1);
        return rest_.size() != before;
    }
    std::string_view letters() {
        const auto end = std::ranges::find_if(rest_, [](unsigned char c) { return !std::isalpha(c); });
        const auto word = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_.remove_prefix(word.size());
        return word;
    }

private:
    std::string_view rest_;
    bool ok_ = true;
};

std::optional<Timestamp> make_time(int year, int month, int day, int hour, int minute, int second, int offset_minutes) {
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || hour > 24 || minute > 59 || second > 60) return std::nullopt;
    if (hour == 24 && (minute > 0 || second > 0)) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute - offset_minutes} +
           std::chrono::seconds{std::min(second, 59)};
}

/// "Z", "+01:00", "-0530", "+01" or nothing, in minutes east of Greenwich.
int read_offset(Cursor& cursor) {
    if (cursor.take('Z') || cursor.take('z')) return 0;
    const int sign = cursor.take('+') ? 1 : cursor.take('-') ? -1 : 0;
    if (sign == 0) return 0;
    const int hours = cursor.digits(2, 2);
    cursor.take(':');
    return sign * (hours * 60 + cursor.digits(0, 2));
}

int month_number(std::string_view name) {
    constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
    std::string low(name.substr(0, 3));
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto found = std::ranges::find(kMonths, low);
    return found == kMonths.end() ? 0 : static_cast<int>(found - kMonths.begin()) + 1;
}

int zone_minutes(std::string_view name) {
    struct Zone {
        std::string_view name;
        int hours;
    };
    constexpr std::array kZones{Zone{"EST", -5}, Zone{"EDT", -4}, Zone{"CST", -6}, Zone{"CDT", -5}, Zone{"MST", -7},
                                Zone{"MDT", -6}, Zone{"PST", -8}, Zone{"PDT", -7}, Zone{"CET", 1},  Zone{"CEST", 2}};
    for (const auto& zone : kZones)
        if (zone.name == name) return zone.hours * 60;
    return 0;  // GMT, UT, UTC, military letters (RFC 5322 section 4.3 takes those as unknown)
}

/// "08:49[:37]".
std::array<int, 3> read_clock(Cursor& cursor) {
    const int hour = cursor.digits(1, 2);
    cursor.need(':');
    const int minute = cursor.digits(2, 2);
    return {hour, minute, cursor.take(':') ? cursor.digits(2, 2) : 0};
}

int read_zone(Cursor& cursor) {
    cursor.skip_spaces();
    const auto zone = cursor.letters();
    return zone.empty() ? read_offset(cursor) : zone_minutes(zone);
}

/// "Nov  6 08:49:37 1994", what is left of asctime's form behind the weekday.
std::optional<Timestamp> read_asctime(Cursor& cursor) {
    const int month = month_number(cursor.letters());
    cursor.skip_spaces();
    const int day = cursor.digits(1, 2);
    cursor.skip_spaces();
    const auto clock = read_clock(cursor);
    cursor.skip_spaces();
    const int year = cursor.digits(4, 4);
    if (!cursor.ok() || month == 0) return std::nullopt;
    return make_time(year, month, day, clock[0], clock[1], clock[2], 0);
}

}  // namespace

const Clock& system_clock() {
    static const SystemClock clock;
    return clock;
}

Deadline Deadline::after(std::chrono::milliseconds duration, std::stop_token stop) {
    return {std::chrono::steady_clock::now() + duration, std::move(stop)};
}

Deadline Deadline::within(std::chrono::milliseconds duration) const {
    return {std::min(when_, std::chrono::steady_clock::now() + duration), stop_};
}

std::chrono::milliseconds Deadline::remaining() const {
    using std::chrono::milliseconds;
    if (when_ == std::chrono::steady_clock::time_point::max()) return std::chrono::days{1};
    const auto left = std::chrono::duration_cast<milliseconds>(when_ - std::chrono::steady_clock::now());
    return std::max(left, milliseconds{0});
}

std::string to_rfc3339(Timestamp time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    std::array<char, 40> text{};
    const int size = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
    Cursor cursor(text);
    cursor.skip_spaces();
    const int year = cursor.digits(4, 4);
    const bool dashes = cursor.take('-');
    const int month = cursor.digits(2, 2);
    if (dashes) cursor.need('-');
    const int day = cursor.digits(2, 2);
    int hour = 0, minute = 0, second = 0, offset = 0;
    if (cursor.take('T') || cursor.take('t') || (cursor.skip_spaces() && !cursor.rest().empty())) {
        hour = cursor.digits(2, 2);
        cursor.take(':');
        minute = cursor.digits(2, 2);
        if (cursor.take(':') ||
            (!cursor.rest().empty() && std::isdigit(static_cast<unsigned char>(cursor.rest().front()))))
            second = cursor.digits(2, 2);
        if (cursor.take('.') || cursor.take(',')) {
            cursor.digits(1, 9);
            cursor.digits(0, 9);
        }
        cursor.skip_spaces();
        offset = read_offset(cursor);
    }
    cursor.skip_spaces();
    if (!cursor.ok() || !cursor.rest().empty()) return std::nullopt;
    return make_time(year, month, day, hour, minute, second, offset);
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
    Cursor cursor(text);
    cursor.skip_spaces();
    const bool weekday = !cursor.letters().empty();
    const bool comma = cursor.take(',');
    cursor.skip_spaces();
    if (weekday && !comma) return read_asctime(cursor);
    const int day = cursor.digits(1, 2);
    if (!cursor.take('-')) cursor.skip_spaces();
    const int month = month_number(cursor.letters());
    if (!cursor.take('-')) cursor.skip_spaces();
    const auto before = cursor.rest().size();
    int year = cursor.digits(2, 4);
    if (before - cursor.rest().size() <= 2) year += year < 70 ? 2000 : 1900;
    std::array<int, 3> clock{};
    int offset = 0;
    if (cursor.skip_spaces() && !cursor.rest().empty()) {
        clock = read_clock(cursor);
        offset = read_zone(cursor);
    }
    if (!cursor.ok() || month == 0) return std::nullopt;
    return make_time(year, month, day, clock[0], clock[1], clock[2], offset);
}

}  // namespace winnow
