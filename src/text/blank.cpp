#include "text/blank.h"

#include <algorithm>

#include "text/utf8.h"

namespace winnow::text {

bool is_blank(std::string_view text) {
    return std::ranges::none_of(folded_white_space(text), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7F;
    });
}

}  // namespace winnow::text
