#pragma once

#include <string>
#include <string_view>

namespace winnow::markup {

/// A document as UTF-8 without byte order mark and control characters, and the encoding that it was read as (lower
/// case, "utf-16be").
struct Unicode {
    std::string text;
    std::string encoding;
};

/// Reads XML (or text) from bytes. Which encoding holds, the first that applies: a byte order mark, or the pattern of
/// zero bytes that UTF-16 and UTF-32 leave in "<?xml"; the charset of the HTTP header; for other types than text/* the
/// XML declaration, and without one UTF-8; for text/* US-ASCII (RFC 3023, which RFC 7303 replaced but servers still
/// live by). If the bytes cannot be that, the declaration, UTF-8 and windows-1252 are tried in this order. Bytes that
/// fit nothing become U+FFFD.
Unicode to_unicode(std::string_view bytes, std::string_view content_type);

/// "application/xml" of "Application/XML; charset=x".
std::string media_type(std::string_view content_type);

}  // namespace winnow::markup
