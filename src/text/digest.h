#pragma once
// text: pure functions over UTF-8 text: digests, words, stems, shingles, language.

#include <string>
#include <string_view>

#include "core/document.h"

namespace winnow::text {

/// SHA-256 (FIPS 180-4) in lower-case hexadecimal, 64 digits.
std::string sha256_hex(std::string_view bytes);
/// SHA-256 in base 64 with padding, as Content-Security-Policy and subresource integrity write it.
std::string sha256_base64(std::string_view bytes);
/// Bytes in base 64 (RFC 4648 section 4) with padding, on one line.
std::string base64(std::string_view bytes);
/// SHA-1 in lower-case hexadecimal, 40 digits: for formats that demand it (WARC digests, UUIDv5), not for security.
std::string sha1_hex(std::string_view bytes);
/// SHA-1 in upper-case base 32 without padding, 32 characters, as WARC writers put it.
std::string sha1_base32(std::string_view bytes);
/// The identity of a document: see DocumentId.
DocumentId document_id(const Url& canonical);

}  // namespace winnow::text
