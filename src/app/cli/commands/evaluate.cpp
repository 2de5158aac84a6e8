#include <cstdio>
#include <filesystem>

#include "app/cli/commands/commands.h"
#include "app/cli/local_page.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/progress.h"
#include "json/codec.h"
#include "pipeline/item.h"
#include "publish/terminal.h"

namespace winnow::cli {
namespace {

/// Judges a file of this machine as if it had been fetched.
Evaluated evaluate_file(Components& components, const std::filesystem::path& path, const std::string& question,
                        const Deadline& deadline) {
    Evaluated item;
    const auto judge = [&]() -> Result<void> {
        TRY(const auto page, read_local_page(path));
        item.candidate.url = page.url;
        item.candidate.title = path.string();
        TRY(item.document, components.extractor->extract(page));
        if (item.document->kind != PageKind::article)
            return fail(ErrorKind::unsupported,
                        std::string(to_string(item.document->kind)) + ": " + item.document->kind_reason);
        if (item.document->no_ai) {
            item.state = UrlState::no_ai;
            item.reason = "the page asks that models do not use it";
            return {};
        }
        TRY(item.assessment, components.evaluator->evaluate(*item.document, question, components.rubric, deadline));
        item.state = UrlState::judged;
        return {};
    }();
    if (!judge) set_failure(item, judge.error());
    return item;
}

Result<ExitCode> evaluate_all(const EvaluateArguments& arguments) {
    TRY(const auto settings, begin(arguments.common));
    const auto stop = stop_on_signals();
    TRY(auto assembly,
        Assembly::make(settings, {.archive = arguments.sources.archive, .record = arguments.sources.record}));
    say_notes(assembly->notes());
    if (!assembly->judge_note().empty() && arguments.common.verbosity >= 0) say_notes({assembly->judge_note()});
    auto& components = assembly->components();
    auto options = run_options(settings);
    options.question = arguments.question;
    if (!arguments.sources.archive.empty()) options.pages = PageMemory::ignored;
    LocalLedger ledger(options.budget);
    const Deadline deadline = Deadline::after(std::chrono::days{1}, stop);
    const bool colour = is_terminal(stdout) && !std::getenv("NO_COLOR");
    json::Value all(json::Array{});
    bool any_failed = false;
    for (const auto& target : arguments.targets) {
        Evaluated item;
        if (std::error_code error; std::filesystem::is_regular_file(target, error)) {
            item = evaluate_file(components, target, arguments.question, deadline);
        } else {
            auto url = Url::parse(target);
            if (!url)
                return fail(ErrorKind::invalid_argument,
                            "'" + target + "' is neither a file nor a URL: " + url.error().message());
            item =
                process_item(components, options, {.url = std::move(*url), .source = "command line"}, ledger, deadline);
        }
        any_failed = any_failed || !item.assessment;
        if (arguments.common.json)
            all.push(json::encode(item));
        else
            std::fputs(terminal_assessment(item, components.rubric, {.width = terminal_width(stdout), .colour = colour})
                           .c_str(),
                       stdout);
    }
    if (arguments.common.json) std::fputs(json::dump_pretty(all).c_str(), stdout);
    return any_failed ? ExitCode::partial : ExitCode::done;
}

}  // namespace

ExitCode evaluate_command(const EvaluateArguments& arguments) {
    const auto code = evaluate_all(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
