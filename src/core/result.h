#pragma once
// core: the types that every module speaks. Standard library only, no I/O.

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace winnow {

/// The closed set of ways to fail. One enum serves the retry policy, the process exit code, the metric label and the
/// Lambda error name on which the state machine's Retry and Catch match.
enum class ErrorKind {
    invalid_argument,  ///< the caller asked for something that makes no sense
    invalid_config,    ///< the configuration does; the message names file, line and key
    not_found,         ///< the thing does not exist (HTTP 404 and 410, a missing file or key)
    unauthorized,      ///< no key, a wrong key, an expired one
    forbidden,         ///< the remote side refuses (HTTP 403)
    blocked,           ///< our own policy refuses: robots rules, a private address
    rate_limited,      ///< too fast; `retry_after` may say when to come back
    quota_exhausted,   ///< a paid allowance is used up: waiting does not help
    timed_out,         ///< the deadline passed
    cancelled,         ///< somebody asked to stop
    unavailable,       ///< the network or the remote side is down (connect, TLS, HTTP 5xx)
    too_large,         ///< larger than the limit that the configuration allows
    unsupported,       ///< a form that we do not read
    malformed,         ///< foreign bytes that are not what they claim to be
    conflict,          ///< somebody else changed or holds it
    storage,           ///< our own disk: full, read-only, corrupt
    internal,          ///< a bug, or a library that failed without a reason
};

/// The kind in lower case with underscores, as in logs, metrics and reports.
std::string_view to_string(ErrorKind kind);
/// The kind in CamelCase, as Lambda reports it in `errorType`.
std::string_view error_name(ErrorKind kind);
/// The reverse of `to_string`; `internal` for a text that names no kind.
ErrorKind error_kind_from(std::string_view text);
/// Whether trying the same again later can succeed.
bool is_transient(ErrorKind kind);

/// A failure: what failed, on which input, never a secret.
class Error {
public:
    Error(ErrorKind kind, std::string message) : kind_(kind), message_(std::move(message)) {}

    ErrorKind kind() const { return kind_; }
    const std::string& message() const { return message_; }
    /// How long the remote side asked us to wait, if it did.
    std::optional<std::chrono::milliseconds> retry_after() const { return retry_after_; }

    /// The same error with one phrase of context before it: "reading x: no such file".
    [[nodiscard]] Error in(std::string_view context) &&;
    [[nodiscard]] Error retry_in(std::chrono::milliseconds delay) &&;

    friend bool operator==(const Error&, const Error&) = default;

private:
    ErrorKind kind_;
    std::string message_;
    std::optional<std::chrono::milliseconds> retry_after_;
};

/// A value or an Error. A class of its own, because ignoring an alias of std::expected gives no warning.
template <typename T>
class [[nodiscard]] Result : public std::expected<T, Error> {
public:
    using std::expected<T, Error>::expected;
    Result(std::expected<T, Error> other) : std::expected<T, Error>(std::move(other)) {}
};

inline std::unexpected<Error> fail(Error error) {
    return std::unexpected(std::move(error));
}
inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
    return std::unexpected(Error(kind, std::move(message)));
}

}  // namespace winnow

#define WINNOW_CONCAT_INNER(a, b) a##b
#define WINNOW_CONCAT(a, b) WINNOW_CONCAT_INNER(a, b)
#define WINNOW_TRY(result, declaration, expression)                \
    auto result = (expression);                                    \
    if (!result) return ::winnow::fail(std::move(result).error()); \
    declaration = std::move(*result)

/// `TRY(auto x, f());` declares x as the value of f(), or returns f()'s error. A whole statement, never an expression.
#define TRY(declaration, ...) WINNOW_TRY(WINNOW_CONCAT(try_result_, __LINE__), declaration, (__VA_ARGS__))
/// `TRY_OK(f());` for a Result<void>, or one whose value is not wanted.
#define TRY_OK(...)                                                  \
    do {                                                             \
        if (auto try_ok_result = (__VA_ARGS__); !try_ok_result)      \
            return ::winnow::fail(std::move(try_ok_result).error()); \
    } while (false)
