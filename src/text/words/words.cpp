#include "text/words.h"

#include <unordered_set>
#include <utility>

#include "text/words/scan.h"
#include "text/words/term_cache.h"

namespace winnow::text {

std::vector<Word> words(std::string_view text) {
    std::vector<Word> result;
    result.reserve(text.size() / 6);  // English prose: a word and its blank take six bytes
    for (WordScanner scanner(text); scanner.next();) result.push_back({scanner.word(), scanner.begin(), scanner.end()});
    return result;
}

std::size_t count_words(std::string_view text) {
    std::size_t count = 0;
    std::size_t unspaced = 0;
    bool in_word = false;
    for (std::size_t position = 0; position < text.size();) {
        const auto found = class_of(next_code_point(text, position));
        // Nearly every character is a further letter of a word.
        if (found == CharacterClass::letter && in_word) continue;
        if (found == CharacterClass::unspaced) {
            ++unspaced;
            in_word = false;
            continue;
        }
        if (found == CharacterClass::mark) continue;
        if (unspaced != 0) {
            count += (unspaced + 1) / 2;
            unspaced = 0;
        }
        if (found == CharacterClass::letter && !in_word) {
            ++count;
            in_word = true;
        } else if (found == CharacterClass::white) {
            in_word = false;
        }
    }
    return count + (unspaced + 1) / 2;
}

std::string stem(std::string_view word) {
    return std::string(TermCache::of_this_thread().find(word).stem);
}

std::vector<std::string> terms(std::string_view text) {
    auto& cache = TermCache::of_this_thread();
    std::vector<std::string> result;
    result.reserve(text.size() / 10);
    for (WordScanner scanner(text); scanner.next();)
        if (const auto term = cache.find(scanner.word()); !term.is_stop_word) result.emplace_back(term.stem);
    return result;
}

std::vector<std::string> question_terms(std::string_view question) {
    auto found = terms(question);
    if (found.empty())
        for (WordScanner scanner(question); scanner.next();) found.push_back(stem(scanner.word()));
    std::vector<std::string> distinct;
    std::unordered_set<std::string> seen;
    for (auto& term : found)
        if (seen.insert(term).second) distinct.push_back(std::move(term));
    return distinct;
}

}  // namespace winnow::text
