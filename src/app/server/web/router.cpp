#include "app/server/web/router.h"

#include <algorithm>

namespace winnow::web {
namespace {

constexpr std::string_view kAny = "*";

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path,
             std::vector<std::string>& parts) {
    if (pattern.size() != path.size()) return false;
    parts.clear();
    for (std::size_t i = 0; i < path.size(); ++i)
        if (pattern[i] == kAny)
            parts.push_back(path[i]);
        else if (pattern[i] != path[i])
            return false;
    return true;
}

}  // namespace

void Router::add(std::string_view method, std::string_view pattern, Answer answer) {
    routes_.push_back({std::string(method), parse_target(pattern)->segments, std::move(answer)});
}

std::optional<Response> Router::route(const Request& request, Miss& miss, std::string& allowed) const {
    miss = Miss::no_such_path;
    allowed.clear();
    auto target = parse_target(request.target);
    if (!target) {
        miss = Miss::bad_path;
        return std::nullopt;
    }
    const std::string_view path(request.target.data(), std::min(request.target.find('?'), request.target.size()));
    if (request.is_for_programs() && path.ends_with('/')) return std::nullopt;
    const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
    Call call{.request = request, .parts = {}, .query = std::move(target->query)};
    for (const auto& route : routes_) {
        if (!matches(route.segments, target->segments, call.parts)) continue;
        if (route.method == method) return route.answer(call);
        miss = Miss::other_method;
        allowed += (allowed.empty() ? "" : ", ") + route.method;
    }
    return std::nullopt;
}

}  // namespace winnow::web
