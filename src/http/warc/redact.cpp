#include "http/warc/redact.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace winnow::http::warc {
namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

bool carries_a_url(std::string_view name) {
    constexpr std::array<std::string_view, 4> kNames{"location", "content-location", "referer", "link"};
    return std::ranges::find(kNames, lower(name)) != kNames.end();
}

constexpr std::size_t kShortestSecret = 8;
constexpr std::size_t kShortestParameter = 16;  // "session=autumn" is a word that a page may well say

std::string percent_decoded(std::string_view text) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_coded = text[i] == '%' && i + 2 < text.size() &&
                              std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
                              std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0;
        if (!is_coded) {
            result += text[i];
            continue;
        }
        result += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
        i += 2;
    }
    return result;
}

void add_secret(std::string_view value, std::vector<std::string>& secrets) {
    for (auto secret : {std::string(value), percent_decoded(value)})
        if (secret.size() >= kShortestSecret && std::ranges::find(secrets, secret) == secrets.end())
            secrets.push_back(std::move(secret));
}

void add_parameters(std::string_view parameters, std::vector<std::string>& secrets) {
    while (!parameters.empty()) {
        const auto pair = parameters.substr(0, parameters.find('&'));
        parameters.remove_prefix(std::min(pair.size() + 1, parameters.size()));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && names_a_secret(pair.substr(0, equals)) &&
            pair.size() - equals > kShortestParameter)
            add_secret(pair.substr(equals + 1), secrets);
    }
}

bool is_form(const std::vector<HeaderField>& headers) {
    const auto type = lower(find_header(headers, "content-type").value_or(""));
    return type.starts_with("application/x-www-form-urlencoded");
}

}  // namespace

bool names_a_secret(std::string_view name) {
    constexpr std::array<std::string_view, 12> kParts{"key",  "token",   "secret", "passw",  "signature", "credential",
                                                      "auth", "session", "sid",    "cookie", "code",      "sig"};
    const auto low = lower(name);
    // "keyword" and the like are what people search for, not what they hide.
    constexpr std::array<std::string_view, 5> kHarmless{"keyword", "keywords", "keyphrase", "author", "authors"};
    if (std::ranges::find(kHarmless, low) != kHarmless.end()) return false;
    return std::ranges::any_of(kParts, [&](std::string_view part) {
        return part.size() <= 4 && part != "key" && part != "auth" ? low == part : low.find(part) != std::string::npos;
    });
}

std::string redacted_url(std::string_view url) {
    const auto question = url.find('?');
    if (question == std::string_view::npos) return std::string(url);
    return std::string(url.substr(0, question + 1)) + redacted_parameters(url.substr(question + 1));
}

std::string redacted_parameters(std::string_view parameters) {
    std::string result;
    auto rest = parameters;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && names_a_secret(pair.substr(0, equals)))
            result += std::string(pair.substr(0, equals + 1)) + std::string(kRedacted);
        else
            result += pair;
        if (!rest.empty()) result += '&';
    }
    return result;
}

std::vector<HeaderField> redacted_headers(std::vector<HeaderField> headers) {
    for (auto& [name, value] : headers) {
        if (carries_a_url(name))
            value = redacted_url(value);
        else if (names_a_secret(name) && lower(name) != "www-authenticate")
            value = kRedacted;
    }
    return headers;
}

std::string redacted_body(const std::vector<HeaderField>& headers, const std::string& body) {
    return is_form(headers) ? redacted_parameters(body) : body;
}

std::vector<std::string> secrets_in(const Request& request) {
    std::vector<std::string> secrets;
    for (const auto& [name, value] : request.headers) {
        if (!names_a_secret(name)) continue;
        add_secret(value, secrets);
        add_secret(std::string_view(value).substr(value.rfind(' ') + 1), secrets);
    }
    const auto target = request.url.path_and_query();
    if (const auto question = target.find('?'); question != std::string::npos)
        add_parameters(std::string_view(target).substr(question + 1), secrets);
    if (is_form(request.headers)) add_parameters(request.body, secrets);
    return secrets;
}

std::string without_secrets(std::string text, const std::vector<std::string>& secrets) {
    for (const auto& secret : secrets)
        for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kRedacted.size()))
            text.replace(at, secret.size(), kRedacted);
    return text;
}

std::string without_tokens(std::string body) {
    constexpr std::array<std::string_view, 3> kNames{"\"access_token\"", "\"refresh_token\"", "\"id_token\""};
    constexpr std::string_view kBlanks = " \t\r\n";
    for (const auto name : kNames) {
        for (auto at = body.find(name); at != std::string::npos; at = body.find(name, at + name.size())) {
            auto begin = body.find_first_not_of(kBlanks, at + name.size());
            if (begin == std::string::npos || body[begin] != ':') continue;
            begin = body.find_first_not_of(kBlanks, begin + 1);
            if (begin == std::string::npos || body[begin] != '"') continue;
            const auto end = body.find('"', begin + 1);
            if (end != std::string::npos) body.replace(begin + 1, end - begin - 1, kRedacted);
        }
    }
    return body;
}

}  // namespace winnow::http::warc
