#pragma once

#include <string>
#include <string_view>

#include "aws/sign.h"
#include "core/result.h"
#include "core/time.h"
#include "http/client.h"

namespace winnow::aws {

/// How a service said no.
struct Failure {
    int status = 0;
    std::string code;        ///< "NoSuchKey", "ThrottlingException"; empty if the answer has none
    std::string message;     ///< one line, at most 300 bytes; may hold what is secret
    std::string request_id;  ///< what AWS's support asks for
};

/// What may help.
enum class Remedy { none, wait, set_clock, renew_credentials };

/// Reads the answers of all protocols: XML (S3, query) and JSON, with code and id in the body or in the header.
Failure read_failure(const http::Response& response);

/// `our_time` is what the request was signed with.
Remedy remedy_of(const Failure& failure, const http::Response& response, Timestamp our_time);
ErrorKind kind_of(const Failure& failure);

/// "s3 PutObject: AccessDenied: Access Denied (403, request ABC)". The service's sentence is left out where it may
/// repeat what was signed; the keys are taken out wherever they stand.
Error to_error(std::string_view service, std::string_view operation, const Failure& failure,
               const Credentials& credentials);

}  // namespace winnow::aws
