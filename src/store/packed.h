#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/result.h"
#include "json/value.h"
#include "log/log.h"

namespace winnow {

/// A JSON value as bytes to be stored: its size (4 bytes, little-endian) and a zlib stream (RFC 1950), whose checksum
/// tells a damaged record from a sound one. Error: storage, if the value is larger than any record we would read back.
Result<std::string> packed(const json::Value& value);
Result<std::string> packed_text(std::string_view json);
/// The reverse; nothing for damaged bytes.
std::optional<json::Value> unpacked(std::string_view bytes);

/// What `decode` reads from stored bytes; nothing, and a warning, for a record that is damaged.
template <typename Decode>
auto unpacked_as(std::string_view bytes, std::string_view what, Decode decode)
    -> std::optional<std::remove_cvref_t<decltype(*decode(json::Value()))>> {
    if (const auto value = unpacked(bytes)) {
        auto decoded = decode(*value);
        if (decoded) return std::move(*decoded);
    }
    log::warn("record passed over, for it cannot be read", {{"record", what}});
    return std::nullopt;
}

}  // namespace winnow
