#include <cstdio>
#include <exception>

#include "app/cli/parser.h"
#include "app/cli/process/core_dumps.h"

// The last catch: what gets here is a bug, and the program says so instead of vanishing.
int main(int argc, char** argv) {
    winnow::cli::keep_memory_private();
    try {
        return winnow::cli::main(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "winnow: internal error: %s\n", error.what());
    } catch (...) {
        std::fputs("winnow: internal error\n", stderr);
    }
    return 1;
}
