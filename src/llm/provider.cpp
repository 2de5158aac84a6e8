#include "llm/provider.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/usage/lost_usage.h"
#include "llm/calls/caller.h"
#include "llm/calls/failure.h"
#include "llm/wire/dialect.h"
#include "log/log.h"

namespace winnow::llm {
namespace {

constexpr std::size_t kMaxTurns = 5;            // a paused turn that never ends would cost without end
constexpr std::int64_t kMostBytesPerToken = 6;  // no tokenizer packs the prose of a page tighter
constexpr std::string_view kHidden = "[the key]";
constexpr std::size_t kLeastHidden = 16;         // what servers at home take for a key may be a word of the answer
constexpr std::int64_t kUsualBytesPerToken = 4;  // of English text

/// A model behind an API: what all of them have in common.
class Provider final : public ChatModel {
public:
    Provider(ProviderOptions options, std::unique_ptr<Dialect> dialect, ProviderContext context)
        : options_(std::move(options)),
          dialect_(std::move(dialect)),
          caller_({.provider = options_.name,
                   .key = options_.key,
                   .concurrency = options_.concurrency,
                   .retry = with_retries(std::move(context.waits), options_.retries)},
                  context.client, context.clock) {}

    const std::string& model() const override { return options_.model; }
    bool opens_pages() const override { return dialect_->opens_pages(); }

    Usage take_lost_usage() override { return lost_.take(); }

    Result<ChatReply> ask(const ChatRequest& request, const Deadline& deadline) override {
        TRY_OK(check(request));
        ChatReply reply;
        auto done = go_through_turns(request, reply, deadline);
        hide_key(reply);
        if (done) return reply;
        lost_.add(reply.usage);
        return fail(std::move(done).error());
    }

private:
    Result<void> go_through_turns(const ChatRequest& request, ChatReply& reply, const Deadline& deadline) {
        auto body = dialect_->body(request);
        for (std::size_t turn = 0; turn < kMaxTurns; ++turn) {
            json::Value raw;
            TRY(auto answer, ask_once(body, request, raw, reply.usage, deadline));
            join(reply, answer);
            reply.sent = body;
            if (answer.is_paused) {
                body = dialect_->resumed(std::move(body), raw);
                continue;
            }
            if (reply.opened.empty()) TRY_OK(check_tools(reply));
            auto text = clean_answer(answer.text, request.schema);
            if (!text) return fail(std::move(text).error().in(options_.name));
            reply.text = std::move(*text);
            return {};
        }
        return fail(ErrorKind::malformed,
                    options_.name + " paused its turn " + std::to_string(kMaxTurns) + " times without an end");
    }

    /// A server that repeats the key in what it answers does not get it shown or remembered.
    void hide_key(ChatReply& reply) const {
        const auto& key = options_.key.reveal();
        if (key.size() < kLeastHidden) return;
        for (auto* const text : {&reply.text, &reply.model, &reply.request_id})
            for (auto at = text->find(key); at != std::string::npos; at = text->find(key, at + kHidden.size()))
                text->replace(at, key.size(), kHidden);
    }

    static http::RetryOptions with_retries(http::RetryOptions retry, std::size_t retries) {
        retry.retries = retries;
        return retry;
    }

    Result<void> check(const ChatRequest& request) const {
        if (!request.page.empty() && !dialect_->opens_pages())
            return fail(ErrorKind::unsupported, options_.name + " has no tool that opens pages");
        const auto bytes = static_cast<std::int64_t>(request.instructions.size() + request.input.size());
        if (options_.context_tokens > 0 && bytes / kMostBytesPerToken > options_.context_tokens)
            return fail(ErrorKind::too_large, options_.name + ": " + std::to_string(bytes) +
                                                  " bytes do not fit into the context of " +
                                                  std::to_string(options_.context_tokens) + " tokens");
        return {};
    }

    /// `raw` becomes the answer as it came; `spent` grows by what it and those before it took.
    Result<Answer> ask_once(const json::Value& body, const ChatRequest& request, json::Value& raw, Usage& spent,
                            const Deadline& deadline) {
        Answer answer;
        const auto read = [&](const http::Response& response) -> Result<void> {
            TRY(raw, json::parse(response.body));
            spent += usage_of(dialect_->tokens(raw), options_.prices);
            TRY(answer, dialect_->read(raw));
            answer.request_id = request_id(response);
            if (answer.request_id.empty()) answer.request_id = raw["id"].text();
            return {};
        };
        const auto size = static_cast<std::int64_t>(request.instructions.size() + request.input.size());
        const Call call{.request = {.method = "POST",
                                    .url = dialect_->url(),
                                    .headers = {{"Content-Type", "application/json"}},
                                    .body = json::dump(body),
                                    .timeout = options_.timeout,
                                    .to_configured_host = true},
                        .input = request.input,
                        .tokens = size / kUsualBytesPerToken + output_limit(request, options_),
                        .authorise = [&](http::Request& out) { return dialect_->authorise(out, deadline); },
                        .read = read};
        TRY_OK(caller_.perform(call, deadline));
        return answer;
    }

    void join(ChatReply& reply, const Answer& answer) const {
        reply.model = answer.model.empty() ? options_.model : answer.model;
        reply.provider = options_.name;
        reply.request_id = answer.request_id;
        reply.opened.insert(reply.opened.end(), answer.opened.begin(), answer.opened.end());
        reply.tool_errors.insert(reply.tool_errors.end(), answer.tool_errors.begin(), answer.tool_errors.end());
    }

    /// A tool that was too busy to open anything may do so later; a page that cannot be opened is for the caller.
    Result<void> check_tools(const ChatReply& reply) const {
        const auto has = [&](std::string_view code) {
            return std::ranges::find(reply.tool_errors, code) != reply.tool_errors.end();
        };
        if (has("too_many_requests"))
            return fail(ErrorKind::rate_limited, options_.name + ": its tool opens too many pages");
        if (has("unavailable")) return fail(ErrorKind::unavailable, options_.name + ": its tool is out of order");
        return {};
    }

    ProviderOptions options_;
    std::unique_ptr<Dialect> dialect_;
    Caller caller_;
    LostUsage lost_;
};

/// What the error of one model means for the others.
enum class Next { stop, go_on, go_on_with_warning };

Next after(const Error& error, const Deadline& deadline) {
    if (deadline.has_passed()) return Next::stop;
    switch (error.kind()) {
        case ErrorKind::unavailable:
        case ErrorKind::timed_out:
        case ErrorKind::rate_limited:
        case ErrorKind::quota_exhausted: return Next::go_on;
        case ErrorKind::unauthorized:
        case ErrorKind::invalid_config: return Next::go_on_with_warning;
        default: return Next::stop;
    }
}

class Fallback final : public ChatModel {
public:
    explicit Fallback(std::vector<std::unique_ptr<ChatModel>> models) : models_(std::move(models)) {}

    const std::string& model() const override { return models_.front()->model(); }
    bool opens_pages() const override {
        return std::ranges::any_of(models_, [](const auto& model) { return model->opens_pages(); });
    }

    Usage take_lost_usage() override {
        Usage lost;
        for (const auto& model : models_) lost += model->take_lost_usage();
        return lost;
    }

    Result<ChatReply> ask(const ChatRequest& request, const Deadline& deadline) override {
        std::optional<Error> first;
        for (const auto& model : models_) {
            if (!request.page.empty() && !model->opens_pages()) continue;
            auto reply = model->ask(request, deadline);
            if (reply) return reply;
            const auto next = after(reply.error(), deadline);
            if (next == Next::stop) return reply;
            if (next == Next::go_on_with_warning)
                log::warn("model passed over", {{"model", model->model()}, {"error", reply.error()}});
            else
                log::info("model passed over", {{"model", model->model()}, {"error", reply.error()}});
            if (!first) first = std::move(reply).error();
        }
        if (!first) return fail(ErrorKind::unsupported, "no model that is set up opens pages");
        return fail(std::move(*first));
    }

private:
    std::vector<std::unique_ptr<ChatModel>> models_;
};

}  // namespace

Result<std::unique_ptr<ChatModel>> make_provider(ProviderOptions options, ProviderContext context) {
    if (options.model.empty()) return fail(ErrorKind::invalid_config, options.name + ": no model is named");
    if (options.concurrency == 0) return fail(ErrorKind::invalid_config, options.name + ": concurrency is 0");
    auto dialect = make_dialect(options, context.clock);
    if (!dialect) return fail(std::move(dialect).error().in(options.name));
    return std::make_unique<Provider>(std::move(options), std::move(*dialect), std::move(context));
}

std::unique_ptr<ChatModel> make_fallback(std::vector<std::unique_ptr<ChatModel>> models) {
    return std::make_unique<Fallback>(std::move(models));
}

}  // namespace winnow::llm
