#include "extract/metadata/domain.h"

#include <libpsl.h>

namespace winnow::extract {

std::string registrable_domain(std::string_view host) {
    const std::string name(host);
    const auto* list = psl_builtin();
    const auto* domain = list ? psl_registrable_domain(list, name.c_str()) : nullptr;
    return domain ? std::string(domain) : name;
}

}  // namespace winnow::extract
