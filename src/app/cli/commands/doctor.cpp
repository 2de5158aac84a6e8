#include <chrono>
#include <cstdio>
#include <filesystem>
#include <sys/stat.h>

#include "app/cli/commands/commands.h"
#include "app/cli/process/core_dumps.h"
#include "app/cli/process/secret_files.h"
#include "app/cli/session.h"
#include "app/wiring/judges/judges.h"
#include "app/wiring/search/open.h"
#include "app/wiring/version.h"
#include "files/files.h"
#include "http/live.h"
#include "json/value.h"
#include "publish/escape.h"

namespace winnow::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kEnoughSpace = 200u << 20;
constexpr std::chrono::seconds kPatience{5};  // a health check that waits longer has its answer

/// Collects what was found; a problem makes the command fail.
class Findings {
public:
    void good(std::string what, std::string text) { add("ok", std::move(what), std::move(text)); }
    void warning(std::string what, std::string text) { add("warning", std::move(what), std::move(text)); }
    void option(std::string what, std::string text) { add("optional", std::move(what), std::move(text)); }
    void problem(std::string what, std::string text) {
        any_problem_ = true;
        add("problem", std::move(what), std::move(text));
    }

    void show(bool as_json) const {
        if (as_json) {
            std::fputs(json::dump_pretty(all_).c_str(), stdout);
            return;
        }
        for (const auto& finding : all_.items())
            std::printf("%-8s %-23s %s\n", finding["level"].text().c_str(), finding["what"].text().c_str(),
                        clean_line(finding["text"].text()).c_str());
    }
    bool any_problem() const { return any_problem_; }

private:
    void add(const char* level, std::string what, std::string text) {
        all_.push(json::object({{"level", level}, {"what", std::move(what)}, {"text", std::move(text)}}));
    }

    json::Value all_{json::Array{}};
    bool any_problem_ = false;
};

void check_folder(Findings& findings, const std::string& what, const fs::path& folder) {
    const auto probe = folder / ".winnow-doctor";
    std::error_code error;
    fs::create_directories(folder, error);
    if (const auto written = files::write_file_atomically(probe, "probe"); !written) {
        findings.problem(what, written.error().message());
        return;
    }
    fs::remove(probe, error);
    const auto space = fs::space(folder, error);
    const auto free = std::to_string(space.available >> 20) + " MiB free";
    if (!error && space.available < kEnoughSpace)
        findings.warning(what, folder.string() + ": only " + free);
    else
        findings.good(what, folder.string() + ", " + free);
}

void check_config(Findings& findings, const Settings& settings) {
    if (settings.file.empty()) {
        findings.good("configuration", "none; the defaults hold");
        return;
    }
    struct stat status{};
    if (stat(settings.file.c_str(), &status) == 0 && (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        findings.warning("configuration", settings.file.string() + " may be written by others: chmod go-w");
    else
        findings.good("configuration", settings.file.string());
}

void check_secrets(Findings& findings, const Settings& settings) {
    const auto files = secret_files(settings.file);
    for (const auto& path : files.open)
        findings.warning("secret file", path + " is open to every user: chmod 600 " + path);
    for (const auto& path : files.closed) findings.good("secret file", path);
    if (is_memory_open())
        findings.warning("core dumps", "allowed by WINNOW_CORE_DUMPS: a dump of this program's memory holds its keys");
    else
        findings.good("core dumps", "none, and no debugger of the same user: keys stay in memory");
}

void check_methods(Findings& findings, const Settings& settings) {
    for (auto& [name, is_ready, text] : method_states(settings)) {
        if (is_ready)
            findings.good("method " + name, std::move(text));
        else
            findings.option("method " + name, std::move(text));
    }
}

void check_memory(Findings& findings, const Settings& settings) {
    auto assembly = Assembly::make(settings, {});
    if (!assembly) {
        findings.problem("set-up", assembly.error().message());
        return;
    }
    for (const auto& note : (*assembly)->notes()) findings.warning("set-up", note);
    auto& components = (*assembly)->components();
    if (const auto stats = components.store->stats(); !stats)
        findings.problem("memory", stats.error().message());
    else
        findings.good("memory",
                      std::to_string(stats->pages) + " pages, " + std::to_string(stats->evaluations) + " judgements");
    std::string names;
    for (const auto& source : components.sources) names += (names.empty() ? "" : ", ") + source->name();
    if (names.empty())
        findings.problem("sources", "none is ready; winnow sources says what each needs");
    else
        findings.good("sources", names);
    findings.good("judge", components.evaluator->method() + " (" + components.evaluator->model() + "), rubric " +
                               components.rubric.name);
}

/// Whether the index answers, and is of the configured model.
void check_index(Findings& findings, const Settings& settings) {
    if (!settings.search.index.enabled) {
        findings.option("index", "none is kept; index.enabled is false");
        return;
    }
    const auto deadline = Deadline::after(kPatience);
    const auto search = SearchAssembly::open(settings, deadline);
    if (!search) return findings.problem("index", search.error().message());
    if (!(*search)->note().empty()) {
        const auto opened = open_store(settings);
        if (opened) findings.warning("index", mend(**search, *opened->store, Deadline{}));
    }
    const auto stats = (*search)->index().stats(deadline);
    if (!stats) return findings.problem("index", stats.error().message());
    const auto text = stats->kind + ", " + std::to_string(stats->documents) + " documents";
    const auto* const embedder = (*search)->embedder();
    if (embedder != nullptr && !stats->model.empty() && stats->model != embedder->model())
        findings.warning("index", text + " with vectors by " + stats->model + ", and the configuration names " +
                                      embedder->model() + ": winnow index rebuild makes them anew");
    else
        findings.good("index", text);
}

Result<void> ask(const std::string& address) {
    TRY(auto url, Url::parse_exact(address));
    TRY(const auto client, http::make_live_client({}));
    TRY(const auto response,
        client->send({.url = std::move(url), .to_configured_host = true}, Deadline::after(kPatience)));
    // A server that asks for a password is well; the password is not for whatever address is asked.
    if (response.status == 200 || response.status == 401) return {};
    return fail(ErrorKind::unavailable, "answers with status " + std::to_string(response.status) + ", not 200");
}

}  // namespace

ExitCode health_command(const std::string& address) {
    if (auto asked = ask(address); !asked) return complain(std::move(asked).error().in(address));
    std::printf("ok\n");
    return ExitCode::done;
}

ExitCode doctor_command(const CommonArguments& arguments) {
    Findings findings;
    findings.good("program", version_text());
    const auto settings = begin(arguments);
    if (!settings) {
        findings.problem("configuration", settings.error().message());
    } else {
        check_config(findings, *settings);
        check_secrets(findings, *settings);
        check_folder(findings, "data", data_folder(*settings));
        check_folder(findings, "output", run_options(*settings).publish.folder);
        check_memory(findings, *settings);
        check_index(findings, *settings);
        check_methods(findings, *settings);
        if (settings->net.allow_private) findings.warning("network", "requests to private addresses are allowed");
    }
    findings.show(arguments.json);
    return findings.any_problem() ? ExitCode::failed : ExitCode::done;
}

}  // namespace winnow::cli
