#include "json/codec/parts.h"

namespace winnow::json {

Result<std::string> need_text(const Value& value, std::string_view key) {
    const auto& member = value[key];
    if (!member.is_string()) return fail(ErrorKind::malformed, "'" + std::string(key) + "' is missing or no text");
    return member.text();
}

Result<Timestamp> need_time(const Value& value, std::string_view key) {
    TRY(const auto text, need_text(value, key));
    const auto time = parse_rfc3339(text);
    if (!time) return fail(ErrorKind::malformed, "'" + std::string(key) + "' is no time: " + text);
    return *time;
}

Result<Url> need_url(const Value& value, std::string_view key) {
    TRY(const auto text, need_text(value, key));
    if (text.empty()) return Url();
    auto url = Url::parse_exact(text);  // it was canonical when it was written
    if (!url) return fail(std::move(url).error().in("'" + std::string(key) + "'"));
    return url;
}

Value encode(const std::vector<std::string>& texts) {
    return array_of(texts, [](const std::string& text) { return Value(text); });
}

std::vector<std::string> texts_of(const Value& list) {
    std::vector<std::string> result;
    for (const auto& item : list.items()) result.push_back(item.text());
    return result;
}

}  // namespace winnow::json
