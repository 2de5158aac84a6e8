#include "app/cli/parser.h"

#include <cstdio>
#include <string_view>

#include "app/cli/commands/serve/commands.h"
#include "app/cli/parser/command_line.h"
#include "app/wiring/version.h"

namespace winnow::cli {

int main(int argc, const char* const* argv) {
    // Scripts ask for the version often; putting all commands together would take longer than all the rest.
    if (argc == 2 && (argv[1] == std::string_view("--version") || argv[1] == std::string_view("-V"))) {
        std::printf("%s\n", version_text().c_str());
        return static_cast<int>(ExitCode::done);
    }
    CommandLine line;
    for (const auto add :
         {add_run,     add_estimate, add_evaluate, add_judge,  add_compare, add_digest,    add_schedule,
          add_runs,    add_serve,    add_labels,   add_search, add_index,   add_cache,     add_config,
          add_sources, add_rank,     add_extract,  add_doctor, add_cloud,   add_completion})
        add(line);
    return line.parse_and_run(argc, argv);
}

}  // namespace winnow::cli
