#include "fetch/freshness.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "fetch/field_list.h"

namespace winnow {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestLifetime{std::int64_t{1} << 31};  // RFC 9111 section 1.2.2
constexpr seconds kLongestGuess{86'400};
constexpr int kGuessDivisor = 10;  // RFC 9111 section 4.2.2: "a typical setting of this fraction might be 10%"

/// delta-seconds; nothing for anything else.
std::optional<seconds> parse_seconds(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    std::int64_t value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) return kLongestLifetime;
    return std::min(seconds{value}, kLongestLifetime);
}

struct CacheControl {
    bool no_store = false;
    bool no_cache = false;
    std::optional<seconds> max_age;
};

CacheControl read_cache_control(const http::Response& response) {
    CacheControl control;
    for (const auto& item : list_items(response.headers, "cache-control")) {
        const auto [name, value] = split_parameter(item);
        if (name == "no-store") control.no_store = true;
        if (name == "no-cache") control.no_cache = true;
        if (name != "max-age") continue;
        const auto age = parse_seconds(value).value_or(seconds{0});  // unreadable: stale
        control.max_age = std::min(age, control.max_age.value_or(age));
    }
    return control;
}

bool is_cacheable_by_default(int status) {
    constexpr int kStatuses[] = {200, 203, 204, 206, 300, 301, 304, 308, 404, 405, 410, 414, 501};
    return std::ranges::find(kStatuses, status) != std::end(kStatuses);
}

bool varies_on_everything(const http::Response& response) {
    return std::ranges::any_of(list_items(response.headers, "vary"), [](const auto& item) { return item == "*"; });
}

/// How old the response was when it came (RFC 9111 section 4.2.3).
seconds age_of(const http::Response& response, Timestamp now, std::optional<Timestamp> date) {
    const auto apparent = date ? std::max(seconds{0}, now - *date) : seconds{0};
    const auto stated = parse_seconds(response.header("age").value_or("")).value_or(seconds{0});
    return std::max(apparent, stated + std::chrono::ceil<seconds>(response.took));
}

/// How long it counts from its Date on (sections 4.2.1 and 4.2.2).
seconds lifetime_of(const http::Response& response, const CacheControl& control, Timestamp date,
                    std::string_view last_modified) {
    if (control.max_age) return *control.max_age;
    if (const auto expires = response.header("expires")) {
        const auto when = parse_http_date(*expires);
        return when ? *when - date : seconds{0};  // "0" and the like mean: in the past
    }
    if (!is_cacheable_by_default(response.status)) return seconds{0};
    const auto modified = parse_http_date(response.header("last-modified").value_or(last_modified));
    return modified ? std::min((date - *modified) / kGuessDivisor, kLongestGuess) : seconds{0};
}

}  // namespace

Freshness freshness_of(const http::Response& response, Timestamp now, std::string_view last_modified) {
    const auto control = read_cache_control(response);
    if (control.no_store || control.no_cache || varies_on_everything(response)) return {.no_store = control.no_store};
    const auto date = parse_http_date(response.header("date").value_or(""));
    const auto lifetime = lifetime_of(response, control, date.value_or(now), last_modified);
    return {.fresh_for = std::max(seconds{0}, std::min(lifetime, kLongestLifetime) - age_of(response, now, date))};
}

}  // namespace winnow
