#pragma once

#include <string>

#include "config/secrets.h"
#include "core/time.h"
#include "http/client.h"
#include "stages/sharing/coordination.h"

namespace winnow {

/// What every source is made with. All outlive it.
struct SourceContext {
    std::string name;  ///< as configured, unique in a run
    http::Client& client;
    const Clock& clock;
    const config::SecretSchemes* secrets = nullptr;  ///< where keys are fetched; null: env: and file: alone
    Coordination* coordination = nullptr;            ///< with other processes of the user; null: none
};

}  // namespace winnow
