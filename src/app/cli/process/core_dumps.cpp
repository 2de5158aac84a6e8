#include "app/cli/process/core_dumps.h"

#include <cstdlib>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace winnow::cli {

void keep_memory_private() {
    const char* const wish = std::getenv("WINNOW_CORE_DUMPS");
    if (wish != nullptr && wish == std::string_view("1")) return;
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // a handler that the kernel pipes dumps to does not heed the limit
}

bool is_memory_open() {
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0;
}

}  // namespace winnow::cli
