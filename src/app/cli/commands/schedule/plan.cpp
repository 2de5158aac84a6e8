#include "app/cli/commands/schedule/plan.h"

#include <algorithm>

namespace winnow::cli {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 40 && text.front() != '-' && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

bool is_time(std::string_view text) {
    const auto digit = [&](std::size_t i, char most) { return text[i] >= '0' && text[i] <= most; };
    return text.size() == 5 && text[2] == ':' && digit(0, '2') && digit(1, text[0] == '2' ? '3' : '9') &&
           digit(3, '5') && digit(4, '9');
}

bool is_one_line(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7F; });
}

/// A word of ExecStart= (systemd.service(5), "Command lines"): in quotation marks, % and $ doubled.
std::string unit_word(std::string_view text) {
    std::string word = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') word += '\\';
        if (c == '%' || c == '$') word += c;
        word += c;
    }
    return word + '"';
}

/// A path outside command lines: % is doubled there, too, but $ is itself.
std::string unit_path(const std::filesystem::path& path) {
    std::string text;
    for (const char c : path.string()) text += c == '%' ? std::string("%%") : std::string{c};
    return text;
}

/// A path in a list of paths, which are divided by blanks.
std::string quoted_unit_path(const std::filesystem::path& path) {
    std::string text = "\"";
    for (const char c : unit_path(path)) text += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return text + '"';
}

/// A word for sh in a crontab, where % would end the command (crontab(5)).
std::string cron_word(std::string_view text) {
    std::string word = "'";
    for (const char c : text) {
        if (c == '\'')
            word += "'\\''";
        else
            word += c == '%' ? std::string("\\%") : std::string{c};
    }
    return word + "'";
}

std::string begin_mark(const std::string& name) {
    return "# winnow schedule " + name + ": begin";
}
std::string end_mark(const std::string& name) {
    return "# winnow schedule " + name + ": end";
}

// What a program that reads foreign pages may not do to the machine. PrivateUsers= makes the rest hold in a user's own
// manager, which has no rights to do it otherwise.
constexpr const char* kSandbox =
    "NoNewPrivileges=yes\n"
    "PrivateUsers=yes\n"
    "ProtectSystem=strict\n"
    "ProtectHome=read-only\n"
    "PrivateDevices=yes\n"
    "ProtectKernelTunables=yes\n"
    "ProtectKernelModules=yes\n"
    "ProtectKernelLogs=yes\n"
    "ProtectControlGroups=yes\n"
    "ProtectClock=yes\n"
    "ProtectHostname=yes\n"
    "ProtectProc=invisible\n"
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n"
    "RestrictNamespaces=yes\n"
    "RestrictRealtime=yes\n"
    "RestrictSUIDSGID=yes\n"
    "LockPersonality=yes\n"
    "MemoryDenyWriteExecute=yes\n"
    "RemoveIPC=yes\n"
    "CapabilityBoundingSet=\n"
    "SystemCallArchitectures=native\n"
    "SystemCallFilter=@system-service\n"
    "SystemCallErrorNumber=EPERM\n"
    "UMask=0077\n";

/// A /tmp of its own would hide what lies there.
bool needs_tmp(const SchedulePlan& plan) {
    const auto is_there = [](const std::filesystem::path& path) {
        return path.string().starts_with("/tmp/") || path.string().starts_with("/var/tmp/");
    };
    return is_there(plan.folder) || is_there(plan.environment) || std::ranges::any_of(plan.writable, is_there) ||
           std::ranges::any_of(plan.command, is_there);
}

}  // namespace

Result<void> check_plan(const SchedulePlan& plan) {
    if (!is_name(plan.name))
        return fail(ErrorKind::invalid_argument, "the name of a schedule is letters, digits and hyphens, 40 at most");
    for (const auto& time : plan.times)
        if (!is_time(time)) return fail(ErrorKind::invalid_argument, "'" + time + "' is not a time such as 07:00");
    auto texts = plan.command;
    texts.push_back(plan.folder.string());
    texts.push_back(plan.environment.string());
    for (const auto& path : plan.writable) texts.push_back(path.string());
    for (const auto& text : texts)
        if (!is_one_line(text))
            return fail(ErrorKind::invalid_argument, "a path or a name of a profile holds a control character");
    return {};
}

std::string service_unit(const SchedulePlan& plan) {
    std::string command;
    for (const auto& word : plan.command) command += (command.empty() ? "" : " ") + unit_word(word);
    std::string unit =
        "# Written by winnow schedule install; winnow schedule remove takes it away.\n"
        "[Unit]\n"
        "Description=winnow " +
        plan.name +
        "\n"
        "Documentation=man:systemd.exec(5)\n\n"
        "[Service]\n"
        "Type=oneshot\n"
        "ExecStart=" +
        command +
        "\n"
        "# 3: done, but some pages or sources failed.\n"
        "SuccessExitStatus=3\n"
        "WorkingDirectory=" +
        unit_path(plan.folder) +
        "\n"
        "EnvironmentFile=-" +
        unit_path(plan.environment) +
        "\n"
        "TimeoutStartSec=6h\n"
        "Nice=10\n";
    for (const auto& path : plan.writable) unit += "ReadWritePaths=" + quoted_unit_path(path) + "\n";
    if (!needs_tmp(plan)) unit += "PrivateTmp=yes\n";
    return unit + kSandbox;
}

std::string timer_unit(const SchedulePlan& plan) {
    std::string unit =
        "# Written by winnow schedule install; winnow schedule remove takes it away.\n"
        "[Unit]\n"
        "Description=When winnow " +
        plan.name +
        " runs\n\n"
        "[Timer]\n";
    for (const auto& time : plan.times)
        unit += "OnCalendar=" + std::string(plan.weekdays ? "Mon..Fri " : "") + "*-*-* " + time + ":00\n";
    return unit + "Persistent=yes\nRandomizedDelaySec=5m\n\n[Install]\nWantedBy=timers.target\n";
}

std::string crontab_block(const SchedulePlan& plan) {
    std::string command = "cd " + cron_word(plan.folder.string()) + " && { if [ -r " +
                          cron_word(plan.environment.string()) + " ]; then set -a; . " +
                          cron_word(plan.environment.string()) + "; set +a; fi;";
    for (const auto& word : plan.command) command += " " + cron_word(word);
    command += "; }";
    auto block = begin_mark(plan.name) + "\n";
    for (const auto& time : plan.times)
        block += std::to_string(std::stoi(time.substr(3))) + " " + std::to_string(std::stoi(time.substr(0, 2))) +
                 " * * " + (plan.weekdays ? "1-5" : "*") + " " + command + "\n";
    return block + end_mark(plan.name) + "\n";
}

std::string without_block(const std::string& crontab, const std::string& name) {
    std::string kept;
    bool inside = false;
    std::string held;  // the block, put back if its end is missing
    for (std::size_t at = 0; at < crontab.size();) {
        const auto end = std::min(crontab.find('\n', at), crontab.size() - 1) + 1;
        const auto line = crontab.substr(at, end - at);
        const auto text = line.ends_with('\n') ? line.substr(0, line.size() - 1) : line;
        at = end;
        if (!inside && text == begin_mark(name)) inside = true;
        (inside ? held : kept) += line;
        if (inside && text == end_mark(name)) {
            inside = false;
            held.clear();
        }
    }
    return kept + held;
}

}  // namespace winnow::cli
