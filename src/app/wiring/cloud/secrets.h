#pragma once

#include "aws/context.h"
#include "config/secrets.h"

namespace winnow {

/// All schemes of secret references: env: and file:, and of AWS secretsmanager:NAME (or an ARN, with #key for a member
/// of a JSON object) and ssm:/path. AWS is not looked for before the first reference to it. Errors of a fetch: those of
/// aws::Secrets, and invalid_config (no region).
config::SecretSchemes secret_schemes(const aws::Environment& environment);

/// The same for this process's environment, made once: what was fetched is kept for its lifetime.
const config::SecretSchemes& process_secret_schemes();

}  // namespace winnow
