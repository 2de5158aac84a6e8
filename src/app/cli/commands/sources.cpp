#include <algorithm>
#include <cstdio>

#include "app/cli/commands/commands.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "json/value.h"
#include "publish/terminal.h"

namespace winnow::cli {
namespace {

/// How a kind stands: in use, ready to be used, or what it waits for.
std::string readiness(const SourceKind& kind, const Settings& settings) {
    const auto uses = std::ranges::count(settings.sources, kind.name, &SourceSetting::kind);
    if (uses > 0) return "configured";
    if (settings.sources.empty() && kind.by_default) return "in use";
    return kind.needs == "nothing" ? "ready" : "needs " + kind.needs;
}

void list(const Settings& settings, bool as_json) {
    json::Value all(json::Array{});
    for (const auto& kind : source_kinds()) {
        const auto state = readiness(kind, settings);
        if (as_json)
            all.push(json::object(
                {{"kind", kind.name}, {"summary", kind.summary}, {"needs", kind.needs}, {"state", state}}));
        else
            std::printf("%-18s %-28s %s\n", kind.name.c_str(), state.c_str(), kind.summary.c_str());
    }
    if (as_json) std::fputs(json::dump_pretty(all).c_str(), stdout);
}

Result<ExitCode> test(const Settings& settings, const SourcesArguments& arguments) {
    const auto stop = stop_on_signals();
    TRY(auto assembly, Assembly::make(settings, {.only = {arguments.test}, .in_memory = true}));
    say_notes(assembly->notes());
    bool failed = false;
    for (auto& source : assembly->components().sources) {
        const auto found = source->discover({.question = arguments.question, .limit = 10},
                                            Deadline::after(std::chrono::minutes{1}, stop));
        if (!found) {
            std::printf("%s: %s: %s\n", source->name().c_str(), std::string(to_string(found.error().kind())).c_str(),
                        plain_terminal_text(found.error().message()).c_str());
            failed = true;
            continue;
        }
        std::printf("%s: %zu found\n", source->name().c_str(), found->candidates.size());
        for (const auto& warning : found->warnings)
            std::printf("  warning: %s\n", plain_terminal_text(warning).c_str());
        for (const auto& candidate : found->candidates)
            std::printf("  %s\n    %s\n", plain_terminal_text(candidate.title).c_str(), candidate.url.href().c_str());
    }
    return failed ? ExitCode::failed : ExitCode::done;
}

}  // namespace

ExitCode sources_command(const SourcesArguments& arguments) {
    const auto code = [&]() -> Result<ExitCode> {
        TRY(const auto settings, begin(arguments.common));
        if (!arguments.test.empty()) return test(settings, arguments);
        list(settings, arguments.common.json);
        return ExitCode::done;
    }();
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
