#include "app/cli/session.h"

#include <cstdio>

#include "log/log.h"
#include "publish/escape.h"

namespace winnow::cli {
namespace {

ExitCode exit_code(ErrorKind kind) {
    return kind == ErrorKind::invalid_argument || kind == ErrorKind::invalid_config ? ExitCode::usage
                                                                                    : ExitCode::failed;
}

std::string_view advice(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::storage: return "winnow doctor checks folders, space and rights";
        case ErrorKind::unauthorized: return "winnow doctor and winnow sources show which keys are missing";
        case ErrorKind::cancelled: return "winnow run --resume continues where it stopped";
        default: return {};
    }
}

}  // namespace

Result<Settings> begin(const CommonArguments& common) {
    const auto level = common.verbosity < 0    ? log::Level::error
                       : common.verbosity == 0 ? log::Level::warn
                       : common.verbosity == 1 ? log::Level::info
                                               : log::Level::debug;
    log::configure(level, log::Format::human);
    return load_settings(common.config_file, common.settings);
}

ExitCode complain(const Error& error) {
    std::fprintf(stderr, "winnow: %s\n", clean_text(error.message()).c_str());
    if (const auto hint = advice(error.kind()); !hint.empty())
        std::fprintf(stderr, "  %s\n", std::string(hint).c_str());
    return exit_code(error.kind());
}

void say_notes(const std::vector<std::string>& notes) {
    for (const auto& note : notes) std::fprintf(stderr, "note: %s\n", clean_text(note).c_str());
}

}  // namespace winnow::cli
