#pragma once

#include <cstddef>
#include <string_view>

#include "text/utf8.h"
#include "text/words/characters.h"
#include "text/words/technical.h"

namespace winnow::text {

/// Walks over the words of a text, in order, without memory of its own: what words(), terms() and signature() share.
class WordScanner {
public:
    explicit WordScanner(std::string_view text) : text_(text) {}

    /// Finds the next word, text.substr(begin(), end() - begin()); false at the end of the text.
    bool next() {
        if (in_run_) return next_bigram();
        while (position_ < text_.size()) {
            const auto start = position_;
            switch (class_of(next_code_point(text_, position_))) {
                case CharacterClass::letter: return finish_word(start);
                case CharacterClass::unspaced: return begin_run(start);
                default: break;
            }
            if (text_[start] == '.' && begins_dotted_name(text_, start)) return finish_word(start);
        }
        return false;
    }

    std::size_t begin() const { return begin_; }
    std::size_t end() const { return end_; }
    std::string_view word() const { return text_.substr(begin_, end_ - begin_); }

private:
    /// Reads letters and marks up to the end of the word that began at `start`.
    bool finish_word(std::size_t start) {
        begin_ = start;
        end_ = position_;
        while (end_ < text_.size()) {
            auto behind = end_;
            const auto next = class_of(next_code_point(text_, behind));
            if (next != CharacterClass::letter && next != CharacterClass::mark) break;
            end_ = behind;
        }
        end_ = technical_end(text_, begin_, end_);
        position_ = end_;
        return true;
    }

    /// The end of one character of an unspaced script with its marks; `position` if there is none.
    std::size_t unit_end(std::size_t position) const {
        auto behind = position;
        if (behind >= text_.size() || class_of(next_code_point(text_, behind)) != CharacterClass::unspaced)
            return position;
        return skip_marks(behind);
    }
    std::size_t skip_marks(std::size_t position) const {
        while (position < text_.size()) {
            auto behind = position;
            if (class_of(next_code_point(text_, behind)) != CharacterClass::mark) break;
            position = behind;
        }
        return position;
    }

    /// The first pair of a run of characters without blanks, or the only character if it stands alone.
    bool begin_run(std::size_t start) {
        begin_ = start;
        second_ = skip_marks(position_);
        end_ = unit_end(second_);
        position_ = end_;
        in_run_ = end_ != second_;
        return true;
    }

    /// The pair that begins with the second character of the last one.
    bool next_bigram() {
        const auto end = unit_end(end_);
        if (end == end_) {
            in_run_ = false;
            return next();
        }
        begin_ = second_;
        second_ = end_;
        position_ = end_ = end;
        return true;
    }

    std::string_view text_;
    std::size_t position_ = 0;
    std::size_t begin_ = 0, end_ = 0;
    std::size_t second_ = 0;  // where the second character of a pair begins
    bool in_run_ = false;
};

}  // namespace winnow::text
