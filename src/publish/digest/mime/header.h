#pragma once
// mime: mail as RFC 5322 and its companions want it, so that no foreign text becomes a header or a second part.

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace winnow::mime {

/// Who sends or gets mail.
struct Mailbox {
    std::string name;     ///< for people; may be empty
    std::string address;  ///< "local@domain", ASCII
    friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

/// Reads "ann@example.org", "<ann@example.org>", "Ann Example <ann@example.org>" and "\"Ann, of X\" <ann@example.org>".
/// The address is dot-atoms on both sides of the @ (RFC 5321, without quoted local parts, literals and SMTPUTF8), 254
/// bytes at most; nothing in it can end a line or an envelope. Error: invalid_argument.
Result<Mailbox> parse_mailbox(std::string_view text);

/// "Subject: …\r\n": foreign text on one line, in encoded words (RFC 2047, UTF-8, base 64) unless it is plain ASCII
/// that fits one line; folded so that no line is longer than 76 bytes.
std::string text_field(std::string_view name, std::string_view text);
/// "To: …\r\n", folded between mailboxes; names are quoted or in encoded words.
std::string mailboxes_field(std::string_view name, const std::vector<Mailbox>& mailboxes);
/// "Tue, 24 Nov 2026 07:00:00 +0000" (RFC 5322 section 3.3).
std::string date_of_mail(Timestamp time);

}  // namespace winnow::mime
