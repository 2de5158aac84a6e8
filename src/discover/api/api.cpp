#include "discover/api/api.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "markup/text.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::chrono::milliseconds kLongestPause{60'000};
constexpr std::size_t kQuotedBytes = 160;   // of what a server says, for a message
constexpr std::size_t kShortestSecret = 4;  // shorter ones would take letters out of every word

config::SecretSchemes schemes_of(const SourceContext& context) {
    return context.secrets != nullptr ? *context.secrets : config::builtin_secret_schemes();
}

void replace_all(std::string& text, const std::string& what) {
    constexpr std::string_view kShown = "…";
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + kShown.size()))
        text.replace(at, what.size(), kShown);
}

}  // namespace

void read_api_options(config::Section& section, ApiOptions& options, std::string_view what) {
    section.field("endpoint", options.endpoint, "Address of " + std::string(what) + ".");
    section.field("pause", options.pause, "Least time between two requests.", {.least = {}, .most = kLongestPause});
    if (!options.key.usual.empty())
        section.field("key", options.key.reference,
                      "Where its key lies; if not given, in the variable " + options.key.usual + ".");
}

Result<void> check_endpoint(ApiOptions& options) {
    while (options.endpoint.ends_with('/')) options.endpoint.pop_back();
    TRY_OK(Url::parse_exact(options.endpoint));
    return {};
}

Result<Secret> find_key(const KeyOptions& options, const SourceContext& context) {
    const auto schemes = schemes_of(context);
    if (!options.reference.empty()) return config::resolve(options.reference, schemes);
    if (options.usual.empty()) return Secret();
    auto usual = config::resolve({"env:" + options.usual}, schemes);
    return usual ? std::move(*usual) : Secret();
}

Result<Secret> require_key(const KeyOptions& options, const SourceContext& context) {
    TRY(auto key, find_key(options, context));
    if (key.empty())
        return fail(ErrorKind::unauthorized, context.name + " needs a key: set the variable " + options.usual +
                                                 ", or say with `key` where it lies");
    return key;
}

Api::Api(const SourceContext& context, const ApiOptions& options, Secret key)
    : client_(context.client),
      clock_(context.clock),
      pacer_(options.pacer != nullptr ? *options.pacer : Pacer::of(options.endpoint, options.pause)),
      key_(std::move(key)) {}

void Api::add_header(std::string name, std::string value) {
    headers_.push_back({std::move(name), std::move(value)});
}

Result<json::Value> Api::get(const std::string& address, const Deadline& deadline) {
    auto url = Url::parse_exact(address);
    if (!url) return fail(ErrorKind::invalid_config, without_key(url.error().message()));
    TRY(const auto answer, ask_for({.url = std::move(*url), .accept = kJson}, deadline));
    return json::parse(answer.body);
}

Result<json::Value> Api::post(const std::string& address, const json::Value& body, const Deadline& deadline) {
    TRY(auto url, Url::parse_exact(address));
    TRY(const auto answer, ask_for({.url = std::move(url),
                                    .accept = kJson,
                                    .headers = {{"Content-Type", std::string(kJson)}},
                                    .method = "POST",
                                    .body = json::dump(body)},
                                   deadline));
    return json::parse(answer.body);
}

Result<Answer> Api::ask_for(Question question, const Deadline& deadline) {
    question.headers.insert(question.headers.end(), headers_.begin(), headers_.end());
    if (!question.read_failure) question.read_failure = read_failure_;
    Result<Answer> answer = fail(ErrorKind::internal, "not asked");
    TRY_OK(pacer_.take_turn(clock_, deadline, [&] {
        answer = ask(client_, question, clock_, deadline);
        if (const auto rest = std::exchange(rest_, {}); rest.count() > 0) pacer_.rest(rest);
    }));
    if (answer) return answer;
    const auto& error = answer.error();
    Error shown(error.kind(), without_key(error.message()));
    return fail(error.retry_after() ? std::move(shown).retry_in(*error.retry_after()) : std::move(shown));
}

std::string Api::without_key(std::string text) const {
    if (key_.reveal().size() < kShortestSecret) return text;
    replace_all(text, key_.reveal());
    const auto encoded = with_parameters("", {{"", key_.reveal()}}).substr(2);
    if (encoded != key_.reveal()) replace_all(text, encoded);
    return text;
}

std::string failure_text(const http::Response& response) {
    const auto body = json::parse(response.body);
    if (!body)
        return std::string(text::truncated(markup::plain_text(text::truncated(response.body, 4096)), kQuotedBytes));
    const auto& said = *body;
    for (const auto* candidate : {&said["error"]["message"], &said["error"]["info"], &said["error"]["detail"],
                                  &said["detail"]["error"], &said["error_message"], &said["message"], &said["detail"],
                                  &said["error"], &said["message"][0]["message"], &said["errors"][0]["message"]})
        if (const auto phrase = markup::plain_text(candidate->as_string()); !phrase.empty())
            return std::string(text::truncated(phrase, kQuotedBytes));
    return {};
}

Error failure_of(ErrorKind kind, const http::Response& response) {
    const auto said = failure_text(response);
    return {kind, "answered " + std::to_string(response.status) + (said.empty() ? "" : ": " + said)};
}

std::optional<std::int64_t> number_in(const http::Response& response, std::string_view field) {
    const auto value = response.header(field);
    std::int64_t number = 0;
    if (!value) return std::nullopt;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    return error == std::errc() ? std::optional(number) : std::nullopt;
}

std::string plain_title(std::string_view text) {
    return markup::plain_text(text, markup::Tags::known);
}

std::string day_of(Timestamp time) {
    return to_rfc3339(time).substr(0, 10);
}

bool has_since(const Query& query) {
    return query.since.time_since_epoch().count() > 0;
}

}  // namespace winnow
