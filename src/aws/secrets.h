#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "aws/context.h"
#include "core/result.h"
#include "core/secret.h"
#include "core/time.h"

namespace winnow::aws {

struct SecretsOptions {
    /// How long a value is taken for current. A rotation is noticed after it at the latest, or by refresh().
    std::chrono::seconds lifetime{300};
};

/// Secrets Manager and the Parameter Store, remembered for a while. When the service cannot be reached the last value
/// goes on to serve, with a warning in the log. Safe to call from several threads.
/// Errors: not_found, unauthorized, forbidden, invalid_config (no text, no such member), unavailable, timed_out…
class Secrets {
public:
    virtual ~Secrets() = default;
    /// "NAME" or an ARN is the whole text of a secret; "NAME#key" is a member of the JSON object in it.
    virtual Result<Secret> secret(std::string_view reference, const Deadline& deadline) = 0;
    /// The decrypted value of a parameter: "/path/name".
    virtual Result<Secret> parameter(std::string_view name, const Deadline& deadline) = 0;
    /// The same for who was refused with the value that it has: asks anew, but at most once in ten seconds.
    virtual Result<Secret> refresh(std::string_view reference, const Deadline& deadline) = 0;
};

Result<std::unique_ptr<Secrets>> make_secrets(SecretsOptions options, Context context);

}  // namespace winnow::aws
