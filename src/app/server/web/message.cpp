#include "app/server/web/message.h"

#include <algorithm>

namespace winnow::web {
namespace {

bool equal_but_for_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
    for (const auto& field : headers)
        if (equal_but_for_case(field.name, name)) return field.value;
    return {};
}

bool Request::is_for_programs() const {
    return target.starts_with("/api/");
}

Response text_response(int status, std::string text) {
    return {.status = status, .type = "text/plain; charset=utf-8", .headers = {}, .body = std::move(text) + "\n"};
}

Response see_other(const std::string& location) {
    auto response = text_response(303, "see " + location);
    response.headers.push_back({"Location", location});
    return response;
}

}  // namespace winnow::web
