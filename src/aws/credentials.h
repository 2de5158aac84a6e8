#pragma once

#include <memory>
#include <string>

#include "aws/context.h"
#include "aws/sign.h"
#include "core/result.h"
#include "core/time.h"
#include "http/client.h"

namespace winnow::aws {

/// Where the keys come from. Safe to call from several threads.
class CredentialsProvider {
public:
    virtual ~CredentialsProvider() = default;
    /// Keys that hold for minutes at least. Errors: unauthorized (there are none, or they were refused),
    /// invalid_config, unavailable, timed_out, cancelled.
    virtual Result<Credentials> get(const Deadline& deadline) = 0;
    /// The service called these keys expired: the next get() asks for new ones, unless somebody did so already.
    virtual void discard(const std::string& access_key_id) = 0;
};

/// The first place that is configured, in this order: environment variables; a web identity
/// (AssumeRoleWithWebIdentity); static keys of the profile in the shared files; the container's endpoint; instance
/// metadata, version 2. What was found stays; keys with an end are renewed before it, by one caller while the others go
/// on with the old ones. `client` asks STS, `metadata` the container and the instance (see make_metadata_client); both,
/// and the clock, outlive the provider.
std::unique_ptr<CredentialsProvider> make_credentials_chain(const Environment& environment, http::Client& client,
                                                            http::Client& metadata,
                                                            const Clock& clock = system_clock());

/// Keys that never change.
std::unique_ptr<CredentialsProvider> make_static_credentials(Credentials credentials);

/// A client for the addresses that hand out credentials (link-local, and the loopback that the environment names),
/// which the address guard keeps from every other client. It asks them and nothing else: blocked for any other URL.
Result<std::unique_ptr<http::Client>> make_metadata_client(const Environment& environment);

}  // namespace winnow::aws
