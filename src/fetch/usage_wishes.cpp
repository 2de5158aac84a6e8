#include "fetch/usage_wishes.h"

#include <algorithm>
#include <array>

#include "fetch/field_list.h"
#include "fetch/robots/rules.h"

namespace winnow {
namespace {

bool iequals(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// Rules that have a colon of their own, so that what stands before it names no agent.
bool takes_value(std::string_view name) {
    constexpr std::array<std::string_view, 4> kNames{"max-snippet", "max-image-preview", "max-video-preview",
                                                     "unavailable_after"};
    return std::ranges::any_of(kNames, [&](std::string_view known) { return iequals(known, name); });
}

/// The agent that "name: rule" begins with; empty if it does not.
std::string_view scope_of(std::string_view item) {
    const auto colon = item.find(':');
    if (colon == std::string_view::npos) return {};
    auto name = item.substr(0, colon);
    while (name.ends_with(' ')) name.remove_suffix(1);
    // Part of a date ("01-Jan-2030 15:00") is no name either.
    return takes_value(name) || name.find(' ') != std::string_view::npos ? std::string_view() : name;
}

void read_tag_line(const HeaderField& line, std::string_view agent, UsageWishes& wishes) {
    bool concerns_us = true;
    const std::vector<HeaderField> lines{line};  // the items point into it
    for (auto item : list_items(lines, line.name)) {
        if (const auto scope = scope_of(item); !scope.empty()) {
            concerns_us = scope == "*" || product_token(scope) == product_token(agent);
            item = item.substr(item.find(':') + 1);
            item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
        }
        if (!concerns_us) continue;
        if (iequals(item, "noai")) wishes.no_ai = true;
        if (iequals(item, "noindex") || iequals(item, "none")) wishes.no_index = true;
    }
}

}  // namespace

UsageWishes usage_wishes(const std::vector<HeaderField>& headers, std::string_view agent) {
    UsageWishes wishes;
    for (const auto& field : headers)
        if (iequals(field.name, "x-robots-tag")) read_tag_line(field, agent, wishes);
    for (const auto& item : list_items(headers, "content-signal")) {
        const auto [name, value] = split_parameter(item);
        if (name == "ai-input" && iequals(value, "no")) wishes.no_ai = true;
    }
    return wishes;
}

}  // namespace winnow
