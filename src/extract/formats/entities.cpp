#include "extract/formats/entities.h"

#include <charconv>

#include <libxml/HTMLparser.h>

#include "text/utf8.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLongestReference = 32;

char32_t numbered(std::string_view digits, int base) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) return 0xFFFD;
    return number;
}

}  // namespace

std::string decoded_entity(std::string_view reference) {
    if (reference.size() < 3 || reference.front() != '&' || reference.back() != ';') return std::string(reference);
    auto name = reference.substr(1, reference.size() - 2);
    char32_t code = 0;
    if (name.front() == '#') {
        name.remove_prefix(1);
        const bool hexadecimal = name.starts_with('x') || name.starts_with('X');
        code = hexadecimal ? numbered(name.substr(1), 16) : numbered(name, 10);
    } else if (name == "apos") {
        code = '\'';
    } else {
        const std::string terminated(name);
        const auto* entity = htmlEntityLookup(reinterpret_cast<const xmlChar*>(terminated.c_str()));
        if (entity == nullptr) return std::string(reference);
        code = entity->value;
    }
    std::string result;
    text::append_code_point(result, code);
    return result;
}

std::string decoded_entities(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto end = text[i] == '&' ? text.substr(i, kLongestReference).find(';') : std::string_view::npos;
        if (end == std::string_view::npos) {
            result += text[i++];
            continue;
        }
        result += decoded_entity(text.substr(i, end + 1));
        i += end + 1;
    }
    return result;
}

}  // namespace winnow::extract
