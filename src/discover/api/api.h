#pragma once
// api: sources that are programs with keys, limits and pages.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/section.h"
#include "core/result.h"
#include "core/secret.h"
#include "core/time.h"
#include "discover/ask/answer.h"
#include "discover/ask/pacer.h"
#include "discover/context.h"
#include "json/value.h"
#include "stages/source.h"

namespace winnow {

/// Where a key lies: as configured, else in the variable that users of the service have by custom.
struct KeyOptions {
    config::SecretReference reference;
    std::string usual;  ///< "TAVILY_API_KEY"; not from the configuration
};

/// What every API with limits may be told.
struct ApiOptions {
    std::string endpoint;  ///< without a slash at its end
    KeyOptions key;
    std::chrono::milliseconds pause{0};  ///< between two requests
    Pacer* pacer = nullptr;              ///< not from the configuration; by default the one that all in a process share
};

/// Reads `endpoint`, `pause`, and `key` if there is a usual variable. `what` names the service.
void read_api_options(config::Section& section, ApiOptions& options, std::string_view what);
/// Takes the slashes from the endpoint's end. Error: what Url::parse_exact says of it.
Result<void> check_endpoint(ApiOptions& options);

/// The key; empty if none is configured and the usual variable is not set. Errors: those of config::resolve.
Result<Secret> find_key(const KeyOptions& options, const SourceContext& context);
/// The same, but that there is none is an error: unauthorized, and says where to put it.
Result<Secret> require_key(const KeyOptions& options, const SourceContext& context);

/// A server that answers in JSON. Asks through the source's client, one request at a time with its pause between them.
/// What it reports never contains the key, even if the server repeats it.
class Api {
public:
    Api(const SourceContext& context, const ApiOptions& options, Secret key);

    /// Sent with every request; `value` may be made of the key.
    void add_header(std::string name, std::string value);
    void set_read_failure(ReadFailure read_failure) { read_failure_ = std::move(read_failure); }
    const Secret& key() const { return key_; }

    /// Errors: those of ask(), and malformed for an answer that is no JSON.
    Result<json::Value> get(const std::string& address, const Deadline& deadline);
    Result<json::Value> post(const std::string& address, const json::Value& body, const Deadline& deadline);
    /// The answer as it came, for what is not JSON or whose header fields matter.
    Result<Answer> ask_for(Question question, const Deadline& deadline);
    /// Leaves the server alone for so long after the request that is being answered.
    void rest(std::chrono::milliseconds duration) { rest_ = duration; }

private:
    std::string without_key(std::string text) const;

    http::Client& client_;
    const Clock& clock_;
    Pacer& pacer_;
    Secret key_;
    std::vector<HeaderField> headers_;
    ReadFailure read_failure_;
    std::chrono::milliseconds rest_{0};
};

/// What an error's body says, in whatever member it says it; a beginning of the body if it is no JSON that we know.
std::string failure_text(const http::Response& response);
/// An error made of a kind and what the body says: "answered 429: daily limit reached".
Error failure_of(ErrorKind kind, const http::Response& response);
/// The number that a field holds; nothing if there is none.
std::optional<std::int64_t> number_in(const http::Response& response, std::string_view field);

/// A plain text of one line out of what may be HTML.
std::string plain_title(std::string_view text);
/// "2026-11-23" of a time.
std::string day_of(Timestamp time);
/// Whether the query has a limit of age.
bool has_since(const Query& query);

}  // namespace winnow
