#include "evaluate/model/record.h"

#include <string>
#include <string_view>

#include "text/utf8.h"

namespace winnow::evaluate {
namespace {

/// The text of a message's content: a string, or parts of which some are no text.
std::string text_of(const json::Value& content) {
    if (content.is_string()) return content.text();
    std::string all;
    for (const auto& part : content.items()) {
        if (!all.empty()) all += "\n\n";
        all += part["text"].is_string() ? part["text"].text() : json::dump(part);
    }
    return all;
}

void add(std::vector<SentMessage>& messages, std::string role, std::string text) {
    if (!text.empty()) messages.push_back({.role = std::move(role), .content = {.text = std::move(text)}});
}

/// Takes a provider's body apart: messages, and the rest.
void take_body(Exchange& exchange, const json::Value& body) {
    std::vector<SentMessage> messages;
    json::Value rest{json::Object{}};
    for (const auto& [name, value] : body.members()) {
        if (name == "system" || name == "instructions") {
            messages.insert(messages.begin(), SentMessage{.role = "system", .content = {.text = text_of(value)}});
        } else if (name == "messages" || name == "input") {
            for (const auto& message : value.items())
                add(messages, message["role"].text(), text_of(message["content"]));
        } else {
            rest.set(name, value);
        }
    }
    exchange.sent = std::move(messages);
    exchange.settings = json::dump(rest);
}

void bound(KeptText& kept, std::size_t& left) {
    const auto size = kept.text.size();
    kept.text.resize(text::truncated(kept.text, left).size());
    kept.left_out += size - kept.text.size();
    left -= kept.text.size();
}

}  // namespace

Exchange exchange_of(const llm::ChatRequest& request) {
    Exchange exchange;
    add(exchange.sent, "system", request.instructions);
    add(exchange.sent, "user", request.input);
    auto settings = json::object({{"max_output_tokens", request.max_output_tokens}, {"schema", request.schema}});
    if (!request.page.empty()) settings.set("page", request.page.href());
    exchange.settings = json::dump(settings);
    return exchange;
}

void complete(Exchange& exchange, const llm::ChatReply& reply) {
    if (reply.sent.is_object()) take_body(exchange, reply.sent);
    exchange.provider = reply.provider;
    exchange.model = reply.model;
    exchange.request_id = reply.request_id;
    for (const auto& opened : reply.opened)
        exchange.opened.push_back({.url = opened.url.href(), .text = {.text = opened.text}});
    exchange.tool_errors = reply.tool_errors;
    exchange.answer.text = reply.text;
    exchange.usage = reply.usage;
}

void bound(std::vector<Exchange>& exchanges, std::size_t bytes) {
    for (auto& exchange : exchanges) {
        bound(exchange.answer, bytes);
        for (auto& message : exchange.sent) bound(message.content, bytes);
        for (auto& reading : exchange.opened) bound(reading.text, bytes);
    }
}

}  // namespace winnow::evaluate
