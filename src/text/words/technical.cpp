#include "text/words/technical.h"

#include <algorithm>
#include <iterator>

#include "text/utf8.h"
#include "text/words/characters.h"

namespace winnow::text {
namespace {

/// Words that "++" belongs to. Behind any other word it is the operator: "i++".
constexpr std::string_view kPlusPlus[] = {"c", "g", "clang", "libstdc", "libc", "notepad", "objc"};
/// Words that "#" belongs to. Behind any other it is an anchor or a number: "issue#12".
constexpr std::string_view kSharp[] = {"c", "f", "j", "q", "x"};
/// Words that ".net" belongs to. Behind any other it is the end of a host: "example.net".
constexpr std::string_view kDotNet[] = {"asp", "ado", "vb", "ml"};

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; });
}

template <typename List>
bool is_one_of(const List& list, std::string_view word) {
    return std::ranges::any_of(list, [&](std::string_view entry) { return equals_ignoring_case(word, entry); });
}

bool is_letter_at(std::string_view text, std::size_t position) {
    if (position >= text.size()) return false;
    const auto found = class_of(next_code_point(text, position));
    return found == CharacterClass::letter || found == CharacterClass::mark;
}

/// Whether `suffix` stands at `position` and no letter follows.
bool ends_with_suffix(std::string_view text, std::size_t position, std::string_view suffix) {
    return equals_ignoring_case(text.substr(position, suffix.size()), suffix) &&
           !is_letter_at(text, position + suffix.size());
}

bool is_digit_at(std::string_view text, std::size_t position) {
    return position < text.size() && text[position] >= '0' && text[position] <= '9';
}

}  // namespace

std::size_t technical_end(std::string_view text, std::size_t begin, std::size_t end) {
    if (end >= text.size()) return end;
    const auto word = text.substr(begin, end - begin);
    const auto may_follow = [&](std::size_t behind) {
        return !is_letter_at(text, behind) || is_digit_at(text, behind);
    };
    switch (text[end]) {
        case '+':
            if (text.substr(end, 2) == "++" && text.substr(end + 2, 1) != "+" && is_one_of(kPlusPlus, word) &&
                may_follow(end + 2))
                return end + 2;
            return end;
        case '#': return is_one_of(kSharp, word) && may_follow(end + 1) ? end + 1 : end;
        case '.':
            if (ends_with_suffix(text, end, ".js")) return end + 3;
            return ends_with_suffix(text, end, ".net") && is_one_of(kDotNet, word) ? end + 4 : end;
        default: return end;
    }
}

bool begins_dotted_name(std::string_view text, std::size_t position) {
    if (!ends_with_suffix(text, position, ".net")) return false;
    if (position == 0) return true;
    const auto before = static_cast<unsigned char>(text[position - 1]);
    // A byte of another script before it may end a word or a sign of punctuation; both mean that ".net" stands alone,
    // since no host name in such a script ends in the Latin ".net" often enough to matter.
    return before >= 0x80 || (class_of(before) != CharacterClass::letter && before != '.');
}

}  // namespace winnow::text
