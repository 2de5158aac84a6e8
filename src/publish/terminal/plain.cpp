#include "publish/escape.h"
#include "publish/terminal.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr char32_t kEscape = 0x1B;

bool is_final(char32_t c) {
    return c >= 0x40 && c <= 0x7E;
}

/// Moves behind a control sequence (ECMA-48) whose introducer was read: parameters, then one final character. It ends,
/// too, at anything that cannot be part of it.
void pass_sequence(std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] >= 0x20 && text[at] < 0x40) ++at;
    if (at < text.size() && is_final(static_cast<unsigned char>(text[at]))) ++at;
}

/// Moves behind a control string (OSC, DCS, APC, PM, SOS): up to its terminator or to the end of the line, for a string
/// that is never ended would swallow the rest of the text.
void pass_string(std::string_view text, std::size_t& at) {
    while (at < text.size()) {
        const auto begin = at;
        const auto c = text::next_code_point(text, at);
        if (c == 0x07 || c == 0x9C) return;
        if (c == '\n' || c == '\r') {
            at = begin;
            return;
        }
        if (c == kEscape) {
            if (at < text.size() && text[at] == '\\') ++at;
            return;
        }
    }
}

/// Moves behind what follows ESC or stands for ESC and that character (C1).
void pass_escape(char32_t kind, std::string_view text, std::size_t& at) {
    switch (kind) {
        case '[': return pass_sequence(text, at);
        case ']':
        case 'P':
        case 'X':
        case '^':
        case '_': return pass_string(text, at);
        default:
            // ESC, intermediate characters, one final character.
            if (kind >= 0x20 && kind < 0x30) {
                while (at < text.size() && text[at] >= 0x20 && text[at] < 0x30) ++at;
                if (at < text.size() && text[at] >= 0x30 && text[at] < 0x7F) ++at;
            }
    }
}

}  // namespace

std::string plain_terminal_text(std::string_view text) {
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto c = text::next_code_point(text, at);
        if (c == kEscape) {
            if (at < text.size() && text[at] >= 0x20 && text[at] < 0x7F) {
                const auto kind = static_cast<unsigned char>(text[at++]);
                pass_escape(kind, text, at);
            }
        } else if (c >= 0x80 && c < 0xA0) {
            pass_escape(c - 0x40, text, at);
        } else {
            kept += text.substr(begin, at - begin);
        }
    }
    return clean_line(kept);
}

}  // namespace winnow
