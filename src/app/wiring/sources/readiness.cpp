#include "app/wiring/sources/readiness.h"

#include "app/wiring/assembly.h"
#include "http/client.h"

namespace winnow {
namespace {

/// Stands in for the network where sources are made but not asked.
class SilentClient final : public http::Client {
public:
    Result<http::Response> send(const http::Request&, const Deadline&) override {
        return fail(ErrorKind::internal, "nothing is sent while sources are listed");
    }
};

/// Why it cannot be used as it stands; empty if it can.
std::string problem_of(const SourceSetting& setting) {
    SilentClient client;
    const auto source = setting.make({.name = setting.name, .client = client, .clock = system_clock()});
    return source ? std::string() : source.error().message();
}

}  // namespace

std::string readiness(const SourceKind& kind, const Settings& settings) {
    std::string state;
    for (const auto& setting : settings.sources) {
        if (setting.kind != kind.name) continue;
        const auto problem = setting.enabled ? problem_of(setting) : std::string();
        if (!problem.empty()) return "not ready: " + problem;
        if (setting.enabled || state.empty()) state = setting.enabled ? "configured" : "disabled";
    }
    if (!state.empty()) return state;
    const auto source = default_source(kind);
    if (kind.needs_settings || !source || !problem_of(*source).empty()) return "needs " + kind.needs;
    if (settings.sources.empty() && is_used_by_default(kind)) return "in use";
    return "ready";
}

}  // namespace winnow
