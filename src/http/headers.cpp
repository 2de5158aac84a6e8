#include <algorithm>
#include <cctype>

#include "http/client.h"

namespace winnow::http {

std::optional<std::string_view> find_header(const std::vector<HeaderField>& headers, std::string_view name) {
    const auto same = [&](const HeaderField& field) {
        return std::ranges::equal(field.name, name,
                                  [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
    };
    const auto found = std::ranges::find_if(headers, same);
    if (found == headers.end()) return std::nullopt;
    return found->value;
}

}  // namespace winnow::http
