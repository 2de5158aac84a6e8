#include <gtest/gtest.h>

#include "publish/digest/mime/encoding.h"
#include "publish/digest/mime/header.h"
#include "publish/digest/mime/message.h"

namespace winnow::mime {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find("\r\n", at);
        lines.push_back(text.substr(at, end - at));
        if (end == std::string::npos) break;
        at = end + 2;
    }
    return lines;
}

TEST(Mailbox, IsReadInTheFormsThatPeopleWrite) {
    EXPECT_EQ(*parse_mailbox("ann@example.org"), (Mailbox{"", "ann@example.org"}));
    EXPECT_EQ(*parse_mailbox(" <ann@example.org> "), (Mailbox{"", "ann@example.org"}));
    EXPECT_EQ(*parse_mailbox("Ann Example <ann+x@example.org>"), (Mailbox{"Ann Example", "ann+x@example.org"}));
    EXPECT_EQ(*parse_mailbox("\"Ann, \\\"of\\\" X\" <ann@example.org>"), (Mailbox{"Ann, \"of\" X", "ann@example.org"}));
}

TEST(Mailbox, IsRefusedWhenItCouldEndALineOrAnEnvelope) {
    for (const auto* text :
         {"", "ann", "ann@", "@example.org", "ann@example.org\r\nBcc: eve@example.org", "a b@example.org",
          "ann@exam ple.org", "ann@example.org>", "<ann@example.org", "ann..x@example.org", ".ann@example.org",
          "ann@example..org", "ann@ex\xC3\xA4mple.org", "ann@example.org> SIZE=1<x@y.z", "Ann\n <ann@example.org>",
          "\"ann\"@example.org", "ann@[127.0.0.1]"})
        EXPECT_FALSE(parse_mailbox(text)) << text;
    EXPECT_FALSE(parse_mailbox(std::string(300, 'a') + "@example.org"));
}

TEST(Header, KeepsShortAsciiAsItIs) {
    EXPECT_EQ(text_field("Subject", "Three articles"), "Subject: Three articles\r\n");
}

TEST(Header, PutsOtherTextIntoEncodedWordsOfAtMost75Bytes) {
    EXPECT_EQ(text_field("Subject",
                         "Gr\xC3\xBC\xC3\x9F"
                         "e"),
              "Subject:\r\n =?UTF-8?B?R3LDvMOfZQ==?=\r\n");
    std::string text;
    for (int i = 0; i < 60; ++i) text += "\xE8\xAA\x9E";  // three bytes each
    for (const auto& line : lines_of(text_field("Subject", text))) EXPECT_LE(line.size(), 76u) << line;
}

TEST(Header, CannotBeContinuedByForeignText) {
    for (const auto* text : {"x\r\nBcc: eve@example.org", "x\nBcc: eve@example.org", "x\rBcc: eve@example.org",
                             "x\xE2\x80\xA8"
                             "Bcc: eve@example.org"}) {
        const auto field = text_field("Subject", text);
        EXPECT_EQ(field.find("\r\nBcc"), std::string::npos) << field;
        EXPECT_EQ(field.find('\n'), field.rfind('\n')) << "one line: " << field;
    }
}

TEST(Header, DoesNotLetTextPassForAnEncodedWord) {
    EXPECT_EQ(text_field("Subject", "=?UTF-8?B?SGk=?="), "Subject:\r\n =?UTF-8?B?PT9VVEYtOD9CP1NHaz0/PQ==?=\r\n");
}

TEST(Header, QuotesNamesAndFoldsManyMailboxes) {
    EXPECT_EQ(mailboxes_field("To", {{"Ann, \"X\"", "ann@example.org"}}),
              "To: \"Ann, \\\"X\\\"\" <ann@example.org>\r\n");
    const auto field = mailboxes_field("To", {{"", "a@example.org"}, {"J\xC3\xB6rg", "b@example.org"}});
    EXPECT_EQ(field, "To: a@example.org,\r\n =?UTF-8?B?SsO2cmc=?= <b@example.org>\r\n");
}

TEST(Header, WritesDatesAsRfc5322HasThem) {
    EXPECT_EQ(date_of_mail(*parse_rfc3339("2026-11-24T07:05:09Z")), "Tue, 24 Nov 2026 07:05:09 +0000");
    EXPECT_EQ(parse_http_date(date_of_mail(*parse_rfc3339("2024-02-29T00:00:00Z"))), parse_rfc3339("2024-02-29"));
}

TEST(QuotedPrintable, IsThatOfRfc2045) {
    EXPECT_EQ(quoted_printable("a=b"), "a=3Db\r\n");
    EXPECT_EQ(quoted_printable("blank at the end \n"), "blank at the end=20\r\n");
    EXPECT_EQ(quoted_printable("\xC3\xBC\n\nx"), "=C3=BC\r\n\r\nx\r\n");
    EXPECT_EQ(quoted_printable("a\rb"), "a=0Db\r\n");
    EXPECT_EQ(quoted_printable(""), "");
}

TEST(QuotedPrintable, EndsNoMailAndBeginsNoMailbox) {
    EXPECT_EQ(quoted_printable("x\n.\ny"), "x\r\n=2E\r\ny\r\n");
    EXPECT_EQ(quoted_printable("From here"), "=46rom here\r\n");
}

TEST(QuotedPrintable, BreaksLongLinesWithinTheLimit) {
    const std::string text(500, '=');
    std::string joined;
    for (const auto& line : lines_of(quoted_printable(text))) {
        EXPECT_LE(line.size(), 76u);
        joined += line.ends_with('=') && line.size() % 3 == 1 ? line.substr(0, line.size() - 1) : line;
    }
    std::string expected;
    for (int i = 0; i < 500; ++i) expected += "=3D";
    EXPECT_EQ(joined, expected);
    // A dot that a break brings to the beginning of a line is escaped as well.
    const auto lines = lines_of(quoted_printable(std::string(75, 'a') + ".b"));
    EXPECT_EQ(lines.at(1), "=2Eb");
}

TEST(Mail, HoldsNeitherFieldsNorPartsOfForeignMaking) {
    const Mail mail{.from = {"winnow", "me@example.org"},
                    .to = {{"", "you@example.org"}},
                    .subject = "x\r\nBcc: eve@example.org",
                    .date = *parse_rfc3339("2026-11-24T07:05:09Z"),
                    .id = "winnow.1",
                    .text = "--=_fake\r\nContent-Type: text/html\r\n\r\n.\r\nQUIT\r\n",
                    .html = "<p>x</p>"};
    const auto message = to_message(mail);
    const auto boundary_at = message.find("boundary=\"") + 10;
    const auto boundary = message.substr(boundary_at, message.find('"', boundary_at) - boundary_at);
    std::size_t parts = 0;
    std::size_t blanks = 0;
    for (const auto& line : lines_of(message)) {
        EXPECT_LE(line.size(), 78u);
        EXPECT_FALSE(line.starts_with("Bcc")) << line;
        EXPECT_NE(line, ".");
        for (const char c : line) EXPECT_TRUE((c >= ' ' && c <= '~') || c == '\t');
        parts += line.starts_with("--" + boundary) ? 1U : 0U;
        blanks += line.empty() ? 1U : 0U;
    }
    EXPECT_EQ(parts, 3u);
    EXPECT_GE(blanks, 3u);
    EXPECT_EQ(message.find("\n", 0), message.find("\r\n") + 1);
}

TEST(Mail, HasTheSameNameWhenItIsMadeAgain) {
    Mail mail{.from = {"", "me@example.org"},
              .to = {{"", "you@example.org"}},
              .subject = "x",
              .id = "winnow.1",
              .text = "t",
              .html = "h"};
    EXPECT_NE(to_message(mail).find("Message-ID:\r\n <winnow.1@example.org>\r\n"), std::string::npos);
    EXPECT_EQ(to_message(mail), to_message(mail));
}

}  // namespace
}  // namespace winnow::mime
