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

/// The size in a chunk's first line; nothing if it is no such line.
std::optional<std::size_t> chunk_size(std::string_view line) {
    line = trimmed(line.substr(0, line.find(';')));
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (error != std::errc() || end != line.data() + line.size()) return std::nullopt;
    return size;
}

/// Whether the body looks chunked: archives often say so of one that is not any more.
bool is_chunked(std::string_view body) {
    const auto end = body.find("\r\n");
    const auto size = chunk_size(body.substr(0, std::min(end, body.size())));
    if (end == std::string_view::npos || !size) return false;
    const auto rest = body.substr(end + 2);
    return *size >= rest.size() || rest.substr(*size).starts_with("\r\n") || *size == 0;
}

/// RFC 9112 section 7.1; what comes behind damage is dropped.
std::string dechunked(std::string_view body) {
    if (!is_chunked(body)) return std::string(body);
    std::string result;
    while (!body.empty()) {
        const auto size = chunk_size(take_line(body));
        if (!size || *size == 0) break;
        result += body.substr(0, *size);
        body.remove_prefix(std::min(*size, body.size()));
        take_line(body);
    }
    return result;
}

/// The fields up to the blank line, taken from the front of `bytes`.
std::vector<HeaderField> take_fields(std::string_view& bytes) {
    std::vector<HeaderField> fields;
    while (!bytes.empty()) {
        const auto line = take_line(bytes);
        if (line.empty()) break;
        if ((line.front() == ' ' || line.front() == '\t') && !fields.empty()) {
            fields.back().value += " " + std::string(trimmed(line));
            continue;
        }
        const auto colon = line.find(':', 1);  // HTTP/2 pseudo fields begin with one
        if (colon == std::string_view::npos) continue;
        fields.push_back({std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
    }
    return fields;
}

/// The status and the fields of one message head, taken from the front of `bytes`.
Result<Response> take_head(std::string_view& bytes) {
    const auto status_line = take_line(bytes);
    const auto blank = status_line.find(' ');
    if (!status_line.starts_with("HTTP/") || blank == std::string_view::npos)
        return fail(ErrorKind::malformed, "no HTTP status line");
    Response response;
    const auto code = trimmed(status_line.substr(blank)).substr(0, 3);
    if (std::from_chars(code.data(), code.data() + code.size(), response.status).ec != std::errc() ||
        response.status < 100)
        return fail(ErrorKind::malformed, "no HTTP status code");
    response.headers = take_fields(bytes);
    return response;
}

bool is_interim(const Response& response) {
    return response.status < 200 && response.status != 101;
}

/// The same behind all interim responses.
Result<Response> take_final_head(std::string_view& bytes) {
    TRY(auto response, take_head(bytes));
    while (is_interim(response) && bytes.starts_with("HTTP/")) {
        TRY(response, take_head(bytes));
    }
    return response;
}

void append_field(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
}

bool has_no_body(int status) {
    return status < 200 || status == 204 || status == 304;
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

Result<Response> parse_head(std::string_view bytes) {
    return take_final_head(bytes);
}

Result<Response> parse_response(std::string_view bytes, std::size_t max_body_bytes) {
    TRY(auto response, take_final_head(bytes));
    std::string coding;
    bool chunked = false;
    std::erase_if(response.headers, [&](const HeaderField& field) {
        if (iequals(field.name, "transfer-encoding"))
            chunked = chunked || field.value.find("hunked") != std::string::npos;
        else if (iequals(field.name, "content-encoding"))
            coding += (coding.empty() ? "" : ", ") + field.value;
        else
            return iequals(field.name, "content-length");
        return true;
    });
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
        append_field(text, name, value);
    }
    if (has_no_body(response.status) && response.body.empty()) return text + "\r\n";
    return text + "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
}

std::string serialise_request(const Request& request) {
    auto text = request.method + " " + request.url.path_and_query() + " HTTP/1.1\r\nHost: ";
    text += request.url.origin().substr(request.url.scheme().size() + 3) + "\r\n";
    for (const auto& [name, value] : request.headers) append_field(text, name, value);
    if (!request.body.empty()) text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return text + "\r\n" + request.body;
}

}  // namespace winnow::http
