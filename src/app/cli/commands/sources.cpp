#include <cstdio>

#include "app/cli/commands/commands.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "app/wiring/sources/readiness.h"
#include "json/value.h"
#include "publish/terminal.h"

namespace winnow::cli {
namespace {

std::string key_state(const SourceKind& kind) {
    return kind.key_variable.empty() ? "" : " [" + kind.key_variable + (has_key(kind) ? " is set]" : " is not set]");
}

void list(const Settings& settings, bool as_json) {
    json::Value all(json::Array{});
    for (const auto& kind : source_kinds()) {
        const auto state = readiness(kind, settings);
        if (!as_json) {
            std::printf("%-17s %-34s %s%s\n", kind.name.c_str(), state.c_str(), kind.summary.c_str(),
                        key_state(kind).c_str());
            continue;
        }
        auto entry =
            json::object({{"kind", kind.name}, {"summary", kind.summary}, {"needs", kind.needs}, {"state", state}});
        if (!kind.key_variable.empty()) entry.set("key_variable", kind.key_variable).set("key_present", has_key(kind));
        all.push(std::move(entry));
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
        for (const auto& candidate : found->candidates) {
            std::printf("  %s\n    %s\n", plain_terminal_text(candidate.title).c_str(), candidate.url.href().c_str());
            if (!candidate.unreadable.empty())
                std::printf("    cannot be read: %s\n", plain_terminal_text(candidate.unreadable).c_str());
        }
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
