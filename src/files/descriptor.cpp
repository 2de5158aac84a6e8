#include "files/descriptor.h"

#include <unistd.h>
#include <utility>

namespace winnow::files {

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

int Descriptor::close() {
    return ::close(std::exchange(number_, -1)) == 0 ? 0 : errno;
}

}  // namespace winnow::files
