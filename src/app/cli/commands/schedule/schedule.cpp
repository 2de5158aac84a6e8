#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <unistd.h>

#include "app/cli/commands/commands.h"
#include "app/cli/commands/schedule/plan.h"
#include "app/cli/session.h"
#include "app/cli/terminal/progress.h"
#include "app/wiring/morning/profiles.h"
#include "files/files.h"

namespace winnow::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxCrontabBytes = 1u << 20;

/// What a program wrote, and how it ended.
struct Ended {
    int status = -1;
    std::string output;
};

/// Runs one of our own fixed command lines; nothing foreign is ever part of them.
Ended capture(const std::string& command) {
    std::FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return {};
    Ended ended;
    std::array<char, 4096> bytes{};
    while (const auto count = std::fread(bytes.data(), 1, bytes.size(), pipe))
        if (ended.output.size() < kMaxCrontabBytes) ended.output.append(bytes.data(), count);
    ended.status = pclose(pipe);
    return ended;
}

bool has_systemd() {
    return capture("systemctl --user show-environment >/dev/null 2>&1").status == 0;
}

fs::path home() {
    const char* const value = std::getenv("HOME");
    return value != nullptr ? value : "/";
}

fs::path config_home() {
    const char* const value = std::getenv("XDG_CONFIG_HOME");
    return value != nullptr && *value == '/' ? fs::path(value) : home() / ".config";
}

fs::path unit_file(const std::string& name, const char* type) {
    return config_home() / "systemd" / "user" / ("winnow-" + name + "." + type);
}

Result<std::string> read_crontab() {
    // "no crontab for ann" is no failure: it is empty then.
    return capture("crontab -l 2>/dev/null").output;
}

Result<void> write_crontab(const std::string& text) {
    std::FILE* const pipe = popen("crontab -", "w");
    const bool written = pipe != nullptr && std::fwrite(text.data(), 1, text.size(), pipe) == text.size();
    if (pipe == nullptr || pclose(pipe) != 0 || !written)
        return fail(ErrorKind::unavailable, "crontab did not take the new table; is cron installed?");
    return {};
}

Result<void> systemctl(const std::string& what) {
    const auto ended = capture("systemctl --user " + what + " 2>&1");
    if (ended.status == 0) return {};
    return fail(ErrorKind::unavailable, "systemctl --user " + what + " failed: " + ended.output);
}

/// Whether the user says yes; without a terminal only --yes counts.
Result<bool> agrees(const ScheduleArguments& arguments, const char* question) {
    if (arguments.yes) return true;
    if (!is_terminal(stdin))
        return fail(ErrorKind::invalid_argument, "nothing was changed; say --yes to " + arguments.action + " this");
    std::fprintf(stderr, "%s [y/N] ", question);
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "yes";
}

ExitCode unchanged() {
    std::puts("Nothing was changed.");
    return ExitCode::done;
}

Result<fs::path> own_program() {
    std::error_code code;
    auto path = fs::read_symlink("/proc/self/exe", code);
    if (code) return fail(files::system_error("find", "/proc/self/exe", code.value()));
    return path;
}

/// Folders that the runs and the deliveries write to; they are made, since a unit cannot open what is missing.
Result<std::vector<fs::path>> writable_folders(const Settings& settings, const fs::path& from) {
    std::vector<fs::path> folders{data_folder(settings)};
    const auto add = [&](const fs::path& folder) {
        if (!folder.empty()) folders.push_back(folder);
    };
    add(settings.output);
    for (const auto& profile : settings.profiles) add(profile.output);
    for (const auto& destination : settings.digest.destinations) {
        add(destination.folder);
        if (!destination.file.empty()) add((from / destination.file).parent_path());
    }
    for (auto& folder : folders) {
        folder = fs::absolute(from / folder).lexically_normal();
        TRY_OK(files::make_folders(folder));
    }
    return folders;
}

Result<SchedulePlan> plan_of(const ScheduleArguments& arguments, const Settings& settings) {
    SchedulePlan plan{.name = arguments.name, .times = arguments.times, .weekdays = arguments.weekdays, .command = {}};
    if (plan.times.empty()) plan.times.emplace_back("07:00");
    const auto file = settings.file.empty() ? fs::path() : fs::absolute(settings.file).lexically_normal();
    plan.folder = file.empty() ? home() : file.parent_path();
    TRY(const auto program, own_program());
    plan.command = {program.string(), "run"};
    if (!file.empty()) plan.command.insert(plan.command.end(), {"--config", file.string()});
    plan.command.insert(plan.command.end(), {"--data", fs::absolute(data_folder(settings)).string()});
    for (const auto& name : arguments.profiles) {
        TRY(const auto profile, find_profile(settings, name));
        plan.command.insert(plan.command.end(), {"--profile", profile.name});
    }
    if (arguments.profiles.empty() && !settings.profiles.empty()) plan.command.emplace_back("--all-profiles");
    if (arguments.profiles.empty() && settings.profiles.empty() && settings.question.empty())
        return fail(ErrorKind::invalid_argument,
                    "there is nothing to run: write a question or profiles into the configuration first "
                    "(winnow config init)");
    if (arguments.digest) plan.command.emplace_back("--digest");
    plan.environment = config_home() / "winnow" / "environment";
    TRY(plan.writable, writable_folders(settings, plan.folder));
    TRY_OK(check_plan(plan));
    return plan;
}

Result<ExitCode> install_units(const ScheduleArguments& arguments, const SchedulePlan& plan) {
    const auto service = unit_file(plan.name, "service");
    const auto timer = unit_file(plan.name, "timer");
    std::printf("%s:\n\n%s\n%s:\n\n%s\n", service.c_str(), service_unit(plan).c_str(), timer.c_str(),
                timer_unit(plan).c_str());
    TRY(const bool wanted, agrees(arguments, "Write these two files and start the timer?"));
    if (!wanted) return unchanged();
    TRY_OK(files::make_folders(service.parent_path()));
    TRY_OK(files::write_file_atomically(service, service_unit(plan)));
    TRY_OK(files::write_file_atomically(timer, timer_unit(plan)));
    TRY_OK(systemctl("daemon-reload"));
    TRY_OK(systemctl("enable --now winnow-" + plan.name + ".timer"));
    std::printf(
        "Installed. See winnow schedule show, and for its output: journalctl --user -u winnow-%s\n"
        "It runs while you are logged in; for always: loginctl enable-linger\n",
        plan.name.c_str());
    return ExitCode::done;
}

Result<ExitCode> install_cron(const ScheduleArguments& arguments, const SchedulePlan& plan) {
    std::printf("To be added to your crontab:\n\n%s\n", crontab_block(plan).c_str());
    TRY(const bool wanted, agrees(arguments, "Add these lines?"));
    if (!wanted) return unchanged();
    TRY(auto crontab, read_crontab());
    crontab = without_block(crontab, plan.name);
    if (!crontab.empty() && !crontab.ends_with('\n')) crontab += '\n';
    TRY_OK(write_crontab(crontab + crontab_block(plan)));
    std::puts("Installed. See winnow schedule show.");
    return ExitCode::done;
}

Result<ExitCode> install(const ScheduleArguments& arguments, const Settings& settings) {
    TRY(const auto plan, plan_of(arguments, settings));
    if (!arguments.cron && has_systemd()) return install_units(arguments, plan);
    return install_cron(arguments, plan);
}

bool is_in_crontab(const std::string& crontab, const std::string& name) {
    return without_block(crontab, name) != crontab;
}

Result<ExitCode> show(const ScheduleArguments& arguments) {
    const auto timer = unit_file(arguments.name, "timer");
    std::error_code code;
    bool found = false;
    if (fs::exists(timer, code)) {
        found = true;
        for (const auto& file : {unit_file(arguments.name, "service"), timer}) {
            TRY(const auto text, files::read_file(file, kMaxCrontabBytes));
            std::printf("%s:\n\n%s\n", file.c_str(), text.c_str());
        }
        const auto next = capture("systemctl --user list-timers --no-pager winnow-" + arguments.name + ".timer 2>&1");
        std::fputs(next.output.c_str(), stdout);
    }
    TRY(const auto crontab, read_crontab());
    if (is_in_crontab(crontab, arguments.name)) {
        found = true;
        std::puts("In your crontab:\n");
        const auto begin = crontab.find("# winnow schedule " + arguments.name + ": begin");
        const auto end = crontab.find("# winnow schedule " + arguments.name + ": end", begin);
        std::puts(crontab.substr(begin, end - begin).c_str());
    }
    if (!found) std::puts("Nothing is installed. Install it with: winnow schedule install");
    return ExitCode::done;
}

Result<ExitCode> remove(const ScheduleArguments& arguments) {
    const auto timer = unit_file(arguments.name, "timer");
    const auto service = unit_file(arguments.name, "service");
    std::error_code code;
    const bool has_units = fs::exists(timer, code) || fs::exists(service, code);
    TRY(const auto crontab, read_crontab());
    const bool has_lines = is_in_crontab(crontab, arguments.name);
    if (!has_units && !has_lines) {
        std::printf("There is no schedule '%s'.\n", arguments.name.c_str());
        return ExitCode::done;
    }
    if (has_units) std::printf("%s\n%s\n", service.c_str(), timer.c_str());
    if (has_lines) std::puts("the lines of your crontab between its marks");
    TRY(const bool wanted, agrees(arguments, "Remove this?"));
    if (!wanted) return unchanged();
    if (has_units) {
        const auto stopped = systemctl("disable --now winnow-" + arguments.name + ".timer");
        if (!stopped) say_notes({stopped.error().message()});
        fs::remove(timer, code);
        fs::remove(service, code);
        const auto reloaded = systemctl("daemon-reload");
        if (!reloaded) say_notes({reloaded.error().message()});
    }
    if (has_lines) TRY_OK(write_crontab(without_block(crontab, arguments.name)));
    std::puts("Removed. Reports and memory were left alone.");
    return ExitCode::done;
}

}  // namespace

ExitCode schedule_command(const ScheduleArguments& arguments) {
    const auto code = [&]() -> Result<ExitCode> {
        TRY_OK(check_plan({.name = arguments.name, .command = {}}));
        TRY(const auto settings, begin(arguments.common));
        if (arguments.action == "install") return install(arguments, settings);
        return arguments.action == "remove" ? remove(arguments) : show(arguments);
    }();
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
