#pragma once
// deliver: a digest at the place where somebody reads it.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/secret.h"
#include "core/time.h"
#include "http/client.h"
#include "publish/digest/chat/chat.h"
#include "publish/digest/digest.h"
#include "publish/digest/mime/header.h"
#include "publish/digest/site.h"

namespace winnow {

/// Where digests go. For one thread at a time.
class Destination {
public:
    virtual ~Destination() = default;
    /// The digest in the parts that are delivered one by one, each article in exactly one of them.
    virtual std::vector<Digest> parts(const Digest& digest) const { return {digest}; }
    /// Delivers one part, whole or not at all. Error: timed_out means that nobody knows whether it arrived; after any
    /// other it did not. No message holds a password or the address of a webhook.
    virtual Result<void> deliver(const Digest& part, const Deadline& deadline) = 0;
};

enum class MailTls {
    starttls,  ///< demanded: without it nothing is sent
    tls,       ///< from the first byte
    none,      ///< in the clear; a password then goes to loopback addresses only
};

struct MailOptions {
    std::string host;
    std::uint16_t port = 0;  ///< 0: 587, with `tls` 465, with `none` 25
    MailTls tls = MailTls::starttls;
    std::string ca_file;  ///< PEM file of authorities trusted besides the system's
    std::string user;     ///< empty: no login
    Secret password;
    mime::Mailbox from;
    std::vector<mime::Mailbox> to;
    std::chrono::milliseconds timeout{60'000};
};

/// SMTP through libcurl: one mail, to all or to none. Its Message-ID depends on the articles alone, so a mail that had
/// to be sent again is known to mail programs. Errors besides: unauthorized (the login), unavailable (no connection, no
/// trusted TLS), forbidden (the server refuses sender, receiver or mail; its answer is in the message).
std::unique_ptr<Destination> make_mail_destination(MailOptions options);

struct ChatOptions {
    ChatForm form;
    Secret webhook;  ///< the whole address, which is the key at once
    std::chrono::milliseconds timeout{20'000};
};

/// An incoming webhook, asked through `client`, which outlives it. Errors besides: invalid_config (not a URL),
/// rate_limited, not_found and unauthorized (the webhook was removed), unavailable.
std::unique_ptr<Destination> make_chat_destination(ChatOptions options, http::Client& client);

/// A Markdown file; {date} in its name becomes the day. What is delivered again into the same file replaces nothing
/// and stands in it once.
std::unique_ptr<Destination> make_markdown_destination(std::filesystem::path file);

std::unique_ptr<Destination> make_site_destination(SiteOptions options);

}  // namespace winnow
