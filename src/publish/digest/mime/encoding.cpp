#include "publish/digest/mime/encoding.h"

#include "publish/escape.h"
#include "publish/wording.h"

namespace winnow::mime {
namespace {

constexpr std::string_view kHexadecimal = "0123456789ABCDEF";
constexpr std::size_t kLine = 76;

std::string escaped(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return {'=', kHexadecimal[byte >> 4], kHexadecimal[byte & 15]};
}

/// What stands for the byte at `i` of a line: itself, or its number.
std::string unit_of(std::string_view line, std::size_t i, bool begins_line) {
    const char c = line[i];
    const bool is_last = i + 1 == line.size();
    if (c == '=' || (c != '\t' && (c < ' ' || c > '~'))) return escaped(c);
    if ((c == ' ' || c == '\t') && is_last) return escaped(c);
    if (begins_line && (c == '.' || line.substr(i).starts_with("From "))) return escaped(c);
    return {c};
}

}  // namespace

std::string quoted_printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        std::size_t used = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            auto unit = unit_of(line, i, used == 0);
            if (used + unit.size() > kLine - 1) {  // the last column is for the = of a line that goes on
                out += "=\r\n";
                used = 0;
                unit = unit_of(line, i, true);
            }
            out += unit;
            used += unit.size();
        }
        out += "\r\n";
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

std::string shortened_for_message(std::string_view text) {
    return shortened(clean_line(text), 80);
}

}  // namespace winnow::mime
