#include "http/warc/redact.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "http/client.h"

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
    const auto type = lower(find_header(headers, "content-type").value_or(""));
    return type.starts_with("application/x-www-form-urlencoded") ? redacted_parameters(body) : body;
}

}  // namespace winnow::http::warc
