#include "config/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace winnow::config {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t size = 1;
};

constexpr std::array kDurationUnits{
    Unit{"w", 7ULL * 24 * 60 * 60 * 1000},
    Unit{"d", 24ULL * 60 * 60 * 1000},
    Unit{"h", 60ULL * 60 * 1000},
    Unit{"m", 60ULL * 1000},
    Unit{"s", 1000},
    Unit{"ms", 1},
};
constexpr double kMaxMilliseconds = 10'000.0 * 366 * 24 * 60 * 60 * 1000;

constexpr std::array kByteUnits{
    Unit{"TiB", 1ULL << 40},
    Unit{"TB", 1'000'000'000'000ULL},
    Unit{"GiB", 1ULL << 30},
    Unit{"GB", 1'000'000'000ULL},
    Unit{"MiB", 1ULL << 20},
    Unit{"MB", 1'000'000ULL},
    Unit{"KiB", 1ULL << 10},
    Unit{"KB", 1'000ULL},
    Unit{"B", 1},
};
constexpr double kMaxBytes = 9'007'199'254'740'992.0;  // 2^53: exact as a double, and more than any disk

constexpr std::size_t kMaxEditedWord = 64;  // nobody mistypes a longer key

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// Takes digits with an optional fraction from the front of `text`.
std::optional<double> take_number(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && (is_digit(text[length]) || text[length] == '.')) ++length;
    const auto number = text.substr(0, length);
    if (number.empty() || !is_digit(number.front()) || !is_digit(number.back())) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
    text.remove_prefix(length);
    return value;
}

std::string_view take_letters(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; });
    const auto letters = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(letters.size());
    return letters;
}

/// Optimal string alignment distance, in time |a|·|b|.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before.swap(last);
        last.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
    }
    return row[b.size()];
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    if (text == "0") return std::chrono::milliseconds{0};
    if (text.empty()) return std::nullopt;
    double total = 0;
    while (!text.empty()) {
        const auto number = take_number(text);
        const auto name = take_letters(text);
        const auto* const unit = std::ranges::find(kDurationUnits, name, &Unit::name);
        if (!number || unit == kDurationUnits.end()) return std::nullopt;
        total += *number * static_cast<double>(unit->size);
    }
    if (total > kMaxMilliseconds) return std::nullopt;
    return std::chrono::milliseconds{std::llround(total)};
}

std::string format_duration(std::chrono::milliseconds duration) {
    auto rest = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
    if (rest == 0) return "0s";
    std::string text;
    for (const auto& unit : kDurationUnits) {
        if (unit.name == "w" && rest % unit.size != 0) continue;  // "10d", not "1w3d"
        if (unit.name == "w" && rest / unit.size == 1) continue;  // "7d"
        if (const auto count = rest / unit.size) text += std::to_string(count) + std::string(unit.name);
        rest %= unit.size;
    }
    return text;
}

std::optional<Bytes> parse_bytes(std::string_view text) {
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    if (text.starts_with(' ')) text.remove_prefix(1);
    double size = 1;
    if (!text.empty()) {
        const auto* const unit =
            std::ranges::find_if(kByteUnits, [&](const Unit& u) { return equal_ignoring_case(u.name, text); });
        if (unit == kByteUnits.end()) return std::nullopt;
        size = static_cast<double>(unit->size);
    }
    const double count = *number * size;
    if (count > kMaxBytes || count != std::floor(count)) return std::nullopt;
    return Bytes{static_cast<std::size_t>(count)};
}

std::string format_bytes(Bytes bytes) {
    for (const auto& unit : kByteUnits)
        if (unit.size > 1 && bytes.count >= unit.size && bytes.count % unit.size == 0)
            return std::to_string(bytes.count / unit.size) + std::string(unit.name);
    return std::to_string(bytes.count);
}

std::optional<bool> parse_bool(std::string_view text) {
    for (const std::string_view word : {"true", "yes", "on"})
        if (equal_ignoring_case(text, word)) return true;
    for (const std::string_view word : {"false", "no", "off"})
        if (equal_ignoring_case(text, word)) return false;
    return std::nullopt;
}

template <typename T>
    requires std::same_as<T, int> || std::same_as<T, std::size_t> || std::same_as<T, double>
std::optional<T> parse_number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if constexpr (std::floating_point<T>)
        if (!std::isfinite(value)) return std::nullopt;
    return value;
}
template std::optional<int> parse_number(std::string_view);
template std::optional<std::size_t> parse_number(std::string_view);
template std::optional<double> parse_number(std::string_view);

std::string format_number(double number) {
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    return {buffer.data(), end};
}

std::string format_text(std::string_view text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./@+:- ";
    constexpr std::string_view kFirst = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./";
    const bool is_plain = !text.empty() && kFirst.contains(text.front()) && text.back() != ' ' && text.back() != ':' &&
                          text.find_first_not_of(kPlain) == std::string_view::npos && !text.contains(": ");
    if (is_plain && !parse_bool(text) && !parse_number<double>(text) && !equal_ignoring_case(text, "null"))
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (c == '\n')
            quoted += "\\n";
        else if (c == '\t')
            quoted += "\\t";
        else
            quoted += c;
    }
    return quoted + '"';
}

const std::string* nearest(std::string_view word, std::span<const std::string> candidates) {
    if (word.size() > kMaxEditedWord) return nullptr;
    const std::string* best = nullptr;
    auto least = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (const auto& candidate : candidates) {
        if (candidate.size() > kMaxEditedWord) continue;
        if (const auto distance = edits(word, candidate); distance < least && distance < candidate.size()) {
            least = distance;
            best = &candidate;
        }
    }
    return best;
}

}  // namespace winnow::config
