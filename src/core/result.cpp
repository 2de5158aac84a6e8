#include "core/result.h"

#include <array>

namespace winnow {
namespace {

struct Name {
    ErrorKind kind;
    std::string_view snake;
    std::string_view camel;
};

constexpr std::array kNames{
    Name{ErrorKind::invalid_argument, "invalid_argument", "InvalidArgument"},
    Name{ErrorKind::invalid_config, "invalid_config", "InvalidConfig"},
    Name{ErrorKind::not_found, "not_found", "NotFound"},
    Name{ErrorKind::unauthorized, "unauthorized", "Unauthorized"},
    Name{ErrorKind::forbidden, "forbidden", "Forbidden"},
    Name{ErrorKind::blocked, "blocked", "Blocked"},
    Name{ErrorKind::rate_limited, "rate_limited", "RateLimited"},
    Name{ErrorKind::quota_exhausted, "quota_exhausted", "QuotaExhausted"},
    Name{ErrorKind::timed_out, "timed_out", "TimedOut"},
    Name{ErrorKind::cancelled, "cancelled", "Cancelled"},
    Name{ErrorKind::unavailable, "unavailable", "Unavailable"},
    Name{ErrorKind::too_large, "too_large", "TooLarge"},
    Name{ErrorKind::unsupported, "unsupported", "Unsupported"},
    Name{ErrorKind::malformed, "malformed", "Malformed"},
    Name{ErrorKind::conflict, "conflict", "Conflict"},
    Name{ErrorKind::storage, "storage", "Storage"},
    Name{ErrorKind::internal, "internal", "Internal"},
};

const Name& name_of(ErrorKind kind) {
    for (const auto& name : kNames)
        if (name.kind == kind) return name;
    return kNames.back();
}

}  // namespace

std::string_view to_string(ErrorKind kind) {
    return name_of(kind).snake;
}

std::string_view error_name(ErrorKind kind) {
    return name_of(kind).camel;
}

ErrorKind error_kind_from(std::string_view text) {
    for (const auto& name : kNames)
        if (name.snake == text) return name.kind;
    return ErrorKind::internal;
}

bool is_transient(ErrorKind kind) {
    return kind == ErrorKind::rate_limited || kind == ErrorKind::timed_out || kind == ErrorKind::unavailable;
}

Error Error::in(std::string_view context) && {
    message_ = std::string(context) + ": " + message_;
    return std::move(*this);
}

Error Error::retry_in(std::chrono::milliseconds delay) && {
    retry_after_ = delay;
    return std::move(*this);
}

}  // namespace winnow
