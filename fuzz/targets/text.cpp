// Words, sentences, terms and signatures of any bytes, valid UTF-8 or not.
#include <cmath>

#include "check.h"
#include "text/sentences.h"
#include "text/shingles.h"
#include "text/utf8.h"
#include "text/words.h"

using namespace winnow;

namespace {

void check_words(std::string_view text) {
    std::size_t last = 0;
    for (const auto& word : text::words(text)) {
        fuzz::check(word.begin >= last && word.begin < word.end && word.end <= text.size(), "words come in order");
        fuzz::check(word.text == text.substr(word.begin, word.end - word.begin), "a word lies where it says");
        static_cast<void>(text::stem(word.text));
        last = word.begin;
    }
    fuzz::check(text::count_words(text) <= text.size(), "a word takes at least a byte");
    static_cast<void>(text::terms(text));
    static_cast<void>(text::question_terms(text));
}

void check_sentences(std::string_view text) {
    std::size_t last = 0;
    for (const auto& sentence : text::sentences(text)) {
        fuzz::check(sentence.begin >= last, "sentences come in order and do not overlap");
        fuzz::check(!sentence.text.empty(), "a sentence says something");
        fuzz::check(text.substr(sentence.begin).starts_with(sentence.text), "a sentence lies where it says");
        last = sentence.begin + sentence.text.size();
    }
}

void check_signature(std::string_view text) {
    const auto signature = text::signature(text);
    fuzz::check(signature.empty() || signature.size() == text::kSignatureSize, "a signature has its size");
    fuzz::check(signature.empty() == text::words(text).empty(), "what has words has a signature");
    if (!signature.empty())
        fuzz::check(std::abs(text::resemblance(signature, signature) - 1) < 1e-9, "a text resembles itself");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto text = fuzz::Input(bytes, size).rest();
    check_words(text);
    check_sentences(text);
    check_signature(text);
    const auto folded = text::folded_white_space(text);
    fuzz::check(text::folded_white_space(folded) == folded, "folding twice changes nothing");
    fuzz::check(text::truncated(text, size / 2).size() <= size / 2, "a cut text keeps to the limit");
    if (!text::is_valid_utf8(text)) return 0;
    fuzz::check(text::is_valid_utf8(text::lower_case(text)), "lower case is valid UTF-8");
    fuzz::check(text::is_valid_utf8(text::truncated(text, size / 2)), "a cut text is valid UTF-8");
    return 0;
}
