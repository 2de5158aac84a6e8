#include "llm/batch/service.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "llm/calls/failure.h"

namespace winnow::llm {
namespace {

constexpr std::size_t kMaxResultBytes = 512u << 20;  // 50,000 answers of 10 KB
constexpr std::size_t kMaxIdSize = 64;               // of both providers

CallerOptions caller_options(const ProviderOptions& options, const ProviderContext& context, std::size_t retries) {
    auto retry = context.waits;
    retry.retries = retries;
    return {
        .provider = options.name, .key = options.key, .concurrency = options.concurrency, .retry = std::move(retry)};
}

bool is_plain(std::string_view id) {
    return !id.empty() && id.size() <= kMaxIdSize &&
           std::ranges::all_of(id, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; });
}

}  // namespace

BatchService::BatchService(ProviderOptions options, std::unique_ptr<Dialect> dialect, ProviderContext context)
    : options_(std::move(options)),
      dialect_(std::move(dialect)),
      repeating_(caller_options(options_, context, options_.retries), context.client, context.clock),
      single_(caller_options(options_, context, 0), context.client, context.clock) {}

Result<std::string> BatchService::text(const Sent& sent, const Deadline& deadline) {
    TRY(auto url, endpoint_url(options_.endpoint, sent.path));
    std::string body;
    const auto take = [&](const http::Response& response) -> Result<void> {
        body = response.body;
        return {};
    };
    Call call{.request = {.method = sent.method,
                          .url = std::move(url),
                          .headers = {},
                          .body = sent.body,
                          .timeout = options_.timeout,
                          .max_body_bytes = kMaxResultBytes,
                          .to_configured_host = true},
              .input = sent.body,
              .authorise = [&](http::Request& out) { return dialect_->authorise(out, deadline); },
              .read = take};
    if (!sent.body.empty()) call.request.headers.push_back({"Content-Type", sent.content_type});
    TRY_OK((sent.repeat == Repeat::allowed ? repeating_ : single_).perform(call, deadline));
    return body;
}

Result<json::Value> BatchService::json(const Sent& sent, const Deadline& deadline) {
    TRY(const auto body, text(sent, deadline));
    auto value = json::parse(body);
    if (!value) return fail(std::move(value).error().in(options_.name));
    return value;
}

Result<ChatReply> BatchService::reply(const json::Value& message, const json::Value& schema) const {
    auto answer = dialect_->read(message);
    if (!answer) return fail(std::move(answer).error().in(options_.name));
    if (answer->is_paused)
        return fail(ErrorKind::malformed, options_.name + ": the turn paused, and a batch has but one");
    auto text = clean_answer(answer->text, schema);
    if (!text) return fail(std::move(text).error().in(options_.name));
    return ChatReply{.text = std::move(*text),
                     .model = answer->model,
                     .request_id = message["id"].text(),
                     .opened = std::move(answer->opened),
                     .tool_errors = std::move(answer->tool_errors),
                     .usage = {}};
}

BatchResult BatchService::result(std::string id, const json::Value& message, const json::Value& schema) const {
    auto usage = usage_of(dialect_->tokens(message), options_.prices);
    usage.cost_usd *= options_.prices.batch_share;
    BatchResult result{.id = std::move(id), .reply = reply(message, schema)};
    (result.reply ? result.reply->usage : result.lost) = usage;
    return result;
}

Result<void> check_requests(std::span<const BatchRequest> requests, std::size_t most) {
    if (requests.empty()) return fail(ErrorKind::invalid_argument, "a batch without requests");
    if (requests.size() > most)
        return fail(ErrorKind::too_large, "a batch holds at most " + std::to_string(most) + " requests, not " +
                                              std::to_string(requests.size()));
    std::set<std::string_view> seen;
    for (const auto& request : requests) {
        if (!is_plain(request.id))
            return fail(ErrorKind::invalid_argument, "the id of a request must be 1 to 64 of [A-Za-z0-9_-]");
        if (!seen.insert(request.id).second)
            return fail(ErrorKind::invalid_argument, "two requests have the id '" + request.id + "'");
    }
    return {};
}

Result<void> check_batch_id(std::string_view batch) {
    if (batch.size() <= 200 && is_plain(batch.substr(0, kMaxIdSize)) &&
        std::ranges::all_of(batch, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; }))
        return {};
    return fail(ErrorKind::invalid_argument, "that is no id of a batch");
}

Result<void> for_each_line(std::string_view lines, const std::function<void(const json::Value&)>& take) {
    for (std::size_t number = 1; !lines.empty(); ++number) {
        const auto end = std::min(lines.find('\n'), lines.size());
        const auto line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const auto value = json::parse(line);
        if (!value)
            return fail(ErrorKind::malformed,
                        "line " + std::to_string(number) + " of the results: " + value.error().message());
        take(*value);
    }
    return {};
}

std::string_view to_string(BatchState state) {
    constexpr std::array<std::string_view, 8> kNames{"validating", "in_progress", "finalizing", "completed",
                                                     "failed",     "expired",     "cancelling", "cancelled"};
    return kNames.at(static_cast<std::size_t>(state));
}

bool has_ended(BatchState state) {
    return state == BatchState::completed || state == BatchState::failed || state == BatchState::expired ||
           state == BatchState::cancelled;
}

Result<std::unique_ptr<BatchModel>> make_batch_provider(ProviderOptions options, ProviderContext context) {
    if (options.model.empty()) return fail(ErrorKind::invalid_config, options.name + ": no model is named");
    if (options.api != Api::openai_responses && options.api != Api::anthropic)
        return fail(ErrorKind::unsupported, options.name + " has no batches that we speak");
    auto dialect = make_dialect(options, context.clock);
    if (!dialect) return fail(std::move(dialect).error().in(options.name));
    const bool is_anthropic = options.api == Api::anthropic;
    auto service = std::make_unique<BatchService>(std::move(options), std::move(*dialect), std::move(context));
    return is_anthropic ? make_anthropic_batches(std::move(service)) : make_openai_batches(std::move(service));
}

}  // namespace winnow::llm
