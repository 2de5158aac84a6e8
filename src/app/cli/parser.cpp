#include "app/cli/parser.h"

#include "app/cli/parser/command_line.h"

namespace winnow::cli {

int main(int argc, const char* const* argv) {
    CommandLine line;
    for (const auto add :
         {add_run, add_estimate, add_evaluate, add_judge, add_compare, add_runs, add_search, add_index, add_cache,
          add_config, add_sources, add_rank, add_extract, add_doctor, add_cloud, add_completion})
        add(line);
    return line.parse_and_run(argc, argv);
}

}  // namespace winnow::cli
