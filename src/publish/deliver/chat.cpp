#include "publish/deliver/destination.h"
#include "publish/escape.h"
#include "publish/wording.h"

namespace winnow {
namespace {

Error refusal(const http::Response& response) {
    const auto status = "HTTP " + std::to_string(response.status);
    const auto said = shortened(clean_line(response.body), 200);
    const auto text = "the webhook answered " + status + (said.empty() ? "" : ": " + said);
    switch (response.status) {
        case 401:
        case 403: return {ErrorKind::unauthorized, text + " (was the webhook removed?)"};
        case 404:
        case 410: return {ErrorKind::not_found, text + " (was the webhook removed?)"};
        case 413: return {ErrorKind::too_large, text};
        case 429: return {ErrorKind::rate_limited, text};
        case 504: return {ErrorKind::timed_out, text};  // somebody in between gave up waiting
        default: return {response.status >= 500 ? ErrorKind::unavailable : ErrorKind::forbidden, text};
    }
}

class ChatDestination final : public Destination {
public:
    ChatDestination(ChatOptions options, http::Client& client) : options_(std::move(options)), client_(client) {}

    std::vector<Digest> parts(const Digest& digest) const override { return split_for(options_.form, digest); }

    Result<void> deliver(const Digest& part, const Deadline& deadline) override {
        const auto url = Url::parse_exact(options_.webhook.reveal());
        if (!url) return fail(ErrorKind::invalid_config, "the webhook is not an address that can be read");
        http::Request request{.method = "POST",
                              .url = *url,
                              .headers = {{"Content-Type", "application/json"}},
                              .body = options_.form.write(part),
                              .timeout = options_.timeout,
                              .max_body_bytes = 64u << 10,  // an answer is a word or a small object
                              .to_configured_host = true};
        const auto response = client_.send(request, deadline);
        // The client's own words may name the address, which is a secret.
        if (!response)
            return fail(response.error().kind(), "the webhook at " + url->origin() + ": " + reason(response.error()));
        if (response->status >= 200 && response->status < 300) return {};
        return fail(refusal(*response));
    }

private:
    static std::string reason(const Error& error) {
        switch (error.kind()) {
            case ErrorKind::timed_out: return "it did not answer in time";
            case ErrorKind::cancelled: return "stopped";
            case ErrorKind::rate_limited: return "it asks for a pause";
            case ErrorKind::unavailable: return "cannot be reached";
            case ErrorKind::blocked: return "the address is forbidden";
            default: return "it answered what cannot be read";
        }
    }

    ChatOptions options_;
    http::Client& client_;
};

}  // namespace

std::unique_ptr<Destination> make_chat_destination(ChatOptions options, http::Client& client) {
    return std::make_unique<ChatDestination>(std::move(options), client);
}

}  // namespace winnow
