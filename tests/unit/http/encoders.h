#pragma once

#include <string>

namespace winnow {

// Content codings the other way round, to make what the client has to undo.
std::string gzip(const std::string& text);
std::string zlib(const std::string& text);
std::string raw_deflate(const std::string& text);
std::string brotli(const std::string& text);
std::string zstd(const std::string& text);

/// A body in chunks of `size` bytes (RFC 9112 section 7.1).
std::string chunked(const std::string& text, std::size_t size);

}  // namespace winnow
