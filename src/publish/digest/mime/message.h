#pragma once

#include <string>
#include <vector>

#include "core/time.h"
#include "publish/digest/mime/header.h"

namespace winnow::mime {

/// A mail in two forms; programs show the HTML or, if they do not know it, the text.
struct Mail {
    Mailbox from;
    std::vector<Mailbox> to;
    std::string subject;
    Timestamp date{};
    std::string id;  ///< what the Message-ID begins with: equal mails get equal ones, and servers may drop the second
    std::string text;
    std::string html;
};

/// The mail as RFC 5322 and RFC 2046 (multipart/alternative) have it, lines ending in CRLF, ASCII throughout, no line
/// longer than 76 bytes but for a long address. Foreign text in subject, names and bodies cannot add a field or a part.
std::string to_message(const Mail& mail);

}  // namespace winnow::mime
