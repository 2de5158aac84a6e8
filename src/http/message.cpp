#include "http/message.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace winnow::http {
namespace {

bool iequals(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// The line up to '\n' without its ending, taken from the front of `text`.
std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// RFC 9112 section 7.1. Archives often say "chunked" of a body that is not any more: then it stays as it is.
std::string dechunked(std::string_view body) {
    std::string result;
    auto rest = body;
    while (!rest.empty()) {
        auto line = take_line(rest);
        line = trimmed(line.substr(0, line.find(';')));
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
        if (error != std::errc() || end != line.data() + line.size())
            return result.empty() ? std::string(body) : result;
        if (size == 0) break;
        result += rest.substr(0, size);
        rest.remove_prefix(std::min(size, rest.size()));
        take_line(rest);
    }
    return result;
}

}  // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 410: return "Gone";
        case 429: return "Too Many Requests";
        case 500: return "Internal Server Error";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        default: return {};
    }
}

Result<Response> parse_response(std::string_view bytes, std::size_t max_body_bytes) {
    const auto status_line = take_line(bytes);
    Response response;
    const auto blank = status_line.find(' ');
    if (!status_line.starts_with("HTTP/") || blank == std::string_view::npos)
        return fail(ErrorKind::malformed, "no HTTP status line");
    const auto code = trimmed(status_line.substr(blank)).substr(0, 3);
    if (std::from_chars(code.data(), code.data() + code.size(), response.status).ec != std::errc() ||
        response.status < 100)
        return fail(ErrorKind::malformed, "no HTTP status code");
    std::string coding;
    bool chunked = false;
    while (!bytes.empty()) {
        const auto line = take_line(bytes);
        if (line.empty()) break;
        if ((line.front() == ' ' || line.front() == '\t') && !response.headers.empty()) {
            response.headers.back().value += " " + std::string(trimmed(line));
            continue;
        }
        const auto colon = line.find(':', 1);  // HTTP/2 pseudo fields begin with one
        if (colon == std::string_view::npos) continue;
        const auto name = trimmed(line.substr(0, colon));
        const auto value = trimmed(line.substr(colon + 1));
        if (iequals(name, "transfer-encoding")) {
            chunked = chunked || value.find("chunked") != std::string_view::npos;
        } else if (iequals(name, "content-encoding")) {
            coding = value;
        } else if (!iequals(name, "content-length")) {
            response.headers.push_back({std::string(name), std::string(value)});
        }
    }
    auto body = chunked ? dechunked(bytes) : std::string(bytes);
    if (!coding.empty()) {
        TRY(body, decode_content(body, coding, max_body_bytes));
    }
    if (body.size() > max_body_bytes)
        return fail(ErrorKind::too_large,
                    "a body of " + std::to_string(body.size()) + " bytes, more than " + std::to_string(max_body_bytes));
    response.body = std::move(body);
    return response;
}

std::string serialise_response(const Response& response) {
    auto text =
        "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason_phrase(response.status)) + "\r\n";
    for (const auto& [name, value] : response.headers) {
        if (iequals(name, "content-encoding") || iequals(name, "content-length") || iequals(name, "transfer-encoding"))
            continue;
        text += name + ": " + value + "\r\n";
    }
    return text + "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
}

std::string serialise_request(const Request& request) {
    auto text = request.method + " " + request.url.path_and_query() + " HTTP/1.1\r\nHost: ";
    text += request.url.origin().substr(request.url.scheme().size() + 3) + "\r\n";
    for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
    if (!request.body.empty()) text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return text + "\r\n" + request.body;
}

}  // namespace winnow::http
