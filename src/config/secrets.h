#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "config/section.h"
#include "core/result.h"
#include "core/secret.h"

namespace winnow::config {

/// Fetches the secret that a reference names after its scheme: "NAME" of "env:NAME".
using SecretFetcher = std::function<Result<Secret>(std::string_view name)>;

/// Fetchers by scheme. A program adds those that it can reach ("ssm", "secretsmanager") to the built-in ones.
using SecretSchemes = std::map<std::string, SecretFetcher, std::less<>>;

/// env: a variable of this process; file: a file's text without the newline at its end, 64 KiB at most. Warns in the
/// log of a file that others may read, unless an orchestrator put it into /run/secrets.
SecretSchemes builtin_secret_schemes();

/// Whether a text has the form of a reference: env:, file:, ssm: or secretsmanager: and a name.
bool is_secret_reference(std::string_view text);

/// The secret; an empty one for an empty reference. The fetcher runs at every call.
/// Errors: invalid_config (no such scheme, variable or file, an empty secret; the message names the reference, never a
/// value), and those of the scheme's fetcher.
Result<Secret> resolve(const SecretReference& reference, const SecretSchemes& schemes);

}  // namespace winnow::config
