#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "http/client.h"
#include "http/retry.h"

namespace winnow::aws {

class CredentialsProvider;

/// Variables by name.
using Environment = std::map<std::string, std::string, std::less<>>;
/// This process's variables whose names begin with AWS_, and HOME.
Environment process_environment();

/// Where services are asked.
struct Site {
    std::string region;                            ///< "eu-central-1"
    std::map<std::string, std::string> endpoints;  ///< URL by service ("s3", "states"…); under "": of all others
};

/// AWS_REGION or AWS_DEFAULT_REGION, else the region of the profile; AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_S3, …_STS
/// and so on, unless AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true. Error: invalid_config (no region, a bad name of one).
Result<Site> read_site(const Environment& environment);

/// What every service's client stands on; what is borrowed outlives them.
struct Context {
    http::Client& client;  ///< one that does not try again by itself
    CredentialsProvider& credentials;
    Site site;
    const Clock& clock = system_clock();
    http::RetryOptions retry = {};
};

struct SessionOptions {
    std::string user_agent = "winnow";
    std::string ca_file;  ///< PEM file of authorities trusted besides the system's
};

/// A process's way to AWS: client, site and credentials in one owner.
class Session {
public:
    virtual ~Session() = default;
    /// Borrows from the session.
    virtual Context context() = 0;
};

/// Nothing is asked before the first call. The services' own addresses may be private (VPC endpoints), those of the
/// metadata services may not. Errors: invalid_config (no region, a file that cannot be read).
Result<std::unique_ptr<Session>> open_session(const Environment& environment, SessionOptions options = {});

}  // namespace winnow::aws
