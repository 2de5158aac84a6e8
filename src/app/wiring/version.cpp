#include "app/wiring/version.h"

namespace winnow {

std::string version_text() {
    return "winnow " WINNOW_VERSION " (commit " WINNOW_COMMIT ", g++ " __VERSION__ ")";
}

std::string version_number() {
    return WINNOW_VERSION;
}

}  // namespace winnow
