#include "text/sentences/stops.h"

namespace winnow::text {

Stop stop_of(char32_t c) {
    switch (c) {
        case '.': return Stop::full;
        case '!':
        case '?':
        case U'…':
        case U'‼':
        case U'⁇':
        case U'⁈':
        case U'⁉':
        case U'؟':  // Arabic question mark
        case U'۔':  // Urdu full stop
        case U'।':  // Devanagari danda and double danda
        case U'॥':
        case U'։':  // Armenian full stop
        case U'።':  // Ethiopic full stop
            return Stop::strong;
        case U'。':
        case U'．':
        case U'｡':
        case U'！':
        case U'？':
        case U'។':  // Khmer
        case U'။':  // Myanmar
            return Stop::absolute;
        default: return Stop::none;
    }
}

bool is_closing(char32_t c) {
    switch (c) {
        case '"':
        case '\'':
        case ')':
        case ']':
        case '}':
        case '*':  // the marks of emphasis and footnotes in Markdown
        case '_':
        case U'”':
        case U'’':
        case U'»':
        case U'›':
        case U'」':
        case U'』':
        case U'）':
        case U'】':
        case U'》':
        case U'〉': return true;
        default: return false;
    }
}

bool is_opening(char32_t c) {
    switch (c) {
        case '"':
        case '\'':
        case '(':
        case '[':
        case '*':
        case '_':
        case U'“':
        case U'‘':
        case U'«':
        case U'¿':
        case U'¡': return true;
        default: return false;
    }
}

}  // namespace winnow::text
