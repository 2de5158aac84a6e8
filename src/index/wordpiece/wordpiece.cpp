#include "index/wordpiece/wordpiece.h"

#include <algorithm>
#include <array>

#include "index/wordpiece/normalise.h"
#include "index/wordpiece/vocabulary.h"

namespace winnow::wordpiece {
namespace {

enum class Class : std::uint8_t { blank, word, punctuation, other };

struct AsciiTable {
    std::array<Class, 256> classes{};
    std::array<char, 128> small{};
};

/// What each byte is; `other` is left to the slow way: controls and all beyond ASCII.
constexpr AsciiTable kAscii = [] {
    AsciiTable table;
    for (unsigned c = 0; c < 256; ++c) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool letter = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (c < 128) table.small[c] = static_cast<char>(upper ? c | 0x20 : c);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            table.classes[c] = Class::blank;
        else if (letter)
            table.classes[c] = Class::word;
        else
            table.classes[c] = c > ' ' && c < 127 ? Class::punctuation : Class::other;
    }
    return table;
}();

Class class_at(std::string_view text, std::size_t position) {
    return kAscii.classes[static_cast<unsigned char>(text[position])];
}

/// Cuts words and appends their tokens.
class Cutter {
public:
    Cutter(const Vocabulary& vocabulary, std::vector<Token>& tokens) : vocabulary_(vocabulary), tokens_(tokens) {}

    void add(std::string_view word, std::size_t code_points) {
        if (code_points > kLongestWord) return tokens_.push_back(kUnknown);
        const auto before = tokens_.size();
        auto position = Position::first;
        while (!word.empty()) {
            const auto taken = add_longest(word, position);
            if (taken == 0) {  // one piece that is not known makes the whole word unknown
                tokens_.resize(before);
                return tokens_.push_back(kUnknown);
            }
            word.remove_prefix(taken);
            position = Position::later;
        }
    }

private:
    /// Appends the longest piece that the rest of a word begins with; how many bytes it takes, 0 if there is none.
    std::size_t add_longest(std::string_view rest, Position position) {
        const auto longest = std::min({rest.size(), vocabulary_.longest(), hashes_.size()});
        PieceHash hash(position);
        for (std::size_t size = 0; size < longest; ++size) {
            hash.add(rest[size]);
            hashes_[size] = hash.value();
        }
        for (auto size = longest; size > 0; --size) {
            if (const auto token = vocabulary_.find(rest.substr(0, size), position, hashes_[size - 1])) {
                tokens_.push_back(*token);
                return size;
            }
        }
        return 0;
    }

    const Vocabulary& vocabulary_;
    std::vector<Token>& tokens_;
    std::array<std::uint64_t, 64> hashes_;
};

class Reader {
public:
    Reader(std::string_view text, std::vector<Token>& tokens) : text_(text), cutter_(Vocabulary::instance(), tokens) {}

    void read() {
        while (position_ < text_.size()) {
            switch (class_at(text_, position_)) {
                case Class::blank: ++position_; break;
                case Class::word: read_word(); break;
                case Class::punctuation: cutter_.add(text_.substr(position_++, 1), 1); break;
                case Class::other: read_other(position_); break;
            }
        }
    }

private:
    void read_word() {
        const auto begin = position_;
        std::size_t size = 0;
        for (; position_ < text_.size() && class_at(text_, position_) == Class::word; ++position_, ++size)
            if (size < small_.size()) small_[size] = kAscii.small[static_cast<unsigned char>(text_[position_])];
        // An accent or a control character behind the letters belongs to their word.
        if (position_ < text_.size() && class_at(text_, position_) == Class::other) return read_other(begin);
        cutter_.add(std::string_view(small_.data(), std::min(size, small_.size())), size);
    }

    /// From `begin` to the next blank of ASCII.
    void read_other(std::size_t begin) {
        while (position_ < text_.size() && class_at(text_, position_) != Class::blank) ++position_;
        for (const auto& word : words_.read(text_.substr(begin, position_ - begin)))
            cutter_.add(word.text, word.code_points);
    }

    std::string_view text_;
    std::size_t position_ = 0;
    std::array<char, kLongestWord> small_;
    NormalisedWords words_;
    Cutter cutter_;
};

}  // namespace

void tokenize(std::string_view text, std::vector<Token>& tokens) {
    Reader(text, tokens).read();
}

std::size_t count(std::string_view text) {
    thread_local std::vector<Token> tokens;
    tokens.clear();
    tokenize(text, tokens);
    return tokens.size();
}

}  // namespace winnow::wordpiece
