#include "fetch/field_list.h"

#include <algorithm>

namespace winnow {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Where the item at the front ends: at a comma that no quotation marks enclose, or with the text.
std::size_t item_end(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (text[i] == ',' && !quoted)
            return i;
    }
    return text.size();
}

}  // namespace

std::vector<std::string_view> list_items(const std::vector<HeaderField>& headers, std::string_view name) {
    std::vector<std::string_view> items;
    for (const auto& field : headers) {
        if (!std::ranges::equal(field.name, name, {}, lower, lower)) continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            const auto end = item_end(rest);
            if (const auto item = trimmed(rest.substr(0, end)); !item.empty()) items.push_back(item);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return items;
}

std::pair<std::string, std::string> split_parameter(std::string_view item) {
    const auto equals = std::min(item.find('='), item.size());
    std::string name(trimmed(item.substr(0, equals)));
    std::ranges::transform(name, name.begin(), lower);
    auto value = trimmed(item.substr(std::min(equals + 1, item.size())));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return {std::move(name), std::string(value)};
}

}  // namespace winnow
