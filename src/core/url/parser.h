#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace winnow::url {

/// Longer texts are refused: no server takes them, and a link of megabytes would be kept with every candidate.
constexpr std::size_t kMaxUrlBytes = std::size_t{1} << 20;

/// A serialised http or https URL without fragment and credentials, and where its parts are.
struct Parts {
    std::string href;
    std::uint32_t host_begin = 0, host_end = 0;
    std::uint32_t path_begin = 0, path_end = 0;
    std::uint16_t port = 0;  // the explicit or the default one
};

/// A parsed URL that references are resolved against.
struct Base {
    std::string_view href;
    std::uint32_t host_begin = 0, host_end = 0;
    std::uint32_t path_begin = 0, path_end = 0;
    std::uint16_t port = 0;
};

/// Parses `text` against `base`, or alone if that is null.
/// Source: WHATWG URL Standard, "basic URL parser", as far as special schemes other than "file" go.
/// Errors: unsupported (another scheme), malformed.
Result<Parts> parse(std::string_view text, const Base* base);

}  // namespace winnow::url
