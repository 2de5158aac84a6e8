#include <algorithm>

#include "evaluate/model/reading/proof.h"
#include "evaluate/tavily.h"
#include "http/retry.h"
#include "json/value.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxAnswerBytes = 16u << 20;  // a page at its limit, escaped
constexpr std::size_t kMaxMessageBytes = 200;

ErrorKind kind_of(int status) {
    switch (status) {
        case 401: return ErrorKind::unauthorized;
        case 403: return ErrorKind::forbidden;
        case 429: return ErrorKind::rate_limited;
        case 432:  // the plan's limit
        case 433:  // the pay-as-you-go limit
            return ErrorKind::quota_exhausted;
        default: return status >= 500 ? ErrorKind::unavailable : ErrorKind::invalid_argument;
    }
}

Error refusal(const http::Response& response, const Secret& key) {
    std::string message = "Tavily answered " + std::to_string(response.status);
    if (const auto body = json::parse(response.body); body) {
        const auto text = text::folded_white_space((*body)["detail"]["error"].as_string());
        if (!text.empty() && !text.contains(key.reveal()))
            message += ": " + std::string(text::truncated(text, kMaxMessageBytes));
    }
    Error error(kind_of(response.status), std::move(message));
    if (const auto wait = http::retry_after(response, system_clock().now())) return std::move(error).retry_in(*wait);
    return error;
}

const json::Value* entry_of(const json::Value& list, const Url& url) {
    for (const auto& entry : list.items())
        if (const auto found = Url::parse(entry["url"].as_string()); found && evaluate::is_same_page(*found, url))
            return &entry;
    return nullptr;
}

Result<PageText> read_answer_of(const http::Response& response, const Url& url) {
    const auto body = json::parse(response.body);
    if (!body || !(*body)["results"].is_array())
        return fail(ErrorKind::malformed, "Tavily's answer is not what its documentation describes");
    const auto* const found = entry_of((*body)["results"], url);
    if (found == nullptr) {
        const auto* const failed = entry_of((*body)["failed_results"], url);
        auto message = "Tavily did not read " + url.href();
        if (failed != nullptr)
            message += ": " + text::folded_white_space(
                                  text::truncated((*failed)["error"].as_string("no reason given"), kMaxMessageBytes));
        return fail(ErrorKind::not_found, std::move(message));
    }
    auto text = (*found)["raw_content"].text();
    if (text.empty()) return fail(ErrorKind::not_found, "Tavily read no text at " + url.href());
    std::string proof = "read by Tavily";
    if (const auto id = (*body)["request_id"].as_string(); !id.empty()) proof += ", request " + std::string(id);
    return PageText{.text = std::move(text), .proof = std::move(proof)};
}

/// Asks once.
Result<PageText> ask(const TavilyReaderOptions& options, http::Client& client, const Url& url,
                     const Deadline& deadline) {
    http::Request request{
        .method = "POST",
        .url = options.endpoint,
        .headers = {{"Authorization", "Bearer " + options.key.reveal()}, {"Content-Type", "application/json"}},
        .timeout = options.timeout,
        .max_body_bytes = kMaxAnswerBytes,
        .to_configured_host = true};
    json::Value urls;
    urls.push(url.href());
    request.body =
        json::dump(json::object({{"urls", std::move(urls)}, {"extract_depth", "basic"}, {"format", "text"}}));
    auto response = client.send(request, deadline);
    if (!response) {
        // "Not found" would mean the page: here it is the service that was not reached.
        const auto kind =
            response.error().kind() == ErrorKind::not_found ? ErrorKind::unavailable : response.error().kind();
        return fail(kind, "asking Tavily: " + response.error().message());
    }
    if (response->status != 200) return fail(refusal(*response, options.key));
    return read_answer_of(*response, url);
}

}  // namespace

PageReader make_tavily_reader(TavilyReaderOptions options, http::Client& client) {
    options.retry = http::with_defaults(std::move(options.retry));
    return [options = std::move(options), &client](const Url& url, const Deadline& deadline) -> Result<PageText> {
        for (std::size_t attempt = 0;; ++attempt) {
            auto page = ask(options, client, url, deadline);
            if (page || attempt >= options.retry.retries || !is_transient(page.error().kind())) return page;
            const auto asked = page.error().retry_after().value_or(std::chrono::milliseconds{0});
            const auto delay = std::max(asked, http::backoff(options.retry, attempt));
            if (asked > options.retry.longest_retry_after || delay >= deadline.remaining()) return page;
            options.retry.sleep(delay, deadline);
            if (deadline.has_passed()) return page;
        }
    };
}

}  // namespace winnow
