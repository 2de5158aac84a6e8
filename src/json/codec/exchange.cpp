#include "core/exchange/exchange.h"

#include "json/codec.h"
#include "json/codec/parts.h"

namespace winnow::json {
namespace {

Value with_text(Value value, const KeptText& kept) {
    value.set("text", kept.text);
    value.set("left_out", kept.left_out);
    return value;
}

KeptText kept_text(const Value& value) {
    return {.text = value["text"].text(), .left_out = static_cast<std::size_t>(value["left_out"].as_int())};
}

Value encode_message(const SentMessage& message) {
    return with_text(object({{"role", message.role}}), message.content);
}

Value encode_reading(const ToolReading& reading) {
    return with_text(object({{"url", reading.url}}), reading.text);
}

}  // namespace

Value encode(const Exchange& exchange) {
    return object({{"provider", exchange.provider},
                   {"model", exchange.model},
                   {"request_id", exchange.request_id},
                   {"asked", to_rfc3339(exchange.asked)},
                   {"seconds", exchange.seconds},
                   {"sent", array_of(exchange.sent, encode_message)},
                   {"settings", exchange.settings},
                   {"opened", array_of(exchange.opened, encode_reading)},
                   {"tool_errors", encode(exchange.tool_errors)},
                   {"answer", with_text(Value(), exchange.answer)},
                   {"fault", exchange.fault},
                   {"usage", encode(exchange.usage)}});
}

Result<Exchange> decode_exchange(const Value& value) {
    Exchange exchange;
    TRY(exchange.asked, need_time(value, "asked"));
    TRY(exchange.usage, decode_usage(value["usage"]));
    exchange.provider = value["provider"].text();
    exchange.model = value["model"].text();
    exchange.request_id = value["request_id"].text();
    exchange.seconds = value["seconds"].as_double();
    for (const auto& message : value["sent"].items())
        exchange.sent.push_back({.role = message["role"].text(), .content = kept_text(message)});
    exchange.settings = value["settings"].text();
    for (const auto& reading : value["opened"].items())
        exchange.opened.push_back({.url = reading["url"].text(), .text = kept_text(reading)});
    exchange.tool_errors = texts_of(value["tool_errors"]);
    exchange.answer = kept_text(value["answer"]);
    exchange.fault = value["fault"].text();
    return exchange;
}

}  // namespace winnow::json
