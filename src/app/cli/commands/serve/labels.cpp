#include "app/wiring/labels/labels.h"

#include <cstdio>

#include "app/cli/commands/serve/commands.h"
#include "app/cli/session.h"
#include "files/files.h"

namespace winnow::cli {
namespace {

Result<ExitCode> write_labels(const LabelsArguments& arguments) {
    TRY(const auto settings, begin(arguments.common));
    TRY(const auto opened, open_labels(settings));
    if (!opened.note.empty()) say_notes({opened.note});
    TRY(const auto labels, opened.book->all());
    const bool as_json = arguments.common.json || arguments.format == "json";
    const auto text = as_json ? labels_as_json(labels) : labels_as_csv(labels);
    if (arguments.output != "-") {
        TRY_OK(files::write_file_atomically(arguments.output, text));
    } else {
        std::fputs(text.c_str(), stdout);
    }
    return ExitCode::done;
}

}  // namespace

ExitCode labels_command(const LabelsArguments& arguments) {
    const auto code = write_labels(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
