#include "aws/context.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unistd.h>

#include "aws/credentials.h"
#include "aws/credentials/sources.h"
#include "http/live.h"

namespace winnow::aws {
namespace {

/// Services by the name in host names, and as the variables call them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kServices{{
    {"s3", "S3"},
    {"secretsmanager", "SECRETS_MANAGER"},
    {"ssm", "SSM"},
    {"states", "SFN"},
    {"sns", "SNS"},
    {"sts", "STS"},
}};

bool is_region(std::string_view name) {
    return !name.empty() && name.size() <= 40 &&
           std::ranges::all_of(name, [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '-'; });
}

std::vector<std::string> hosts_of(const Site& site) {
    std::vector<std::string> hosts;
    for (const auto& [service, endpoint] : site.endpoints)
        if (const auto url = Url::parse_exact(endpoint))
            hosts.push_back(std::string(url->host()) + ":" + std::to_string(url->port()));
    return hosts;
}

class OwningSession final : public Session {
public:
    OwningSession(Site site, std::unique_ptr<http::Client> client, std::unique_ptr<http::Client> metadata,
                  const Environment& environment)
        : site_(std::move(site)),
          client_(std::move(client)),
          metadata_(std::move(metadata)),
          credentials_(make_credentials_chain(environment, *client_, *metadata_)) {}

    Context context() override { return {.client = *client_, .credentials = *credentials_, .site = site_}; }

private:
    Site site_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<http::Client> metadata_;
    std::unique_ptr<CredentialsProvider> credentials_;
};

}  // namespace

Environment process_environment() {
    Environment variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto name = text.substr(0, text.find('='));
        if ((name.starts_with("AWS_") || name == "HOME") && name.size() < text.size())
            variables.emplace(name, text.substr(name.size() + 1));
    }
    return variables;
}

Result<Site> read_site(const Environment& environment) {
    Site site;
    for (const auto* name : {"AWS_REGION", "AWS_DEFAULT_REGION"})
        if (site.region.empty()) site.region = variable(environment, name);
    if (site.region.empty()) site.region = profile_setting(environment, "region").value_or("");
    if (site.region.empty()) return fail(ErrorKind::invalid_config, "no AWS region: set AWS_REGION");
    if (!is_region(site.region)) return fail(ErrorKind::invalid_config, "'" + site.region + "' is no AWS region");
    if (variable(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") == "true") return site;
    if (const auto all = variable(environment, "AWS_ENDPOINT_URL"); !all.empty()) site.endpoints[""] = all;
    for (const auto& [service, name] : kServices)
        if (const auto own = variable(environment, "AWS_ENDPOINT_URL_" + std::string(name)); !own.empty())
            site.endpoints[std::string(service)] = own;
    return site;
}

Result<std::unique_ptr<Session>> open_session(const Environment& environment, SessionOptions options) {
    TRY(auto site, read_site(environment));
    http::LiveOptions live;
    live.user_agent = std::move(options.user_agent);
    live.ca_file = std::move(options.ca_file);
    live.private_addresses = http::PrivateAddresses::allowed;  // VPC endpoints; whom we ask is our own configuration
    live.allowed_hosts = hosts_of(site);
    TRY(auto client, http::make_live_client(std::move(live)));
    TRY(auto metadata, make_metadata_client(environment));
    return std::make_unique<OwningSession>(std::move(site), std::move(client), std::move(metadata), environment);
}

}  // namespace winnow::aws
