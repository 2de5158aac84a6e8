#pragma once

#include <memory>
#include <string>
#include <string_view>

struct sb_stemmer;

namespace winnow::text {

/// Snowball's English stemmer. One thread at a time.
class Stemmer {
public:
    Stemmer();
    ~Stemmer();
    Stemmer(const Stemmer&) = delete;
    Stemmer& operator=(const Stemmer&) = delete;

    /// The stem of a word for which `is_english_word` holds.
    std::string stem(std::string_view word);

private:
    sb_stemmer* stemmer_;
};

/// The word in lower case and composed form, without accents on Latin, Greek and Cyrillic letters, with letters that
/// only look different ("ﬁ", full width) or have a customary spelling ("ß", "ø", "æ") in plain Latin ones.
std::string folded_word(std::string_view word);

/// Whether a folded word is one for the stemmer: ASCII letters and digits, of a length that words have.
bool is_english_word(std::string_view folded);

}  // namespace winnow::text
