#include "app/server/web/form.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/url/percent.h"
#include "text/utf8.h"

namespace winnow::web {
namespace {

std::string decoded(std::string_view text) {
    std::string spaced(text);
    std::ranges::replace(spaced, '+', ' ');
    return url::percent_decoded(spaced);
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_safe(const std::string& segment) {
    if (segment == "." || segment == "..") return false;
    return std::ranges::all_of(segment, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7F && c != '/' && c != '\\';
    });
}

}  // namespace

Form::Form(std::string_view encoded) {
    while (!encoded.empty()) {
        const auto pair = encoded.substr(0, encoded.find('&'));
        encoded.remove_prefix(std::min(encoded.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        pairs_.emplace_back(decoded(pair.substr(0, equals)),
                            equals == std::string_view::npos ? std::string() : decoded(pair.substr(equals + 1)));
    }
}

std::string Form::get(std::string_view name) const {
    for (const auto& [key, value] : pairs_)
        if (key == name) return trimmed(value);
    return {};
}

bool Form::has(std::string_view name) const {
    return std::ranges::any_of(pairs_, [&](const auto& pair) { return pair.first == name; });
}

std::vector<std::string> Form::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : pairs_)
        if (key == name && !trimmed(value).empty()) values.push_back(trimmed(value));
    return values;
}

Result<std::string> Form::only(std::string_view name) const {
    const auto is_it = [&](const auto& pair) { return pair.first == name; };
    if (std::ranges::count_if(pairs_, is_it) > 1)
        return fail(ErrorKind::invalid_argument, std::string(name) + ": given more than once");
    const auto found = std::ranges::find_if(pairs_, is_it);
    return found == pairs_.end() ? std::string() : found->second;
}

Result<std::string> Form::text(std::string_view name, std::size_t most) const {
    TRY(const auto value, only(name));
    if (text::count_code_points(value) > most)
        return fail(ErrorKind::invalid_argument,
                    std::string(name) + ": longer than " + std::to_string(most) + " characters");
    return trimmed(value);
}

Result<double> Form::number(std::string_view name, double fallback, double least, double most) const {
    TRY(const auto given, only(name));
    const auto text = trimmed(given);
    if (text.empty()) return fallback;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value >= least && value <= most))
        return fail(ErrorKind::invalid_argument, std::string(name) + ": expected a number from " +
                                                     std::to_string(std::llround(least)) + " to " +
                                                     std::to_string(std::llround(most)));
    return value;
}

Result<std::size_t> Form::count(std::string_view name, std::size_t fallback, std::size_t least,
                                std::size_t most) const {
    TRY(const auto given, only(name));
    const auto text = trimmed(given);
    if (text.empty()) return fallback;
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        return fail(ErrorKind::invalid_argument, std::string(name) + ": expected a whole number from " +
                                                     std::to_string(least) + " to " + std::to_string(most));
    return value;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view kHexadecimal = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        if (kPlain.contains(c)) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += kHexadecimal[byte >> 4];
        result += kHexadecimal[byte & 15];
    }
    return result;
}

Result<Target> parse_target(std::string_view target) {
    const auto mark = target.find('?');
    auto path = target.substr(0, mark);
    Target parsed;
    if (mark != std::string_view::npos) parsed.query = Form(target.substr(mark + 1));
    if (!path.starts_with('/')) return fail(ErrorKind::invalid_argument, "a path begins with a slash");
    while (!path.empty()) {
        path.remove_prefix(1);
        auto segment = url::percent_decoded(path.substr(0, path.find('/')));
        path.remove_prefix(std::min(path.size(), path.find('/')));
        if (!is_safe(segment)) return fail(ErrorKind::invalid_argument, "the path leads out of what is served");
        if (!segment.empty()) parsed.segments.push_back(std::move(segment));
    }
    return parsed;
}

}  // namespace winnow::web
