#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/wiring/settings.h"
#include "core/result.h"
#include "core/time.h"
#include "http/client.h"
#include "llm/provider.h"

namespace winnow {

/// Names of the providers whose key (or server) is configured, best first, as the configuration orders them. Keys are
/// looked up, nothing is sent.
std::vector<std::string> ready_providers(const Settings& settings);

/// Why a configured key cannot be had now although it may be later (Secrets Manager does not answer), if that is why a
/// provider is not ready.
std::optional<Error> passing_lack(const Settings& settings);

/// `client` and `clock` outlive the model. `client` need not retry; it may reach hosts that the configuration names at
/// internal addresses.
/// Errors: invalid_config (unknown provider, no model named, no key, no price), with what to set.
Result<std::unique_ptr<llm::ChatModel>> make_chat_model(const Settings& settings, const std::string& provider,
                                                        http::Client& client, const Clock& clock);

/// All of `providers` as one model, which asks the next where one is not to be had (see llm::make_fallback). Errors as
/// above, and invalid_config for none at all.
Result<std::unique_ptr<llm::ChatModel>> make_chat_models(const Settings& settings,
                                                         const std::vector<std::string>& providers,
                                                         http::Client& client, const Clock& clock);

/// What the provider's model is asked with, key included. Errors as above.
Result<llm::ProviderOptions> provider_options(const Settings& settings, const std::string& provider);

}  // namespace winnow
