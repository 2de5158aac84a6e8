#include "app/server/site/site.h"

#include "app/server/api/api.h"
#include "app/server/assets/assets.h"

namespace winnow::site {
namespace {

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid_argument:
        case ErrorKind::malformed: return 400;
        case ErrorKind::not_found: return 404;
        case ErrorKind::unauthorized:
        case ErrorKind::forbidden:
        case ErrorKind::blocked: return 403;
        case ErrorKind::conflict: return 409;
        case ErrorKind::too_large: return 413;
        case ErrorKind::unsupported: return 415;
        case ErrorKind::rate_limited:
        case ErrorKind::quota_exhausted: return 429;
        case ErrorKind::invalid_config:
        case ErrorKind::unavailable:
        case ErrorKind::cancelled: return 503;
        case ErrorKind::timed_out: return 504;
        case ErrorKind::storage:
        case ErrorKind::internal: return 500;
    }
    return 500;
}

Result<web::Response> asset(const SiteParts&, const web::Call& call) {
    const auto* const found = find_asset(call.parts.front());
    if (found == nullptr) return fail(ErrorKind::not_found, "There is no such file.");
    auto response = file(std::string(found->type), std::string(found->bytes));
    const bool is_versioned = call.query.has("v");  // its address changes with its content
    response.headers.push_back({"Cache-Control", is_versioned ? "public, max-age=31536000, immutable" : "no-cache"});
    return response;
}

}  // namespace

Site::Site(const SiteParts& parts) : parts_(parts) {
    add_reading_pages(router_, parts_);
    add_working_pages(router_, parts_);
    add_exports(router_, parts_);
    add_api(router_, parts_);
    add_route(router_, parts_, "GET", "/assets/*", asset);
    add_route(router_, parts_, "GET", "/favicon.ico", [](const SiteParts&, const web::Call&) {
        return Result<web::Response>(web::see_other(asset_path("icon.svg")));
    });
}

web::Response Site::handle(const web::Request& request) const {
    auto response = answer(request);
    web::secure(response);
    return response;
}

web::Response Site::answer(const web::Request& request) const {
    if (auto refusal = parts_.guard.refusal(request)) return std::move(*refusal);
    web::Router::Miss miss{};
    std::string allowed;
    if (auto response = router_.route(request, miss, allowed)) return std::move(*response);
    if (miss == web::Router::Miss::bad_path)
        return error_response(request, parts_, 400, "invalid_argument", "That is no path that is served here.");
    if (miss == web::Router::Miss::no_such_path)
        return error_response(request, parts_, 404, "not_found", "There is no such page.");
    auto response = error_response(request, parts_, 405, "invalid_argument", "Only " + allowed + " is answered here.");
    response.headers.push_back({"Allow", allowed.contains("GET") ? allowed + ", HEAD" : allowed});
    return response;
}

void add_route(web::Router& router, const SiteParts& parts, std::string_view method, std::string_view pattern,
               Answer answer) {
    router.add(method, pattern, [&parts, answer = std::move(answer)](const web::Call& call) {
        auto response = answer(parts, call);
        if (response) return std::move(*response);
        const auto& error = response.error();
        return error_response(call.request, parts, status_of(error.kind()), to_string(error.kind()), error.message());
    });
}

web::Response error_response(const web::Request& request, const SiteParts& parts, int status, std::string_view kind,
                             const std::string& message) {
    if (request.is_for_programs())
        return json_response(json::object({{"error", json::object({{"kind", kind}, {"message", message}})}}), status);
    auto response = page(parts, {.title = "Error " + std::to_string(status)}, error_html(status, message));
    response.status = status;
    return response;
}

web::Response page(const SiteParts& parts, Frame frame, const Markup& content) {
    frame.token = parts.guard.token();
    return {.headers = {}, .body = page_html(frame, content)};
}

web::Response file(std::string type, std::string bytes, const std::string& download_name) {
    web::Response response{.type = std::move(type), .headers = {}, .body = std::move(bytes)};
    if (!download_name.empty())
        response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + download_name + "\""});
    return response;
}

web::Response json_response(const json::Value& value, int status) {
    return {.status = status, .type = "application/json", .headers = {}, .body = json::dump(value)};
}

}  // namespace winnow::site
