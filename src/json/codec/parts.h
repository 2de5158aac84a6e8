#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "core/url.h"
#include "json/value.h"

namespace winnow::json {

/// The member as text. Error: malformed if it is missing or no string.
Result<std::string> need_text(const Value& value, std::string_view key);
/// A member that is a time. Error: malformed.
Result<Timestamp> need_time(const Value& value, std::string_view key);
/// A member that is a URL; an empty text is the empty URL. Error: malformed.
Result<Url> need_url(const Value& value, std::string_view key);

Value encode(const std::vector<std::string>& texts);
std::vector<std::string> texts_of(const Value& list);

/// An array of what `encode_one` makes of each.
template <typename Range, typename Encode>
Value array_of(Range&& range, Encode encode_one) {
    Array items;
    for (const auto& each : range) items.push_back(encode_one(each));
    return items;
}

/// What `encode_one` makes of each, one after the other, for a LongList. Borrows `range`.
template <typename Range, typename Encode>
std::function<std::optional<Value>()> each_of(Range& range, Encode encode_one) {
    return [next = range.begin(), end = range.end(), encode_one]() mutable -> std::optional<Value> {
        if (next == end) return std::nullopt;
        return encode_one(*next++);
    };
}

/// The elements of an array, each read by `decode_one`; the first failure ends it.
template <typename T, typename Decode>
Result<std::vector<T>> vector_of(const Value& list, Decode decode_one) {
    std::vector<T> result;
    for (const auto& item : list.items()) {
        TRY(auto one, decode_one(item));
        result.push_back(std::move(one));
    }
    return result;
}

}  // namespace winnow::json
