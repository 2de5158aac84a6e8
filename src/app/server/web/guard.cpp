#include "app/server/web/guard.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "app/server/web/form.h"
#include "json/value.h"

namespace winnow::web {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

Response refuse(const Request& request, int status, std::string_view kind, const std::string& why) {
    if (!request.is_for_programs()) return text_response(status, why);
    const auto error = json::object({{"error", json::object({{"kind", kind}, {"message", why}})}});
    return {.status = status, .type = "application/json", .headers = {}, .body = json::dump(error)};
}

/// In a time that does not depend on where they differ.
bool equal_secrets(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string decoded_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    const int size =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),  // NOLINT: bytes are bytes
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (size < 0) return {};
    const auto padding = static_cast<std::size_t>(text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0);
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

/// "box.lan:8080" → "box.lan" and "8080"; an IPv6 address keeps its brackets.
std::pair<std::string_view, std::string_view> split_host(std::string_view host) {
    const auto colon = host.rfind(':');
    if (colon == std::string_view::npos || host.ends_with(']')) return {host, {}};
    return {host.substr(0, colon), host.substr(colon + 1)};
}

bool is_address(std::string name) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET, name.c_str(), bytes.data()) == 1) return true;
    if (!name.starts_with('[') || !name.ends_with(']')) return false;
    name = name.substr(1, name.size() - 2);
    return inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

bool is_safe_method(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

}  // namespace

bool Guard::is_our_host(std::string_view host) const {
    const auto [name, port] = split_host(host);
    if (!port.empty() && port != std::to_string(options_.port)) return false;
    if (port.empty() && options_.port != 80 && options_.is_loopback) return false;
    if (name == "localhost" || std::ranges::find(options_.hosts, name) != options_.hosts.end()) return true;
    if (options_.is_loopback) return name == "127.0.0.1" || name == "[::1]";
    return is_address(std::string(name));  // an address cannot be bent to another one
}

bool Guard::knows_password(const Request& request) const {
    if (options_.password.empty()) return true;
    const auto field = request.header("Authorization");
    const auto& password = options_.password.reveal();
    if (field.starts_with("Bearer ")) return equal_secrets(field.substr(7), password);
    constexpr std::size_t kMostBytes = 4096;
    if (!field.starts_with("Basic ") || field.size() > kMostBytes) return false;
    const auto pair = decoded_base64(field.substr(6));
    const auto colon = pair.find(':');
    return colon != std::string::npos && equal_secrets(std::string_view(pair).substr(colon + 1), password);
}

/// Browsers say where a request comes from; programs say nothing.
bool Guard::comes_from_us(const Request& request) const {
    const auto site = request.header("Sec-Fetch-Site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    const auto origin = request.header("Origin");
    if (origin.empty()) return true;
    const auto host = std::string(request.header("Host"));
    return origin == "http://" + host || origin == "https://" + host;
}

bool Guard::brings_token(const Request& request) const {
    if (equal_secrets(request.header("X-Winnow-Token"), options_.token)) return true;
    if (!request.header("Content-Type").starts_with(kFormType)) return false;
    return equal_secrets(Form(request.body).get("token"), options_.token);
}

std::optional<Response> Guard::refusal(const Request& request) const {
    if (!is_our_host(request.header("Host")))
        return refuse(request, 421, "misdirected",
                      "This is a winnow of somebody else: the Host that was asked for is not one of its own. "
                      "serve.hosts in its configuration names more of them.");
    if (!knows_password(request)) {
        auto response =
            refuse(request, 401, "unauthorized", "The password is needed, by Basic or Bearer authentication.");
        response.headers.push_back({"WWW-Authenticate", "Basic realm=\"winnow\", charset=\"UTF-8\""});
        return response;
    }
    if (is_safe_method(request.method)) return std::nullopt;
    if (!comes_from_us(request))
        return refuse(request, 403, "forbidden",
                      "Another site sent this; only winnow's own pages may change something.");
    if (!brings_token(request))
        return refuse(request, 403, "forbidden",
                      "The token is missing or old (winnow was started again). Reload the page, or ask /api/session.");
    return std::nullopt;
}

void secure(Response& response) {
    auto& headers = response.headers;
    headers.push_back({"Content-Security-Policy",
                       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                       "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"});
    headers.push_back({"X-Content-Type-Options", "nosniff"});
    headers.push_back({"X-Frame-Options", "DENY"});
    headers.push_back({"Referrer-Policy", "same-origin"});
    headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
    headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
    const bool is_cached =
        std::ranges::any_of(headers, [](const HeaderField& field) { return field.name == "Cache-Control"; });
    if (!is_cached) headers.push_back({"Cache-Control", "private, no-cache"});
}

Result<std::string> random_token() {
    constexpr std::string_view kHexadecimal = "0123456789abcdef";
    std::array<unsigned char, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        return fail(ErrorKind::internal, "the system gives no random numbers");
    std::string text;
    for (const auto byte : bytes) {
        text += kHexadecimal[byte >> 4];
        text += kHexadecimal[byte & 15];
    }
    return text;
}

}  // namespace winnow::web
