#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace winnow::extract {

/// How sure the encoding of a page is, as the HTML standard calls it.
enum class CharsetSource { bom, header, meta, detected, fallback };

struct Charset {
    std::string name;  ///< of the Encoding Standard, lower case: "utf-8", "shift_jis", "windows-1252"
    CharsetSource source = CharsetSource::fallback;
};

/// The encoding of an HTML page as the HTML standard finds it: byte order mark, Content-Type header, the first 1024
/// bytes' meta elements; then valid UTF-8 is taken for UTF-8, and the bytes of East Asian encodings for what they look
/// like; windows-1252 when all fails.
Charset find_charset(std::string_view bytes, std::string_view content_type);

/// The name that the Encoding Standard gives to a label ("latin1" → "windows-1252"); empty for an unknown one.
std::string charset_name(std::string_view label);

/// The bytes as UTF-8. What is not valid in the encoding becomes U+FFFD; NUL becomes U+FFFD; a byte order mark goes.
std::string to_utf8(std::string_view bytes, std::string_view charset);

/// Whether the bytes are well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view bytes);
/// Well-formed UTF-8: what is not becomes U+FFFD, as the Encoding Standard's decoder does it.
std::string repaired_utf8(std::string_view bytes);
/// Unicode Normalization Form C of well-formed UTF-8.
std::string to_nfc(std::string text);
/// Without characters that nobody sees: zero-width ones, directional marks, tags (U+E0000 block), soft hyphens. Joiners
/// stay inside scripts and emoji that need them. `removed` counts what went that could hide text (tag characters).
std::string without_invisible(std::string_view text, std::size_t& removed);

}  // namespace winnow::extract
