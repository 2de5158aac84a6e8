#include "publish/digest/mime/message.h"

#include "publish/digest/mime/encoding.h"
#include "text/digest.h"

namespace winnow::mime {
namespace {

std::string part(std::string_view type, std::string_view text) {
    return "Content-Type: " + std::string(type) +
           "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(text);
}

}  // namespace

std::string to_message(const Mail& mail) {
    // "=_" never occurs in quoted-printable text, so no body can hold the boundary (RFC 2045 section 6.7).
    const auto boundary = "=_" + text::sha256_hex(mail.id + mail.text).substr(0, 32);
    const auto domain = mail.from.address.substr(mail.from.address.rfind('@') + 1);
    return "Date: " + date_of_mail(mail.date) + "\r\n" + mailboxes_field("From", {mail.from}) +
           mailboxes_field("To", mail.to) + text_field("Subject", mail.subject) + "Message-ID:\r\n <" + mail.id + "@" +
           domain + ">\r\n" +
           // RFC 3834: nobody's holiday note shall answer.
           "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n "
           "boundary=\"" +
           boundary + "\"\r\n\r\n--" + boundary + "\r\n" + part("text/plain", mail.text) + "--" + boundary + "\r\n" +
           part("text/html", mail.html) + "--" + boundary + "--\r\n";
}

}  // namespace winnow::mime
