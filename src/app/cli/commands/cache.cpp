#include <cstdio>
#include <iostream>

#include "app/cli/commands/commands.h"
#include "app/cli/session.h"
#include "app/cli/terminal/progress.h"
#include "json/value.h"

namespace winnow::cli {
namespace {

void show_stats(const StoreStats& stats, const std::filesystem::path& folder, bool as_json) {
    if (as_json) {
        const auto value = json::object({{"folder", folder.string()},
                                         {"pages", stats.pages},
                                         {"evaluations", stats.evaluations},
                                         {"runs", stats.runs},
                                         {"bytes", stats.bytes}});
        std::fputs(json::dump_pretty(value).c_str(), stdout);
        return;
    }
    std::printf("%s\n%10lld pages\n%10lld judgements\n%10lld runs\n%10.1f MB\n", folder.c_str(),
                static_cast<long long>(stats.pages), static_cast<long long>(stats.evaluations),
                static_cast<long long>(stats.runs), static_cast<double>(stats.bytes) / 1e6);
}

Result<ExitCode> clear(Store& store, const CacheArguments& arguments) {
    if (!arguments.yes) {
        if (!is_terminal(stdin))
            return fail(ErrorKind::invalid_argument, "clear forgets every page, judgement and run; add --yes");
        std::fputs("Forget every page, judgement and run? [y/N] ", stderr);
        std::string answer;
        std::getline(std::cin, answer);
        if (answer != "y" && answer != "yes") {
            std::puts("Nothing was removed.");
            return ExitCode::done;
        }
    }
    TRY_OK(store.clear());
    std::puts("Nothing is remembered any more. Reports on disk were left alone.");
    return ExitCode::done;
}

Result<ExitCode> act(const CacheArguments& arguments) {
    TRY(const auto settings, begin(arguments.common));
    TRY(const auto opened, open_store(settings));
    if (!opened.note.empty()) say_notes({opened.note});
    auto& store = *opened.store;
    if (arguments.action == "clear") return clear(store, arguments);
    if (arguments.action == "prune") {
        TRY(const auto before, parse_since(arguments.older_than, system_clock().now()));
        TRY(const auto pruned, store.prune(before));
        std::printf("Removed %lld pages, %lld judgements and %lld runs not touched since %s.\n",
                    static_cast<long long>(pruned.pages), static_cast<long long>(pruned.evaluations),
                    static_cast<long long>(pruned.runs), to_rfc3339(before).c_str());
        return ExitCode::done;
    }
    TRY(const auto stats, store.stats());
    show_stats(stats, data_folder(settings), arguments.common.json);
    return ExitCode::done;
}

}  // namespace

ExitCode cache_command(const CacheArguments& arguments) {
    const auto code = act(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
