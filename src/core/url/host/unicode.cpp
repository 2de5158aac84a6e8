#include "core/url/host/unicode.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

namespace winnow::url {
namespace {

using Buffer = std::unique_ptr<std::uint32_t, decltype(&std::free)>;

const std::uint32_t* units(std::u32string_view text) {
    return reinterpret_cast<const std::uint32_t*>(text.data());
}

std::u32string taken(std::uint32_t* result, std::size_t size) {
    const Buffer owner(result, &std::free);
    if (!result) return {};
    return {reinterpret_cast<const char32_t*>(result), size};
}

std::u32string normalised(std::u32string_view text, uninorm_t form) {
    std::size_t size = 0;
    auto* result = u32_normalize(form, units(text), text.size(), nullptr, &size);
    return taken(result, size);
}

std::u32string case_folded(std::u32string_view text) {
    std::size_t size = 0;
    auto* result = u32_casefold(units(text), text.size(), nullptr, nullptr, nullptr, &size);
    return taken(result, size);
}

/// NFKC_Casefold (Unicode, section 3.13).
std::u32string compatible(char32_t c) {
    std::u32string text(1, c);
    for (int round = 0; round < 4; ++round) {  // stable after two for all that is assigned
        auto next = normalised(case_folded(text), UNINORM_NFKC);
        std::erase_if(next, [](char32_t part) { return uc_is_property_default_ignorable_code_point(part); });
        if (next == text) break;
        text = std::move(next);
    }
    return text;
}

bool is_full_stop(char32_t c) {
    return c == U'。' || c == U'．' || c == U'｡';
}
/// What folding would change, but UTS #46 keeps: letters of their own, and joiners that scripts need.
bool is_deviation(char32_t c) {
    return c == U'ß' || c == U'ς' || c == 0x200c || c == 0x200d;
}

struct Range {
    char32_t first, last;
};

/// What section 6 excludes by hand: signs that control or describe other characters.
constexpr Range kExcluded[] = {
    {0x061c, 0x061c},    // Arabic letter mark
    {0x200e, 0x200f},    // left-to-right and right-to-left marks
    {0x202a, 0x202e},    // embeddings and overrides
    {0x2066, 0x2069},    // isolates
    {0x2ff0, 0x2fff},    // ideographic description
    {0x31ef, 0x31ef},    // the same
    {0xfff9, 0xfffd},    // annotations, replacement characters
    {0xe0000, 0xe00ff},  // tags
};

bool is_excluded(char32_t c) {
    return std::ranges::any_of(kExcluded, [&](const Range& range) { return c >= range.first && c <= range.last; });
}

bool has_category(char32_t c, std::uint32_t mask) {
    return uc_is_general_category_withtable(c, mask);
}

/// Control characters, unassigned, private and surrogate code points, and separators that map to themselves.
bool is_no_character(char32_t c) {
    return has_category(c, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z);
}

}  // namespace

IdnaMapping idna_mapping(char32_t c) {
    if (c < 0x80) {
        if (c >= 'A' && c <= 'Z') return {IdnaStatus::mapped, std::u32string(1, c | 0x20)};
        return {IdnaStatus::valid, {}};
    }
    if (is_deviation(c)) return {IdnaStatus::valid, {}};
    if (c == U'ẞ') return {IdnaStatus::mapped, U"ß"};
    if (is_full_stop(c)) return {IdnaStatus::mapped, U"."};
    if (c > 0x10ffff || is_excluded(c) || has_category(c, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Cs)) return {};
    auto mapping = compatible(c);
    if (mapping.empty()) return {IdnaStatus::ignored, {}};
    if (mapping.size() == 1 && mapping[0] == c) {
        if (is_no_character(c)) return {};
        return {IdnaStatus::valid, {}};
    }
    if (mapping.find_first_of(U".。") != std::u32string::npos) return {};  // would add a label unseen
    return {IdnaStatus::mapped, std::move(mapping)};
}

std::u32string composed(std::u32string_view text) {
    return normalised(text, UNINORM_NFC);
}

bool is_mark(char32_t code_point) {
    return has_category(code_point, UC_CATEGORY_MASK_M);
}

bool is_virama(char32_t code_point) {
    return uc_combining_class(code_point) == UC_CCC_VR;
}

Joining joining(char32_t code_point) {
    switch (uc_joining_type(code_point)) {
        case UC_JOINING_TYPE_L: return Joining::left;
        case UC_JOINING_TYPE_R: return Joining::right;
        case UC_JOINING_TYPE_D: return Joining::dual;
        case UC_JOINING_TYPE_T: return Joining::transparent;
        default: return Joining::none;
    }
}

BidiClass bidi_class(char32_t code_point) {
    switch (uc_bidi_class(code_point)) {
        case UC_BIDI_L: return BidiClass::l;
        case UC_BIDI_R: return BidiClass::r;
        case UC_BIDI_AL: return BidiClass::al;
        case UC_BIDI_AN: return BidiClass::an;
        case UC_BIDI_EN: return BidiClass::en;
        case UC_BIDI_ES: return BidiClass::es;
        case UC_BIDI_CS: return BidiClass::cs;
        case UC_BIDI_ET: return BidiClass::et;
        case UC_BIDI_ON: return BidiClass::on;
        case UC_BIDI_BN: return BidiClass::bn;
        case UC_BIDI_NSM: return BidiClass::nsm;
        default: return BidiClass::other;
    }
}

}  // namespace winnow::url
