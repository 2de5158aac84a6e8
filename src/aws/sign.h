#pragma once
// aws: request signing, credentials, and the services that the pipeline calls, over http::Client.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/secret.h"
#include "core/time.h"
#include "http/client.h"

namespace winnow::aws {

struct Credentials {
    std::string access_key_id;
    Secret secret_access_key;
    Secret session_token;              ///< empty for long-lived keys
    std::optional<Timestamp> expires;  ///< of session keys
};

struct SigningOptions {
    std::string region;
    std::string service;  ///< signing name: "s3", "states", "bedrock"
    Timestamp time{};
    /// Off for S3, whose keys are taken as they are: then the path is neither normalised nor encoded a second time.
    bool normalise_path = true;
    bool hash_header = false;           ///< adds x-amz-content-sha256; S3 demands it
    bool sign_session_token = true;     ///< off for services that want the token added after signing
    std::chrono::seconds expires{900};  ///< of a presigned URL
};

/// A request as signing sees it; header values as sent, path and query as they stand in the request line.
struct SignableRequest {
    std::string method;
    std::string path;
    std::string query;
    std::vector<HeaderField> headers;  ///< with Host
    std::string body_hash;             ///< SHA-256 in hexadecimal, or UNSIGNED-PAYLOAD
};

/// The steps of Signature Version 4, as the "Create a signed AWS API request" page of the IAM user guide names them.
std::string canonical_request(const SignableRequest& request, bool normalise_path);
std::string string_to_sign(std::string_view canonical_request, const SigningOptions& options);
std::string signature(std::string_view string_to_sign, const Credentials& credentials, const SigningOptions& options);

/// Adds X-Amz-Date, the session token and Authorization to the headers.
void sign_headers(SignableRequest& request, const Credentials& credentials, const SigningOptions& options);
/// Adds the X-Amz-* parameters to the query, the signature last.
void sign_query(SignableRequest& request, const Credentials& credentials, const SigningOptions& options);

/// Signs a request that is about to be sent: headers are added, the body is hashed.
void sign(http::Request& request, const Credentials& credentials, const SigningOptions& options);

/// Percent-encodes all but A-Z a-z 0-9 - _ . ~ and, if `keep_slash`, '/'.
std::string uri_encode(std::string_view text, bool keep_slash);

}  // namespace winnow::aws
