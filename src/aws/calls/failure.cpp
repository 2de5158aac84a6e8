#include "aws/calls/failure.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

#include "aws/calls/xml.h"
#include "json/value.h"

namespace winnow::aws {
namespace {

using Codes = std::span<const std::string_view>;

// From the service guides and the table of throttling codes in the SDKs' shared retry behaviour.
constexpr std::array<std::string_view, 14> kThrottled{"Throttling",
                                                      "ThrottlingException",
                                                      "ThrottledException",
                                                      "RequestThrottled",
                                                      "RequestThrottledException",
                                                      "TooManyRequestsException",
                                                      "SlowDown",
                                                      "RequestLimitExceeded",
                                                      "BandwidthLimitExceeded",
                                                      "LimitExceededException",
                                                      "PriorRequestNotComplete",
                                                      "TransactionInProgressException",
                                                      "ProvisionedThroughputExceededException",
                                                      "KMSThrottlingException"};
constexpr std::array<std::string_view, 5> kPassing{"InternalError", "InternalFailure", "ServiceUnavailable",
                                                   "RequestTimeout", "IDPCommunicationError"};
constexpr std::array<std::string_view, 4> kExpired{"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired",
                                                   "TokenExpired"};
constexpr std::array<std::string_view, 3> kSkewed{"RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired"};
constexpr std::array<std::string_view, 3> kBadSignature{"SignatureDoesNotMatch", "InvalidSignatureException",
                                                        "InvalidSignature"};
constexpr std::array<std::string_view, 8> kUnauthorized{
    "InvalidAccessKeyId",  "UnrecognizedClientException", "InvalidClientTokenId",
    "InvalidToken",        "MissingAuthenticationToken",  "MissingAuthenticationTokenException",
    "IncompleteSignature", "InvalidIdentityToken"};
constexpr std::array<std::string_view, 6> kForbidden{"AccessDenied",
                                                     "AccessDeniedException",
                                                     "AuthorizationError",
                                                     "AuthorizationErrorException",
                                                     "KMSAccessDeniedException",
                                                     "AllAccessDisabled"};
constexpr std::array<std::string_view, 9> kMissing{"NoSuchKey",           "NoSuchBucket",
                                                   "NoSuchUpload",        "NotFound",
                                                   "NotFoundException",   "ResourceNotFoundException",
                                                   "ParameterNotFound",   "StateMachineDoesNotExist",
                                                   "StateMachineDeleting"};
constexpr std::array<std::string_view, 5> kConflict{"PreconditionFailed", "ConditionalRequestConflict",
                                                    "OperationAborted", "ExecutionAlreadyExists", "ConflictException"};
constexpr std::array<std::string_view, 2> kTooLarge{"EntityTooLarge", "RequestEntityTooLarge"};

constexpr std::chrono::minutes kLargestSkew{4};  // services accept five

bool is_in(Codes codes, std::string_view code) {
    return std::ranges::find(codes, code) != codes.end();
}

/// The last part of "com.amazonaws.states#StateMachineDoesNotExist" and the first of "AccessDenied:http://…".
std::string bare_code(std::string_view text) {
    text = text.substr(0, text.find(':'));
    if (const auto mark = text.rfind('#'); mark != std::string_view::npos) text.remove_prefix(mark + 1);
    return std::string(text);
}

std::string one_line(std::string_view text) {
    constexpr std::size_t kMost = 300;
    std::string line;
    for (const char c : text) {
        const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        if (is_control && (line.empty() || line.back() == ' ')) continue;
        line += is_control ? ' ' : c;
    }
    if (line.size() > kMost) {
        auto end = kMost;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
        line = line.substr(0, end) + "…";
    }
    return line;
}

void read_xml(std::string_view body, Failure& failure) {
    const auto root = parse_xml(body);
    if (!root) return;
    const auto* error = root->name == "Error" ? &*root : root->child("Error");
    if (error == nullptr) {  // <Errors> of the older forms
        const auto* const errors = root->child("Errors");
        error = errors == nullptr ? nullptr : errors->child("Error");
    }
    if (error == nullptr) return;
    failure.code = error->text_of("Code");
    failure.message = error->text_of("Message");
    for (const auto* element : {error, &*root})
        for (const auto* name : {"RequestId", "RequestID"})
            if (failure.request_id.empty()) failure.request_id = element->text_of(name);
}

void read_json(std::string_view body, Failure& failure) {
    const auto root = json::parse(body);
    if (!root) return;
    for (const auto* name : {"__type", "code", "Code"})
        if (failure.code.empty()) failure.code = bare_code((*root)[name].as_string());
    for (const auto* name : {"message", "Message", "errorMessage"})
        if (failure.message.empty()) failure.message = (*root)[name].text();
}

/// Times differ by more than the services bear.
bool is_skewed(const http::Response& response, Timestamp our_time) {
    const auto date = response.header("date");
    const auto theirs = date ? parse_http_date(*date) : std::nullopt;
    return theirs && std::chrono::abs(*theirs - our_time) > kLargestSkew;
}

ErrorKind kind_of_status(int status) {
    switch (status) {
        case 401: return ErrorKind::unauthorized;
        case 403: return ErrorKind::forbidden;
        case 404:
        case 410: return ErrorKind::not_found;
        case 408: return ErrorKind::timed_out;
        case 409:
        case 412: return ErrorKind::conflict;
        case 413: return ErrorKind::too_large;
        case 429: return ErrorKind::rate_limited;
        case 301:
        case 307: return ErrorKind::invalid_config;  // the bucket is in another region
        default: return status >= 500 ? ErrorKind::unavailable : ErrorKind::invalid_argument;
    }
}

void take_out(std::string& text, const std::string& secret) {
    if (secret.empty()) return;
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
        text.replace(at, secret.size(), "[removed]");
}

}  // namespace

Failure read_failure(const http::Response& response) {
    Failure failure{.status = response.status, .code = {}, .message = {}, .request_id = {}};
    const auto begin = response.body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (begin != std::string::npos && response.body[begin] == '<') read_xml(response.body, failure);
    if (begin != std::string::npos && response.body[begin] == '{') read_json(response.body, failure);
    if (failure.code.empty())
        if (const auto type = response.header("x-amzn-errortype")) failure.code = bare_code(*type);
    if (failure.code.empty() && failure.status == 404) failure.code = "NotFound";  // HEAD has no body
    for (const auto* name : {"x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"})
        if (const auto id = response.header(name); id && failure.request_id.empty()) failure.request_id = *id;
    failure.code = one_line(failure.code);
    failure.message = one_line(failure.message);
    failure.request_id = one_line(failure.request_id);
    return failure;
}

Remedy remedy_of(const Failure& failure, const http::Response& response, Timestamp our_time) {
    const bool may_be_skew = is_in(kSkewed, failure.code) || is_in(kBadSignature, failure.code) ||
                             failure.code == "AuthFailure" || (failure.code.empty() && failure.status == 403);
    if (may_be_skew && is_skewed(response, our_time)) return Remedy::set_clock;
    if (is_in(kExpired, failure.code)) return Remedy::renew_credentials;
    const bool passes = is_in(kThrottled, failure.code) || is_in(kPassing, failure.code) ||
                        failure.code == "ConditionalRequestConflict" || failure.status >= 500 ||
                        failure.status == 429 || failure.status == 408;
    return passes && failure.status != 501 ? Remedy::wait : Remedy::none;
}

ErrorKind kind_of(const Failure& failure) {
    const auto& code = failure.code;
    if (is_in(kThrottled, code)) return ErrorKind::rate_limited;
    if (code == "RequestTimeout") return ErrorKind::timed_out;
    if (is_in(kPassing, code)) return ErrorKind::unavailable;
    if (is_in(kExpired, code) || is_in(kSkewed, code) || is_in(kBadSignature, code) || is_in(kUnauthorized, code))
        return ErrorKind::unauthorized;
    if (is_in(kForbidden, code)) return ErrorKind::forbidden;
    if (is_in(kMissing, code)) return ErrorKind::not_found;
    if (is_in(kConflict, code)) return ErrorKind::conflict;
    if (is_in(kTooLarge, code)) return ErrorKind::too_large;
    if (code == "AuthorizationHeaderMalformed") return ErrorKind::invalid_config;  // another region
    if (code == "ServiceQuotaExceededException") return ErrorKind::quota_exhausted;
    return kind_of_status(failure.status);
}

Error to_error(std::string_view service, std::string_view operation, const Failure& failure,
               const Credentials& credentials) {
    auto text = std::string(service) + " " + std::string(operation) + ": ";
    text += failure.code.empty() ? "refused" : failure.code;
    // These repeat the canonical request, session token included.
    if (!failure.message.empty() && !is_in(kBadSignature, failure.code)) text += ": " + failure.message;
    text += " (" + std::to_string(failure.status);
    if (!failure.request_id.empty()) text += ", request " + failure.request_id;
    text += ")";
    take_out(text, credentials.secret_access_key.reveal());
    take_out(text, credentials.session_token.reveal());
    return {kind_of(failure), std::move(text)};
}

}  // namespace winnow::aws
