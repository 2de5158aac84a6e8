#include "llm/calls/failure.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "text/utf8.h"

namespace winnow::llm {
namespace {

constexpr std::size_t kMaxMessage = 300;
constexpr std::size_t kMaxCompared = 4u << 20;  // beside a larger input the provider's words are not worth the search
constexpr std::size_t kRepeated = 24;           // so many bytes of the input in a row are no chance

/// An error as the body tells it, whatever its form.
struct Told {
    std::string code;  ///< codes and types, most telling first, divided by blanks
    std::string message;
};

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// A code as it may stand in a message: a word, or nothing.
std::string word(const json::Value& value) {
    auto text = value.is_integer() ? std::to_string(value.as_int()) : value.text();
    const auto is_odd = [](unsigned char c) { return !std::isalnum(c) && c != '_' && c != '-' && c != '.'; };
    return text.size() > 80 || std::ranges::any_of(text, is_odd) ? std::string() : text;
}

void add(std::string& codes, const std::string& code) {
    if (code.empty() || (" " + codes + " ").find(" " + code + " ") != std::string::npos) return;
    codes += (codes.empty() ? "" : " ") + code;
}

Told told_by(const json::Value& body) {
    const auto& outer = body.is_array() ? body[0] : body;  // Gemini's compatible endpoint wraps it in a list
    const auto& error = outer.contains("error") && !outer["error"].is_null() ? outer["error"] : outer;
    if (error.is_string()) return {.code = {}, .message = error.text()};
    Told told;
    add(told.code, word(error["details"]["error_code"]));
    for (const auto* const name : {"code", "status", "type", "__type"}) add(told.code, word(error[name]));
    add(told.code, word(error["innererror"]["code"]));
    for (const auto* const name : {"message", "Message", "detail"})
        if (told.message.empty()) told.message = error[name].text();
    return told;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

/// Whether it says that the money is gone, in code or, where the code does not tell, in words.
bool is_about_money(int status, const std::string& code, const std::string& message) {
    if (status == 402) return true;
    if (has_any(code, {"insufficient_quota", "credit_balance", "spend_limit", "billing", "insufficient_funds",
                       "servicequotaexceeded", "hard_limit"}))
        return true;
    return status == 400 && has_any(message, {"credit balance is too low"});
}

bool is_too_long(int status, const std::string& code, const std::string& message) {
    if (status == 413 || has_any(code, {"context_length_exceeded", "request_too_large", "exceed_context_size"}))
        return true;
    return (status == 400 || status == 422) &&
           has_any(message, {"prompt is too long", "input is too long", "maximum context length", "context length",
                             "exceeds the available context", "too many tokens", "too many input tokens"});
}

bool is_filtered(int status, const std::string& code) {
    return status < 500 && has_any(code, {"content_filter", "content_policy", "responsibleai", "invalid_prompt",
                                          "content_management_policy", "safety"});
}

bool is_retried(int status) {
    return status == 408 || status == 409 || status == 424 || status == 425 || status == 429 || status >= 500;
}

ErrorKind kind_of(int status, const Told& told) {
    const auto code = lower(told.code);
    const auto message = lower(told.message);
    if (is_about_money(status, code, message)) return ErrorKind::quota_exhausted;
    if (is_too_long(status, code, message)) return ErrorKind::too_large;
    if (is_filtered(status, code)) return ErrorKind::blocked;
    if (has_any(code, {"modelnotready"})) return ErrorKind::unavailable;
    if (status == 401 || status == 403 || has_any(code, {"invalid_api_key", "api_key_invalid"}))
        return ErrorKind::unauthorized;
    if (message.find("api key not valid") != std::string::npos) return ErrorKind::unauthorized;  // Gemini: status 400
    if (status == 429) return ErrorKind::rate_limited;
    if (status >= 500 || is_retried(status)) return ErrorKind::unavailable;
    return ErrorKind::invalid_config;
}

/// Whether `kRepeated` bytes in a row of the message stand in the input too.
bool repeats(std::string_view message, std::string_view input) {
    for (std::size_t i = 0; i + kRepeated <= message.size(); ++i)
        if (input.find(message.substr(i, kRepeated)) != std::string_view::npos) return true;
    return false;
}

/// The provider's own words, if they give nothing away: some repeat the input, some the key or most of it.
std::string sayable(const std::string& message, ErrorKind kind, const Discretion& discretion) {
    if (kind == ErrorKind::unauthorized || message.empty() || discretion.input.size() > kMaxCompared) return {};
    const auto text = text::folded_white_space(text::truncated(message, kMaxMessage));
    const auto& key = discretion.key.reveal();
    const auto is_odd = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    if ((!key.empty() && message.find(key.substr(0, 8)) != std::string::npos) || repeats(text, discretion.input) ||
        std::ranges::any_of(text, is_odd))
        return {};
    return text;
}

std::string_view phrase(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::unauthorized: return "refused the key, or the key may not use the model";
        case ErrorKind::quota_exhausted: return "says that the paid allowance is used up";
        case ErrorKind::rate_limited: return "is asked too fast";
        case ErrorKind::too_large: return "finds the text longer than the model's context";
        case ErrorKind::blocked: return "refused the content";
        case ErrorKind::invalid_config: return "refused the request as set up";
        default: return "is out of order";
    }
}

}  // namespace

std::string request_id(const http::Response& response) {
    for (const auto* const name : {"x-request-id", "request-id", "x-amzn-requestid", "apim-request-id"})
        if (const auto id = response.header(name); id && !id->empty() && id->size() <= 200) return std::string(*id);
    return {};
}

Failure failure_of(const std::string& provider, const http::Response& response, const Discretion& discretion) {
    const auto body = json::parse(response.body);
    auto told = body ? told_by(*body) : Told{};
    if (const auto type = response.header("x-amzn-errortype"); type && told.code.empty())
        told.code = word(json::Value(type->substr(0, type->find(':'))));
    const auto kind = kind_of(response.status, told);
    std::string text = provider + " " + std::string(phrase(kind)) + ": " + std::to_string(response.status);
    if (!told.code.empty()) text += " " + told.code;
    if (const auto words = sayable(told.message, kind, discretion); !words.empty()) text += ", \"" + words + "\"";
    auto id = request_id(response);
    if (id.empty() && body) id = word((*body)["request_id"]);
    if (!id.empty()) text += " (request " + id + ")";

    Failure failure{.error = Error(kind, std::move(text))};
    failure.ends_provider = kind == ErrorKind::quota_exhausted;
    failure.may_retry = is_retried(response.status);
    if (const auto should = response.header("x-should-retry"))
        failure.may_retry = *should == "true" || (*should != "false" && failure.may_retry);
    if (kind != ErrorKind::rate_limited && kind != ErrorKind::unavailable) failure.may_retry = false;
    return failure;
}

Error error_in_answer(const json::Value& error) {
    auto told = told_by(error);
    const auto code = lower(told.code);
    const auto numeric = static_cast<int>(error["code"].as_int());
    auto status = numeric >= 400 && numeric < 600 ? numeric : 500;
    if (has_any(code, {"rate_limit"})) status = 429;
    if (has_any(code, {"invalid_prompt", "image"})) status = 400;
    const auto kind = kind_of(status, told);
    return {kind, std::string(phrase(kind)) + (told.code.empty() ? "" : ": " + told.code)};
}

}  // namespace winnow::llm
