#include "core/url/host/host.h"

#include <algorithm>
#include <array>

#include "core/url/host/address.h"
#include "core/url/host/idna.h"
#include "core/url/percent.h"

namespace winnow::url {
namespace {

/// What a byte of a host means: 0 if it is a forbidden domain code point, '%' or not ASCII, else its lower case.
constexpr std::array<char, 256> kLowerDomain = [] {
    std::array<char, 256> table{};
    for (unsigned c = 0x21; c < 0x7f; ++c) table[c] = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    for (const char c : std::string_view("#/:<>?@[\\]^|%")) table[static_cast<unsigned char>(c)] = 0;
    return table;
}();

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Appends a pure ASCII domain; false at the first forbidden byte.
bool append_ascii(std::string_view domain, std::string& href) {
    const auto begin = href.size();
    href.resize(begin + domain.size());
    char* target = href.data() + begin;
    for (const char c : domain) {
        *target = kLowerDomain[static_cast<unsigned char>(c)];
        if (*target++ == 0) return false;
    }
    return !domain.empty();
}

/// The address in place of the domain that begins at `begin`, if it is one.
bool resolve_number(std::string& href, std::size_t begin) {
    const auto domain = std::string_view(href).substr(begin);
    if (!ends_in_number(domain)) return true;
    const auto address = ipv4_serialised(domain);
    if (!address) return false;
    href.replace(begin, std::string::npos, *address);
    return true;
}

bool append_domain(std::string_view domain, std::string& href) {
    if (is_ascii(domain)) return append_ascii(domain, href);
    const auto ascii = domain_to_ascii(domain);
    return ascii && append_ascii(*ascii, href);
}

}  // namespace

bool append_host(std::string_view text, std::string& href) {
    if (text.starts_with('[')) {
        if (!text.ends_with(']')) return false;
        const auto address = ipv6_serialised(text.substr(1, text.size() - 2));
        if (address) href += "[" + *address + "]";
        return address.has_value();
    }
    const auto begin = href.size();
    const bool is_valid = text.contains('%') ? append_domain(percent_decoded(text), href) : append_domain(text, href);
    return is_valid && resolve_number(href, begin);
}

}  // namespace winnow::url
