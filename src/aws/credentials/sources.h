#pragma once

#include <functional>
#include <optional>
#include <string>

#include "aws/context.h"
#include "aws/sign.h"
#include "core/result.h"
#include "core/time.h"
#include "http/client.h"

namespace winnow::aws {

/// One place where keys may be. Nothing if it is not configured; an Error if it is and gives none.
struct CredentialsSource {
    std::string name;  ///< for messages: "environment variables"
    std::function<Result<std::optional<Credentials>>(const Deadline&)> fetch;
};

/// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.
CredentialsSource environment_source(const Environment& environment);
/// AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN, AWS_ROLE_SESSION_NAME; asks STS of the region.
CredentialsSource web_identity_source(const Environment& environment, http::Client& client);
/// The static keys of AWS_PROFILE, or "default", in the shared credentials or configuration file.
CredentialsSource profile_source(const Environment& environment);
/// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or …_FULL_URI, with AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE or …_TOKEN.
CredentialsSource container_source(const Environment& environment, http::Client& metadata);
/// The instance's role by IMDSv2, unless AWS_EC2_METADATA_DISABLED is true.
CredentialsSource instance_source(const Environment& environment, http::Client& metadata);

/// The variable's value; empty if it is not set.
std::string variable(const Environment& environment, std::string_view name);

/// A setting of the profile, from the configuration file: "region". Nothing if there is no such file or setting.
std::optional<std::string> profile_setting(const Environment& environment, std::string_view name);

/// Where the container's keys are; empty if no variable names it. Error: invalid_config (a plain HTTP address that is
/// neither loopback nor one of the container services').
Result<std::string> container_url(const Environment& environment);
/// "http://169.254.169.254", or what AWS_EC2_METADATA_SERVICE_ENDPOINT and its _MODE say.
std::string instance_endpoint(const Environment& environment);

/// Keys from the JSON of the container's and the instance's endpoints. Error: malformed.
Result<Credentials> credentials_of(const http::Response& response, std::string_view from);
/// Sends a request up to three times while it fails for a passing reason (5xx, 429, no connection).
Result<http::Response> send_patiently(http::Client& client, const http::Request& request, const Deadline& deadline);

}  // namespace winnow::aws
