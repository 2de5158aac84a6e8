#include "support/source_folder.h"

namespace winnow {

std::filesystem::path source_folder() {
    return WINNOW_SOURCE_DIR;
}

}  // namespace winnow
