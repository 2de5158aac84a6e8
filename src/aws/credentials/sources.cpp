#include "aws/credentials/sources.h"

#include <algorithm>

#include "aws/calls/failure.h"
#include "aws/calls/service.h"
#include "aws/calls/xml.h"
#include "files/files.h"
#include "http/retry.h"
#include "json/value.h"

namespace winnow::aws {
namespace {

constexpr std::size_t kMaxTokenBytes = 64u << 10;  // web identity tokens are 2 KiB at most
constexpr std::chrono::milliseconds kTimeout{5'000};

Result<http::Request> assume_role_request(const Environment& environment) {
    TRY(auto token, files::read_file(variable(environment, "AWS_WEB_IDENTITY_TOKEN_FILE"), kMaxTokenBytes));
    while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
    auto session = variable(environment, "AWS_ROLE_SESSION_NAME");
    if (session.empty()) session = "winnow";
    Site site;
    if (auto read = read_site(environment)) site = std::move(*read);
    TRY(auto endpoint, endpoint_of(site, "sts"));
    if (site.region.empty() && !endpoint.second) endpoint.first = "https://sts.amazonaws.com";
    http::Request request{.method = "POST", .timeout = kTimeout};
    TRY(request.url, Url::parse_exact(endpoint.first + "/"));
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=" +
                   uri_encode(variable(environment, "AWS_ROLE_ARN"), false) +
                   "&RoleSessionName=" + uri_encode(session, false) + "&WebIdentityToken=" + uri_encode(token, false);
    return request;
}

Result<std::optional<Credentials>> assume_role(const Environment& environment, http::Client& client,
                                               const Deadline& deadline) {
    const auto has_file = !variable(environment, "AWS_WEB_IDENTITY_TOKEN_FILE").empty();
    if (!has_file || variable(environment, "AWS_ROLE_ARN").empty()) return std::nullopt;
    TRY(const auto request, assume_role_request(environment));
    TRY(const auto response, send_patiently(client, request, deadline));
    if (response.status != 200)
        return fail(to_error("sts", "AssumeRoleWithWebIdentity", read_failure(response), Credentials()));
    TRY(const auto root, parse_xml(response.body));
    const auto* const result = root.child("AssumeRoleWithWebIdentityResult");
    const auto* const found = result == nullptr ? nullptr : result->child("Credentials");
    if (found == nullptr || found->text_of("AccessKeyId").empty() || found->text_of("SecretAccessKey").empty())
        return fail(ErrorKind::malformed, "sts answered without credentials");
    return Credentials{.access_key_id = found->text_of("AccessKeyId"),
                       .secret_access_key = Secret(found->text_of("SecretAccessKey")),
                       .session_token = Secret(found->text_of("SessionToken")),
                       .expires = parse_rfc3339(found->text_of("Expiration"))};
}

}  // namespace

std::string variable(const Environment& environment, std::string_view name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

CredentialsSource environment_source(const Environment& environment) {
    auto fetch = [environment](const Deadline&) -> Result<std::optional<Credentials>> {
        const auto id = variable(environment, "AWS_ACCESS_KEY_ID");
        const auto key = variable(environment, "AWS_SECRET_ACCESS_KEY");
        if (id.empty() && key.empty()) return std::nullopt;
        if (id.empty() || key.empty())
            return fail(ErrorKind::invalid_config,
                        "of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set: both are needed");
        return Credentials{.access_key_id = id,
                           .secret_access_key = Secret(key),
                           .session_token = Secret(variable(environment, "AWS_SESSION_TOKEN")),
                           .expires = {}};
    };
    return {"environment variables", std::move(fetch)};
}

CredentialsSource web_identity_source(const Environment& environment, http::Client& client) {
    return {"web identity",
            [environment, &client](const Deadline& deadline) { return assume_role(environment, client, deadline); }};
}

Result<Credentials> credentials_of(const http::Response& response, std::string_view from) {
    const auto broken = [&] { return fail(ErrorKind::malformed, std::string(from) + " answered without credentials"); };
    const auto root = json::parse(response.body);
    if (!root) return broken();
    const auto code = (*root)["Code"].as_string("Success");
    Credentials credentials{.access_key_id = (*root)["AccessKeyId"].text(),
                            .secret_access_key = Secret((*root)["SecretAccessKey"].text()),
                            .session_token = Secret((*root)["Token"].text()),
                            .expires = parse_rfc3339((*root)["Expiration"].as_string())};
    if (code != "Success")
        return fail(ErrorKind::unauthorized,
                    std::string(from) + " gives no credentials: " + std::string(code.substr(0, 80)));
    if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) return broken();
    return credentials;
}

Result<http::Response> send_patiently(http::Client& client, const http::Request& request, const Deadline& deadline) {
    const auto options = http::completed({});
    for (std::size_t attempt = 0;; ++attempt) {
        auto response = client.send(request, deadline);
        const bool passes = response ? response->status >= 500 || response->status == 429 ||
                                           read_failure(*response).code == "IDPCommunicationError"
                                     : is_transient(response.error().kind());
        if (!passes || attempt >= options.retries) return response;
        options.sleep(http::backoff(options, attempt), deadline);
        if (deadline.has_passed()) return response;
    }
}

}  // namespace winnow::aws
