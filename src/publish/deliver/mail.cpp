#include <array>
#include <cstring>

#include <curl/curl.h>

#include "http/retry.h"
#include "publish/deliver/destination.h"
#include "publish/digest/mime/message.h"
#include "publish/escape.h"
#include "publish/wording.h"
#include "text/digest.h"

namespace winnow {
namespace {

struct CurlDelete {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListDelete {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDelete>;

/// What the callbacks of one transfer share.
struct Outgoing {
    std::string message;
    std::size_t sent = 0;
    const Deadline& deadline;
    std::string answer;  ///< the server's last line that refuses something, for messages
};

std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* context) {
    auto& mail = *static_cast<Outgoing*>(context);
    const auto bytes = std::min(size * count, mail.message.size() - mail.sent);
    std::memcpy(buffer, mail.message.data() + mail.sent, bytes);
    mail.sent += bytes;
    return bytes;
}

std::size_t on_answer(char* bytes, std::size_t, std::size_t count, void* context) {
    if (count > 0 && (bytes[0] == '4' || bytes[0] == '5')) static_cast<Outgoing*>(context)->answer.assign(bytes, count);
    return count;
}

std::size_t on_body(char*, std::size_t, std::size_t count, void*) {
    return count;
}

int on_progress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Outgoing*>(context)->deadline.has_passed() ? 1 : 0;
}

std::string message_id(const Digest& digest) {
    std::string addresses;
    for (const auto& section : digest.sections)
        for (const auto& item : section.results) addresses += item.url.href() + "\n";
    return "winnow." + text::sha256_hex(addresses).substr(0, 32);
}

/// A connection that broke, or a server that is busy (421), before it got anything of the mail: no second one can
/// arrive.
bool may_try_again(CURLcode code, const Outgoing& mail) {
    if (mail.sent > 0 || mail.deadline.has_passed()) return false;
    return code == CURLE_COULDNT_CONNECT || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR ||
           code == CURLE_GOT_NOTHING || mail.answer.starts_with("421");
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

class MailDestination final : public Destination {
public:
    explicit MailDestination(MailOptions options) : options_(std::move(options)) {}

    Result<void> deliver(const Digest& part, const Deadline& deadline) override {
        static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
        const std::unique_ptr<CURL, CurlDelete> curl(started == CURLE_OK ? curl_easy_init() : nullptr);
        if (!curl) return fail(ErrorKind::internal, "libcurl does not start");
        const auto limit = deadline.within(options_.timeout);
        Outgoing mail{.message = mime::to_message({.from = options_.from,
                                                   .to = options_.to,
                                                   .subject = subject_of(part),
                                                   .date = part.made,
                                                   .id = message_id(part),
                                                   .text = to_digest_text(part),
                                                   .html = to_digest_mail_html(part)}),
                      .deadline = limit,
                      .answer = {}};
        List receivers;
        for (const auto& mailbox : options_.to) {
            auto* const longer = curl_slist_append(receivers.get(), ("<" + mailbox.address + ">").c_str());
            static_cast<void>(receivers.release());
            receivers.reset(longer);
        }
        std::array<char, CURL_ERROR_SIZE> detail{};
        TRY_OK(set_up(curl.get(), mail, receivers.get(), detail.data()));
        const auto retry = http::with_defaults({});
        for (std::size_t attempt = 0;; ++attempt) {
            const auto code = curl_easy_perform(curl.get());
            if (code == CURLE_OK) return {};
            if (attempt == retry.retries || !may_try_again(code, mail))
                return fail(describe(code, mail, detail.data()));
            retry.sleep(http::backoff(retry, attempt), limit);
            mail.answer.clear();
            detail.front() = '\0';
        }
    }

private:
    std::uint16_t port() const {
        if (options_.port != 0) return options_.port;
        return options_.tls == MailTls::tls ? 465 : options_.tls == MailTls::starttls ? 587 : 25;
    }
    std::string server() const { return options_.host + ":" + std::to_string(port()); }

    Result<void> set_up(CURL* curl, Outgoing& mail, curl_slist* receivers, char* detail) const {
        const auto set = [&](auto option, auto value) { curl_easy_setopt(curl, option, value); };
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        const auto code = curl_easy_setopt(
            curl, CURLOPT_URL, ((options_.tls == MailTls::tls ? "smtps://" : "smtp://") + server()).c_str());
        if (code != CURLE_OK ||
            curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + options_.from.address + ">").c_str()) !=
                CURLE_OK)  // a libcurl built without SMTP
            return fail(ErrorKind::unsupported, "the libcurl of this system cannot send mail");
        set(CURLOPT_MAIL_RCPT, receivers);
        set(CURLOPT_USE_SSL, static_cast<long>(options_.tls == MailTls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
        if (!options_.user.empty()) {
            if (options_.tls == MailTls::none && !is_loopback(options_.host))
                return fail(ErrorKind::invalid_config,
                            "a password would go to " + server() + " in the clear; set tls to starttls or tls");
            set(CURLOPT_USERNAME, options_.user.c_str());
            set(CURLOPT_PASSWORD, options_.password.reveal().c_str());
        }
        set(CURLOPT_PROXY, "");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_ERRORBUFFER, detail);
        set(CURLOPT_CONNECTTIMEOUT_MS, 15'000L);
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(mail.deadline.remaining().count(), 1)));
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_READFUNCTION, on_read);
        set(CURLOPT_READDATA, static_cast<void*>(&mail));
        set(CURLOPT_HEADERFUNCTION, on_answer);
        set(CURLOPT_HEADERDATA, static_cast<void*>(&mail));
        set(CURLOPT_WRITEFUNCTION, on_body);
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, on_progress);
        set(CURLOPT_XFERINFODATA, static_cast<void*>(&mail));
        return {};
    }

    Error describe(CURLcode code, const Outgoing& mail, const char* detail) const {
        const auto answer = mail.answer.empty() ? "" : " (it said: " + shortened(clean_line(mail.answer), 200) + ")";
        const std::string what = *detail != '\0' ? detail : curl_easy_strerror(code);
        // A server that has all of the mail may have taken it, even if its word did not reach us.
        const bool is_unclear = mail.sent == mail.message.size() && code != CURLE_SEND_ERROR;
        switch (code) {
            case CURLE_LOGIN_DENIED: return {ErrorKind::unauthorized, server() + " refuses user and password" + answer};
            case CURLE_USE_SSL_FAILED:
                return {ErrorKind::unavailable, server() + " offers no TLS (STARTTLS), and without it nothing is sent"};
            case CURLE_SSL_CONNECT_ERROR:
            case CURLE_PEER_FAILED_VERIFICATION:
            case CURLE_SSL_CACERT_BADFILE:
                return {ErrorKind::unavailable, "no trusted TLS connection to " + server() + ": " + what};
            case CURLE_COULDNT_RESOLVE_HOST:
            case CURLE_COULDNT_CONNECT: return {ErrorKind::unavailable, "cannot connect to " + server() + ": " + what};
            case CURLE_UNSUPPORTED_PROTOCOL:
                return {ErrorKind::unsupported, "the libcurl of this system cannot send mail"};
            case CURLE_OPERATION_TIMEDOUT:
            case CURLE_ABORTED_BY_CALLBACK:
            case CURLE_RECV_ERROR:
            case CURLE_GOT_NOTHING:
                if (is_unclear)
                    return {ErrorKind::timed_out, server() + " got the mail, but did not say whether it took it"};
                return {ErrorKind::unavailable, server() + " did not answer: " + what};
            default: return {ErrorKind::forbidden, server() + " did not take the mail: " + what + answer};
        }
    }

    MailOptions options_;
};

}  // namespace

std::unique_ptr<Destination> make_mail_destination(MailOptions options) {
    return std::make_unique<MailDestination>(std::move(options));
}

}  // namespace winnow
