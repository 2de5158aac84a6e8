#pragma once

#include <string>

#include "config/secrets.h"
#include "core/time.h"
#include "http/client.h"

namespace winnow {

/// What every source is made with. All outlive it.
struct SourceContext {
    std::string name;  ///< as configured, unique in a run
    http::Client& client;
    const Clock& clock;
    const config::SecretSchemes* secrets = nullptr;  ///< where keys are fetched; null: env: and file: alone
};

}  // namespace winnow
