#pragma once

#include <string>

#include "app/wiring/settings.h"

namespace winnow {

/// How a kind of source stands: "in use", "configured", "disabled", "ready", or what it waits for ("needs a key",
/// "not ready: …"). Nothing is asked over the network.
std::string readiness(const SourceKind& kind, const Settings& settings);

}  // namespace winnow
