#include <cstdio>

#include "app/cli/commands/commands.h"
#include "app/cli/session.h"
#include "app/cli/terminal/progress.h"
#include "app/wiring/memory/run_json.h"
#include "files/files.h"
#include "json/codec.h"
#include "publish/terminal.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kMaxReportBytes = 256u << 20;

Result<ExitCode> list(Store& store, const RunsArguments& arguments) {
    TRY(const auto runs, store.runs(arguments.limit));
    if (arguments.common.json) {
        json::Value all(json::Array{});
        for (const auto& run : runs) all.push(encode_run(run));
        std::fputs(json::dump_pretty(all).c_str(), stdout);
        return ExitCode::done;
    }
    if (runs.empty()) std::puts("No runs yet. Start one: winnow run \"QUESTION\"");
    for (const auto& run : runs)
        std::printf("%-24s %-11s %5d URLs %5d judged %4d good  %s\n", run.id.c_str(),
                    std::string(to_string(run.state)).c_str(), run.total_urls, run.judged, run.high_quality,
                    plain_terminal_text(run.query).c_str());
    return ExitCode::done;
}

Result<ExitCode> show(Store& store, const RunsArguments& arguments) {
    TRY(const auto run, store.find_run(arguments.id));
    if (!run)
        return fail(ErrorKind::invalid_argument, "there is no run '" + arguments.id + "'; winnow runs lists them");
    if (run->state != RunState::finished || run->folder.empty()) {
        if (arguments.common.json)
            std::fputs(json::dump_pretty(encode_run(*run)).c_str(), stdout);
        else
            std::printf("Run %s is %s: %s\nContinue it with: winnow run --resume %s\n", run->id.c_str(),
                        std::string(to_string(run->state)).c_str(), plain_terminal_text(run->query).c_str(),
                        run->id.c_str());
        return ExitCode::done;
    }
    const auto file = std::filesystem::path(run->folder) / "results.json";
    auto text = files::read_file(file, kMaxReportBytes);
    if (!text) return fail(std::move(text).error().in("the report of run " + run->id));
    if (arguments.common.json) {
        std::fputs(text->c_str(), stdout);
        return ExitCode::done;
    }
    TRY(const auto value, json::parse(*text));
    TRY(const auto report, json::decode_report(value));
    const bool colour = is_terminal(stdout) && !std::getenv("NO_COLOR");
    std::fputs(terminal_list(report, {.width = terminal_width(stdout), .colour = colour}).c_str(), stdout);
    std::printf("\nReport: %s\n", (std::filesystem::path(run->folder) / "report.html").c_str());
    return ExitCode::done;
}

}  // namespace

ExitCode runs_command(const RunsArguments& arguments) {
    const auto code = [&]() -> Result<ExitCode> {
        TRY(const auto settings, begin(arguments.common));
        TRY(const auto opened, open_store(settings));
        if (!opened.note.empty()) say_notes({opened.note});
        auto& store = *opened.store;
        return arguments.id.empty() ? list(store, arguments) : show(store, arguments);
    }();
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
