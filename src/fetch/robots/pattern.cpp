#include "fetch/robots/pattern.h"

#include <cstring>

namespace winnow {
namespace {

enum class Kind { target, pattern };

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
}

bool is_reserved(char c) {
    return std::string_view(":/?#[]@!$&'()*+,;=").find(c) != std::string_view::npos;
}

/// Reserved characters that carry no meaning of their own in a query, so that people write them either way.
bool is_encoded_in_query(char c) {
    return std::string_view(":/?[]@").find(c) != std::string_view::npos;
}

void append_encoded(std::string& out, char c) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
}

std::string normalised(std::string_view text, Kind kind) {
    std::string out;
    out.reserve(text.size());
    bool in_query = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const int high = c == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low >= 0) {
            const char decoded = static_cast<char>(high * 16 + low);
            if (is_unreserved(decoded))
                out += decoded;
            else
                append_encoded(out, decoded);
            i += 2;
            continue;
        }
        const bool special = kind == Kind::pattern && (c == '*' || (c == '$' && i + 1 == text.size()));
        const bool literal = is_unreserved(c) || (is_reserved(c) && c != '*' && c != '$');
        if (special || (literal && !(in_query && is_encoded_in_query(c))))
            out += c;
        else
            append_encoded(out, c);
        in_query = in_query || c == '?';
    }
    return out;
}

/// Where `piece` begins in `text` at or after `from`. memmem() does not go quadratic as string_view::find() does.
std::size_t find_piece(std::string_view text, std::string_view piece, std::size_t from) {
    if (piece.empty()) return from;
    const auto* found = memmem(text.data() + from, text.size() - from, piece.data(), piece.size());
    if (!found) return std::string_view::npos;
    return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace

std::string normalised_target(std::string_view target) {
    return normalised(target, Kind::target);
}

std::string normalised_pattern(std::string_view pattern) {
    return normalised(pattern, Kind::pattern);
}

bool matches_pattern(std::string_view pattern, std::string_view target) {
    const bool anchored = pattern.ends_with('$');
    if (anchored) pattern.remove_suffix(1);
    auto star = pattern.find('*');
    const auto head = pattern.substr(0, star);
    if (!target.starts_with(head)) return false;
    if (star == std::string_view::npos) return !anchored || target.size() == head.size();
    std::size_t at = head.size();
    while (star != std::string_view::npos) {
        pattern.remove_prefix(star + 1);
        star = pattern.find('*');
        const auto piece = pattern.substr(0, star);
        if (anchored && star == std::string_view::npos)
            return target.size() - at >= piece.size() && target.ends_with(piece);
        at = find_piece(target, piece, at);
        if (at == std::string_view::npos) return false;
        at += piece.size();
    }
    return true;
}

}  // namespace winnow
