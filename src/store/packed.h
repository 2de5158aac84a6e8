#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "json/value.h"

namespace winnow {

/// A JSON value as bytes to be stored: its size (4 bytes, little-endian) and a zlib stream (RFC 1950), whose checksum
/// tells a damaged record from a sound one. Error: storage, if the value is larger than any record we would read back.
Result<std::string> packed(const json::Value& value);
/// The reverse; nothing for damaged bytes.
std::optional<json::Value> unpacked(std::string_view bytes);

}  // namespace winnow
