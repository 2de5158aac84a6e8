#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::text {

/// A word as it stands in a text: bytes [begin, end).
struct Word {
    std::string_view text;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Words in order: runs of letters, digits and marks of any script; an apostrophe, full stop, hyphen or underscore
/// between two letters or digits divides, but "c++", "c#", ".net" and "node.js" stay whole. In scripts without blanks
/// (Han, Kana, Thai…) every two neighbouring characters make a word (overlapping bigrams). Linear time.
std::vector<Word> words(std::string_view text);

/// How many words a person would count: runs without white space; in scripts without blanks two characters are one.
std::size_t count_words(std::string_view text);

/// Whether the lower-case word carries no topic in English ("the", "of", "how", "what").
bool is_stop_word(std::string_view word);

/// The word in lower case, without accents, stemmed by Snowball's English stemmer: equal stems count as one term.
/// Safe from several threads.
std::string stem(std::string_view word);

/// The terms of a text in order: stems of its words without stop words.
std::vector<std::string> terms(std::string_view text);

/// What a question asks for: its distinct terms, in order; stop words stay if there is nothing else.
std::vector<std::string> question_terms(std::string_view question);

}  // namespace winnow::text
