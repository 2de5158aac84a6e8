#include <algorithm>
#include <array>

#include "aws/credentials.h"
#include "aws/credentials/sources.h"
#include "files/files.h"
#include "http/live.h"
#include "log/log.h"

namespace winnow::aws {
namespace {

constexpr std::string_view kContainerOrigin = "http://169.254.170.2";
constexpr std::string_view kInstanceOrigin = "http://169.254.169.254";
constexpr std::string_view kInstanceOrigin6 = "http://[fd00:ec2::254]";
constexpr std::string_view kRolePath = "/latest/meta-data/iam/security-credentials/";
constexpr std::chrono::milliseconds kContainerTimeout{5'000};
constexpr std::chrono::milliseconds kInstanceTimeout{
    1'000};  // it answers in milliseconds, or we are not on an instance
constexpr std::size_t kMaxTokenBytes = 64u << 10;

/// Where plain HTTP may lead: this machine, and the addresses of ECS and EKS.
bool may_be_plain(std::string_view host) {
    constexpr std::array<std::string_view, 5> kHosts{"localhost", "[::1]", "169.254.170.2", "169.254.170.23",
                                                     "[fd00:ec2::23]"};
    return host.starts_with("127.") || std::ranges::find(kHosts, host) != kHosts.end();
}

Result<std::string> authorization(const Environment& environment) {
    auto token = variable(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
    if (const auto file = variable(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); !file.empty()) {
        TRY(token, files::read_file(file, kMaxTokenBytes));  // at every call: the file is rotated
        while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
    }
    if (token.find_first_of("\r\n") != std::string::npos)
        return fail(ErrorKind::invalid_config, "the container's authorization token has a line break");
    return token;
}

Result<std::optional<Credentials>> ask_container(const Environment& environment, http::Client& metadata,
                                                 const Deadline& deadline) {
    TRY(const auto address, container_url(environment));
    if (address.empty()) return std::nullopt;
    http::Request request{.timeout = kContainerTimeout};
    TRY(request.url, Url::parse_exact(address));
    TRY(const auto token, authorization(environment));
    request.headers = {{"Accept", "application/json"}};
    if (!token.empty()) request.headers.push_back({"Authorization", token});
    TRY(const auto response, send_patiently(metadata, request, deadline));
    if (response.status != 200)
        return fail(ErrorKind::unauthorized, "the container's credentials: " + request.url.origin() + " answered " +
                                                 std::to_string(response.status));
    TRY(auto credentials, credentials_of(response, "the container's endpoint"));
    return credentials;
}

/// Asks one document of the instance, with a token of its own. Any failure but a refusal means: no instance.
class InstanceMetadata {
public:
    InstanceMetadata(http::Client& client, std::string origin) : client_(client), origin_(std::move(origin)) {}

    Result<void> open(const Deadline& deadline) {
        http::Request request{.method = "PUT", .timeout = kInstanceTimeout};
        TRY(request.url, Url::parse_exact(origin_ + "/latest/api/token"));
        request.headers = {{"X-aws-ec2-metadata-token-ttl-seconds", "300"}};
        TRY(const auto response, client_.send(request, deadline));
        if (response.status != 200)
            return fail(ErrorKind::unavailable,
                        "instance metadata gave no token: status " + std::to_string(response.status));
        token_ = Secret(response.body);
        return {};
    }

    Result<http::Response> get(const std::string& path, const Deadline& deadline) {
        http::Request request{.timeout = kInstanceTimeout};
        TRY(request.url, Url::parse_exact(origin_ + path));
        request.headers = {{"X-aws-ec2-metadata-token", token_.reveal()}};
        return send_patiently(client_, request, deadline);
    }

private:
    http::Client& client_;
    std::string origin_;
    Secret token_;
};

Result<std::optional<Credentials>> ask_instance(const Environment& environment, http::Client& metadata,
                                                const Deadline& deadline) {
    auto disabled = variable(environment, "AWS_EC2_METADATA_DISABLED");
    if (disabled == "true" || disabled == "TRUE" || disabled == "True") return std::nullopt;
    InstanceMetadata instance(metadata, instance_endpoint(environment));
    if (const auto opened = instance.open(deadline); !opened) {
        if (deadline.is_stopped()) return fail(opened.error());
        log::debug("no instance metadata", {{"error", opened.error()}});
        return std::nullopt;
    }
    TRY(const auto roles, instance.get(std::string(kRolePath), deadline));
    if (roles.status == 404) return std::nullopt;  // an instance without a role
    const auto role = roles.body.substr(0, roles.body.find_first_of("\r\n"));
    if (roles.status != 200 || role.empty())
        return fail(ErrorKind::unauthorized, "instance metadata names no role: status " + std::to_string(roles.status));
    TRY(const auto response, instance.get(std::string(kRolePath) + uri_encode(role, false), deadline));
    if (response.status != 200)
        return fail(ErrorKind::unauthorized,
                    "instance metadata gives no credentials: status " + std::to_string(response.status));
    TRY(auto credentials, credentials_of(response, "instance metadata"));
    return credentials;
}

std::string host_and_port(const Url& url) {
    return std::string(url.host()) + ":" + std::to_string(url.port());
}

class MetadataClient final : public http::Client {
public:
    MetadataClient(std::unique_ptr<http::Client> live, std::vector<std::string> hosts)
        : live_(std::move(live)), hosts_(std::move(hosts)) {}

    Result<http::Response> send(const http::Request& request, const Deadline& deadline) override {
        if (std::ranges::find(hosts_, host_and_port(request.url)) == hosts_.end())
            return fail(ErrorKind::blocked, request.url.origin() + " is no metadata service");
        return live_->send(request, deadline);
    }

private:
    std::unique_ptr<http::Client> live_;
    std::vector<std::string> hosts_;
};

}  // namespace

Result<std::string> container_url(const Environment& environment) {
    if (const auto path = variable(environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"); !path.empty())
        return std::string(kContainerOrigin) + (path.starts_with('/') ? "" : "/") + path;
    auto address = variable(environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (address.empty()) return address;
    const auto url = Url::parse_exact(address);
    if (!url) return fail(ErrorKind::invalid_config, "AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL");
    if (url->scheme() != "https" && !may_be_plain(url->host()))
        return fail(ErrorKind::invalid_config,
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI: " + url->origin() +
                        " is neither https nor an address of this machine or of a container service");
    return address;
}

std::string instance_endpoint(const Environment& environment) {
    auto endpoint = variable(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
    while (endpoint.ends_with('/')) endpoint.pop_back();
    if (!endpoint.empty()) return endpoint;
    const auto mode = variable(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
    return std::string(mode == "IPv6" || mode == "ipv6" ? kInstanceOrigin6 : kInstanceOrigin);
}

CredentialsSource container_source(const Environment& environment, http::Client& metadata) {
    return {"container", [environment, &metadata](const Deadline& deadline) {
                return ask_container(environment, metadata, deadline);
            }};
}

CredentialsSource instance_source(const Environment& environment, http::Client& metadata) {
    return {"instance metadata", [environment, &metadata](const Deadline& deadline) {
                return ask_instance(environment, metadata, deadline);
            }};
}

Result<std::unique_ptr<http::Client>> make_metadata_client(const Environment& environment) {
    std::vector<std::string> hosts;
    TRY(const auto container, container_url(environment));
    for (const auto& address : {container, instance_endpoint(environment)}) {
        if (address.empty()) continue;
        auto url = Url::parse_exact(address);
        if (!url)
            return fail(
                Error(ErrorKind::invalid_config, url.error().message()).in("AWS_EC2_METADATA_SERVICE_ENDPOINT"));
        hosts.push_back(host_and_port(*url));
    }
    http::LiveOptions options{.allowed_hosts = hosts};
    options.connect_timeout = kInstanceTimeout;
    TRY(auto live, http::make_live_client(std::move(options)));
    return std::make_unique<MetadataClient>(std::move(live), std::move(hosts));
}

}  // namespace winnow::aws
