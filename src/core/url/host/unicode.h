#pragma once

#include <string>
#include <string_view>

namespace winnow::url {

/// What UTS #46 says about a code point in a domain, without STD3 rules and without transitional processing.
enum class IdnaStatus {
    valid,       ///< stays
    mapped,      ///< is replaced
    ignored,     ///< is dropped
    disallowed,  ///< makes the domain invalid
};

struct IdnaMapping {
    IdnaStatus status = IdnaStatus::disallowed;
    std::u32string replacement;  // only if mapped
};

/// The mapping of a code point, derived from its Unicode properties as section 6 of UTS #46 describes.
IdnaMapping idna_mapping(char32_t code_point);

/// Normalization Form C.
std::u32string composed(std::u32string_view text);

bool is_mark(char32_t code_point);    ///< General_Category M
bool is_virama(char32_t code_point);  ///< Canonical_Combining_Class 9

/// Joining_Type, as far as the rule for the zero-width non-joiner needs it.
enum class Joining { none, left, right, dual, transparent };
Joining joining(char32_t code_point);

/// Bidi_Class, as far as RFC 5893 tells the classes apart.
enum class BidiClass { l, r, al, an, en, es, cs, et, on, bn, nsm, other };
BidiClass bidi_class(char32_t code_point);

}  // namespace winnow::url
