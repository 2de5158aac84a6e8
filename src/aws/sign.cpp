#include "aws/sign.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include <openssl/hmac.h>

#include "core/url/percent.h"
#include "text/digest.h"

namespace winnow::aws {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// Leading and trailing white space away, inner runs of it one blank.
std::string trimmed(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (!std::isspace(static_cast<unsigned char>(c)))
            result += c;
        else if (!result.empty() && result.back() != ' ')
            result += ' ';
    }
    if (result.ends_with(' ')) result.pop_back();
    return result;
}

/// RFC 3986 section 5.2.4, and runs of slashes become one.
std::string normalised(std::string_view path) {
    std::vector<std::string_view> segments;
    const bool folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        const auto segment = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (segment == "..") {
            if (!segments.empty()) segments.pop_back();
        } else if (!segment.empty() && segment != ".") {
            segments.push_back(segment);
        }
    }
    std::string result;
    for (const auto segment : segments) result += "/" + std::string(segment);
    if (result.empty() || folder) result += '/';
    return result;
}

std::string canonical_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        const auto value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view();
        parameters.emplace_back(uri_encode(url::percent_decoded(pair.substr(0, equals)), false),
                                uri_encode(url::percent_decoded(value), false));
    }
    std::ranges::sort(parameters);
    std::string result;
    for (const auto& [name, value] : parameters) result += (result.empty() ? "" : "&") + name + "=" + value;
    return result;
}

/// Names in lower case and order, the values of a repeated name joined in theirs.
std::map<std::string, std::string> canonical_headers(const std::vector<HeaderField>& headers) {
    std::map<std::string, std::string> result;
    for (const auto& [name, value] : headers) {
        const auto [entry, is_new] = result.emplace(lower(name), trimmed(value));
        if (!is_new) entry->second += "," + trimmed(value);
    }
    return result;
}

std::string signed_names(const std::map<std::string, std::string>& headers) {
    std::string names;
    for (const auto& [name, value] : headers) names += (names.empty() ? "" : ";") + name;
    return names;
}

std::string basic_time(Timestamp time) {
    auto text = to_rfc3339(time);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

std::string scope(const SigningOptions& options) {
    return basic_time(options.time).substr(0, 8) + "/" + options.region + "/" + options.service + "/aws4_request";
}

std::string hmac(std::string_view key, std::string_view message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
         message.size(), digest.data(), &size);
    return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += kDigits[static_cast<unsigned char>(c) >> 4];
        text += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

}  // namespace

std::string uri_encode(std::string_view text, bool keep_slash) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '~' || (c == '/' && keep_slash)) {
            result += c;
        } else {
            result += '%';
            result += kDigits[byte >> 4];
            result += kDigits[byte & 15];
        }
    }
    return result;
}

std::string canonical_request(const SignableRequest& request, bool normalise_path) {
    const auto headers = canonical_headers(request.headers);
    auto path = normalise_path ? normalised(request.path) : request.path;
    if (path.empty()) path = "/";
    std::string text = request.method + "\n" + uri_encode(path, true) + "\n" + canonical_query(request.query) + "\n";
    for (const auto& [name, value] : headers) text += name + ":" + value + "\n";
    return text + "\n" + signed_names(headers) + "\n" + request.body_hash;
}

std::string string_to_sign(std::string_view canonical, const SigningOptions& options) {
    return std::string(kAlgorithm) + "\n" + basic_time(options.time) + "\n" + scope(options) + "\n" +
           text::sha256_hex(canonical);
}

std::string signature(std::string_view string_to_sign, const Credentials& credentials, const SigningOptions& options) {
    const Secret start("AWS4" + credentials.secret_access_key.reveal());
    const Secret day(hmac(start.reveal(), basic_time(options.time).substr(0, 8)));
    const Secret region(hmac(day.reveal(), options.region));
    const Secret service(hmac(region.reveal(), options.service));
    const Secret key(hmac(service.reveal(), "aws4_request"));
    return hex(hmac(key.reveal(), string_to_sign));
}

void sign_headers(SignableRequest& request, const Credentials& credentials, const SigningOptions& options) {
    request.headers.push_back({"X-Amz-Date", basic_time(options.time)});
    if (options.hash_header) request.headers.push_back({"x-amz-content-sha256", request.body_hash});
    const HeaderField token{"X-Amz-Security-Token", credentials.session_token.reveal()};
    if (!token.value.empty() && options.sign_session_token) request.headers.push_back(token);
    const auto names = signed_names(canonical_headers(request.headers));
    const auto result =
        signature(string_to_sign(canonical_request(request, options.normalise_path), options), credentials, options);
    if (!token.value.empty() && !options.sign_session_token) request.headers.push_back(token);
    request.headers.push_back({"Authorization", std::string(kAlgorithm) + " Credential=" + credentials.access_key_id +
                                                    "/" + scope(options) + ", SignedHeaders=" + names +
                                                    ", Signature=" + result});
}

void sign_query(SignableRequest& request, const Credentials& credentials, const SigningOptions& options) {
    const auto add = [&](std::string_view name, std::string_view value) {
        request.query += (request.query.empty() ? "" : "&") + std::string(name) + "=" + uri_encode(value, false);
    };
    const auto& token = credentials.session_token.reveal();
    add("X-Amz-Algorithm", kAlgorithm);
    add("X-Amz-Credential", credentials.access_key_id + "/" + scope(options));
    add("X-Amz-Date", basic_time(options.time));
    add("X-Amz-SignedHeaders", signed_names(canonical_headers(request.headers)));
    add("X-Amz-Expires", std::to_string(options.expires.count()));
    if (!token.empty() && options.sign_session_token) add("X-Amz-Security-Token", token);
    const auto result =
        signature(string_to_sign(canonical_request(request, options.normalise_path), options), credentials, options);
    if (!token.empty() && !options.sign_session_token) add("X-Amz-Security-Token", token);
    add("X-Amz-Signature", result);
}

void sign(http::Request& request, const Credentials& credentials, const SigningOptions& options) {
    const auto& url = request.url;
    const bool default_port = url.port() == (url.scheme() == "https" ? 443 : 80);
    const auto host = std::string(url.host()) + (default_port ? "" : ":" + std::to_string(url.port()));
    SignableRequest signable{.method = request.method,
                             .path = std::string(url.path()),
                             .query = std::string(url.query()),
                             .headers = request.headers,
                             .body_hash = text::sha256_hex(request.body)};
    // The S3 form takes the path as sent, which is encoded already; canonical_request encodes once more.
    if (!options.normalise_path) signable.path = url::percent_decoded(signable.path);
    signable.headers.push_back({"Host", host});
    sign_headers(signable, credentials, options);
    std::erase_if(signable.headers, [](const HeaderField& field) { return field.name == "Host"; });
    request.headers = std::move(signable.headers);
}

}  // namespace winnow::aws
