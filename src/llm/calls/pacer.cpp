#include "llm/calls/pacer.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace winnow::llm {
namespace {

using std::chrono::milliseconds;

std::optional<std::int64_t> parse_count(std::optional<std::string_view> text) {
    std::int64_t count = 0;
    if (!text) return std::nullopt;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
    if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
    return count;
}

/// Milliseconds of one unit; 0 for a text that begins with none. `size` becomes its length.
double unit_at(std::string_view text, std::size_t& size) {
    struct Unit {
        std::string_view name;
        double milliseconds;
    };
    constexpr Unit kUnits[] = {{"ms", 1},    {"us", 1e-3}, {"\xC2\xB5s", 1e-3}, {"ns", 1e-6},
                               {"h", 3.6e6}, {"m", 6e4},   {"s", 1e3}};
    for (const auto& unit : kUnits) {
        if (!text.starts_with(unit.name)) continue;
        size = unit.name.size();
        return unit.milliseconds;
    }
    return 0;
}

}  // namespace

std::optional<milliseconds> parse_go_duration(std::string_view text) {
    double total = 0;
    const bool is_empty = text.empty();
    while (!text.empty()) {
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || number < 0) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        std::size_t size = 0;
        const double unit = text.empty() && total == 0 ? 1e3 : unit_at(text, size);
        if (unit == 0) return std::nullopt;
        text.remove_prefix(size);
        total += number * unit;
    }
    if (is_empty || !(total < 1e12)) return std::nullopt;
    return milliseconds{static_cast<std::int64_t>(total)};
}

std::optional<Pacer::Allowance> Pacer::read(const http::Response& response, std::string_view what) const {
    const auto openai = "x-ratelimit-";
    const auto anthropic = "anthropic-ratelimit-" + std::string(what) + "-";
    const auto pick = [&](const std::string& name) {
        const auto value = response.header(openai + name + "-" + std::string(what));
        return value ? value : response.header(anthropic + name);
    };
    const auto limit = parse_count(pick("limit"));
    const auto remaining = parse_count(pick("remaining"));
    const auto reset = pick("reset");
    if (!limit || !remaining || !reset || *limit <= 0 || *remaining < 0) return std::nullopt;
    auto wait = parse_go_duration(*reset);
    if (const auto date = parse_rfc3339(*reset)) wait = milliseconds{*date - clock_.now()};
    if (!wait) return std::nullopt;
    return Allowance{.limit = *limit, .remaining = *remaining, .reset = clock_.steady_now() + *wait};
}

void Pacer::heed(const http::Response& response) {
    auto requests = read(response, "requests");
    auto tokens = read(response, "tokens");
    if (!tokens) tokens = read(response, "input-tokens");
    const std::scoped_lock lock(mutex_);
    if (requests) requests_ = requests;
    if (tokens) tokens_ = tokens;
}

void Pacer::rest(milliseconds duration) {
    const std::scoped_lock lock(mutex_);
    resting_until_ = std::max(resting_until_, clock_.steady_now() + duration);
}

milliseconds Pacer::missing(const std::optional<Allowance>& allowance, std::int64_t needed) const {
    if (!allowance || allowance->remaining >= std::min(needed, allowance->limit)) return milliseconds{0};
    const auto wait = std::chrono::ceil<milliseconds>(allowance->reset - clock_.steady_now());
    return std::clamp(wait, milliseconds{0}, milliseconds{kLongestHint});
}

milliseconds Pacer::admit(std::int64_t tokens) {
    const std::scoped_lock lock(mutex_);
    const auto resting = std::chrono::ceil<milliseconds>(resting_until_ - clock_.steady_now());
    const auto wait = std::max({milliseconds{0}, resting_until_ == Moment{} ? milliseconds{0} : resting,
                                missing(requests_, 1), missing(tokens_, tokens)});
    if (wait > milliseconds{0}) return wait;
    if (requests_) --requests_->remaining;
    if (tokens_) tokens_->remaining -= tokens;
    return milliseconds{0};
}

}  // namespace winnow::llm
