#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/context.h"
#include "core/result.h"
#include "core/time.h"
#include "http/client.h"
#include "json/value.h"

namespace winnow::aws {

/// One request as a service is asked it.
struct Call {
    std::string operation;  ///< for messages: "PutObject"
    http::Request request;  ///< unsigned
    /// Failures that are an answer to the caller: the response comes as it is, for read_failure() to look at.
    std::vector<std::string> accepted_codes = {};
};

/// The one place where a signed request is sent. Tries again with full jitter after throttling, 5xx and broken
/// connections; sets its clock by the service's when that is what is wrong, and asks once for new credentials when
/// these have expired. Safe to call from several threads.
class Service {
public:
    virtual ~Service() = default;
    /// The endpoint without a slash at its end: "https://sns.eu-central-1.amazonaws.com".
    virtual const std::string& endpoint() const = 0;
    virtual bool has_custom_endpoint() const = 0;
    virtual const Site& site() const = 0;
    /// An answer of status 2xx or 304; anything else is an Error with the service's code and request id.
    virtual Result<http::Response> send(const Call& call, const Deadline& deadline) = 0;
};

/// `name` as in host names: "s3", "states". Error: invalid_config (an endpoint that is no URL).
Result<std::unique_ptr<Service>> make_service(std::string name, Context context);

/// The URL of a service without a slash at its end, and whether it was configured. Error: invalid_config.
Result<std::pair<std::string, bool>> endpoint_of(const Site& site, const std::string& service);

/// A call of the JSON protocol: `target` is "AWSStepFunctions.StartExecution", `version` "1.0" or "1.1".
Result<json::Value> call_json(Service& service, std::string_view target, std::string_view version,
                              const json::Value& body, const Deadline& deadline);

}  // namespace winnow::aws
