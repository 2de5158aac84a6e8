#pragma once

#include <memory>

#include "app/wiring/settings.h"
#include "http/client.h"
#include "publish/deliver/destination.h"

namespace winnow {

/// The destination as configured, with its secrets fetched. `client` outlives it. Errors: invalid_config (an address of
/// mail that is none; a secret that is missing), and those of the secret's scheme.
Result<std::unique_ptr<Destination>> make_destination(const DestinationSetting& setting, const Settings& settings,
                                                      http::Client& client);
/// The network for webhooks: a message is never sent twice of its own accord.
Result<std::unique_ptr<http::Client>> make_delivery_client(const Settings& settings);

}  // namespace winnow
