#include "text/sentences.h"

#include <string>
#include <utility>

#include "text/sentences/abbreviations.h"
#include "text/sentences/stops.h"
#include "text/utf8.h"
#include "text/words.h"
#include "text/words/characters.h"

namespace winnow::text {
namespace {

bool is_ascii_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
/// Letters and digits.
bool is_ascii_letter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && kAsciiClasses[byte] == CharacterClass::letter;
}
bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

/// What follows a full stop.
struct Next {
    bool is_end = false;         // nothing, or a line break
    bool is_lower_case = false;  // a letter in lower case
    bool is_starter = false;     // a word such as "The" or "This", with which sentences begin and names do not
};

class Splitter {
public:
    explicit Splitter(std::string_view text) : text_(text) {}

    std::vector<Sentence> split() && {
        while (position_ < text_.size()) step();
        close(text_.size());
        return std::move(sentences_);
    }

private:
    void step() {
        const auto at = position_;
        const auto c = next_code_point(text_, position_);
        if (is_line_break(c)) return close(at);
        if (is_white_space(c)) {
            if (is_empty_) begin_ = position_;
            return;
        }
        is_empty_ = false;
        const auto stop = stop_of(c);
        if (stop == Stop::none) return;
        const bool is_single = skip_stops();
        const bool is_quoted = skip_closing();
        if (ends_here(stop, at, is_single, is_quoted)) close(position_);
    }

    /// Passes the stops behind the first one ("?!", "..."); false if there are any.
    bool skip_stops() {
        const auto begin = position_;
        for (auto behind = position_; behind < text_.size(); position_ = behind)
            if (stop_of(next_code_point(text_, behind)) == Stop::none) break;
        return position_ == begin;
    }
    /// Passes quotation marks and brackets that belong to the sentence; whether there are any.
    bool skip_closing() {
        const auto begin = position_;
        for (auto behind = position_; behind < text_.size(); position_ = behind)
            if (!is_closing(next_code_point(text_, behind))) break;
        return position_ != begin;
    }

    bool ends_here(Stop stop, std::size_t at, bool is_single, bool is_quoted) const {
        if (stop == Stop::absolute) return true;
        auto behind = position_;
        if (behind < text_.size() && !is_white_space(next_code_point(text_, behind))) return false;
        const auto next = look_ahead(position_);
        if (next.is_end) return true;
        if (is_quoted || !is_single) return !next.is_lower_case;  // "Why?" he asked; "well... maybe"
        if (stop == Stop::full) return !is_abbreviated(at, next);
        return true;
    }

    /// Reads the beginning of the next word. White space is passed once per stop, and no stop stands in it: linear.
    Next look_ahead(std::size_t position) const {
        for (auto behind = position; behind < text_.size(); position = behind) {
            const auto c = next_code_point(text_, behind);
            if (is_line_break(c)) return {.is_end = true};
            if (!is_white_space(c)) break;
        }
        if (position >= text_.size()) return {.is_end = true};
        auto behind = position;
        if (is_opening(next_code_point(text_, behind)) && behind < text_.size()) position = behind;
        const auto window = truncated(text_.substr(position), 16);  // longer than any stop word
        std::size_t end = 0;
        while (end < window.size() && is_ascii_letter(window[end])) ++end;
        behind = 0;
        return {.is_lower_case = !window.empty() && is_small_letter(next_code_point(window, behind)),
                .is_starter = is_stop_word(lower_case(window.substr(0, end)))};
    }

    /// Whether the full stop at `at` belongs to the word before it.
    bool is_abbreviated(std::size_t at, const Next& next) const {
        const auto word = word_before(at);
        if (word.empty()) return false;
        if (is_list_number(word, at)) return true;
        const auto kind = abbreviation(lower_case(word));
        if (kind == Abbreviation::before) return !is_short_answer(word, next);
        if (kind == Abbreviation::perhaps) return !next.is_starter || next.is_lower_case;
        const bool is_initial = is_ascii_upper(word.back()) && (word.size() == 1 || word[word.size() - 2] == '.');
        return is_initial && (!next.is_starter || next.is_lower_case);
    }

    /// "No.", "Sec." and the like are words as well: "It said no. The end."
    static bool is_short_answer(std::string_view word, const Next& next) {
        return word == "no" && !next.is_lower_case && next.is_starter;
    }

    /// "1." at the head of a sentence numbers it.
    bool is_list_number(std::string_view word, std::size_t at) const {
        if (word.size() > 3 || at - word.size() != begin_) return false;
        for (const char c : word)
            if (!is_ascii_digit(c)) return false;
        return true;
    }

    /// The ASCII letters, digits and full stops before `at`; empty if there are more than any abbreviation has.
    std::string_view word_before(std::size_t at) const {
        const auto longest = longest_abbreviation();
        auto begin = at;
        while (begin > begin_) {
            const char c = text_[begin - 1];
            if (!is_ascii_letter(c) && c != '.') {
                if (static_cast<unsigned char>(c) >= 0x80 && is_inside_word(begin)) return {};
                break;
            }
            if (at - --begin > longest) return {};
        }
        return text_.substr(begin, at - begin);
    }

    /// Whether the character that ends before `position` is a letter ("é" in "café." is no initial "f").
    bool is_inside_word(std::size_t position) const {
        auto begin = position - 1;
        while (begin > begin_ && position - begin < 4 && (text_[begin] & 0xc0) == 0x80) --begin;
        const auto found = class_of(next_code_point(text_, begin));
        return found == CharacterClass::letter || found == CharacterClass::mark;
    }

    /// Ends the sentence before `end`, without the white space at its own end.
    void close(std::size_t end) {
        if (!is_empty_) sentences_.push_back({without_white_end(text_.substr(begin_, end - begin_)), begin_});
        begin_ = position_;
        is_empty_ = true;
    }

    /// White space of ASCII is one byte, U+0085 and U+00A0 are two, the rest three.
    static std::string_view without_white_end(std::string_view text) {
        while (!text.empty()) {
            std::size_t size = 1;
            while (size < 3 && size < text.size() && (text[text.size() - size] & 0xc0) == 0x80) ++size;
            std::size_t position = text.size() - size;
            if (!is_white_space(next_code_point(text, position)) || position != text.size()) break;
            text.remove_suffix(size);
        }
        return text;
    }

    std::string_view text_;
    std::vector<Sentence> sentences_;
    std::size_t position_ = 0;
    std::size_t begin_ = 0;
    bool is_empty_ = true;  // no character but white space since begin_
};

}  // namespace

std::vector<Sentence> sentences(std::string_view text) {
    return Splitter(text).split();
}

}  // namespace winnow::text
