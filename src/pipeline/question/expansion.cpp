#include "pipeline/question/expansion.h"

#include <algorithm>
#include <array>

#include "text/utf8.h"
#include "text/words.h"

namespace winnow {
namespace {

constexpr std::size_t kTellingWords = 2;  // fewer say too little to be searched for alone

bool divides(std::string_view word) {
    constexpr auto kWords = std::to_array<std::string_view>({"and", "or", "vs", "versus"});
    return std::ranges::find(kWords, text::lower_case(word)) != kWords.end();
}

/// Whether what stands between two words divides them: "a, b", but neither "a-b" nor "Stack Overflow".
bool divides_as_punctuation(std::string_view between) {
    return between.find_first_of(",;:?!()\"/") != std::string_view::npos || between.starts_with(". ");
}

std::size_t telling_words(std::string_view part) {
    const auto words = text::words(part);
    return static_cast<std::size_t>(std::ranges::count_if(
        words, [](const text::Word& word) { return !text::is_stop_word(text::lower_case(word.text)); }));
}

std::vector<std::string_view> quoted_phrases(std::string_view question) {
    std::vector<std::string_view> phrases;
    while (true) {
        const auto open = question.find('"');
        const auto close = open == std::string_view::npos ? open : question.find('"', open + 1);
        if (close == std::string_view::npos) return phrases;
        phrases.push_back(question.substr(open + 1, close - open - 1));
        question.remove_prefix(close + 1);
    }
}

std::vector<std::string_view> divided_parts(std::string_view question) {
    std::vector<std::string_view> parts;
    std::size_t begin = std::string_view::npos, end = 0;
    const auto close = [&] {
        if (begin != std::string_view::npos) parts.push_back(question.substr(begin, end - begin));
        begin = std::string_view::npos;
    };
    for (const auto& word : text::words(question)) {
        if (begin != std::string_view::npos && divides_as_punctuation(question.substr(end, word.begin - end))) close();
        if (divides(word.text)) {
            close();
            continue;
        }
        if (begin == std::string_view::npos) begin = word.begin;
        end = word.end;
    }
    close();
    return parts;
}

}  // namespace

std::vector<std::string> expansions_of(std::string_view question) {
    const auto whole = text::question_terms(question);
    std::vector<std::string> result;
    std::vector<std::vector<std::string>> known{whole};
    const auto add = [&](std::string_view part, bool quoted) {
        if (result.size() >= kMaxExpansions || telling_words(part) < kTellingWords) return;
        auto terms = text::question_terms(part);
        if (std::ranges::find(known, terms) != known.end()) return;
        known.push_back(std::move(terms));
        const auto shown = text::folded_white_space(part);
        result.push_back(quoted ? "\"" + shown + "\"" : shown);
    };
    for (const auto phrase : quoted_phrases(question)) add(phrase, true);
    for (const auto part : divided_parts(question)) add(part, false);
    return result;
}

}  // namespace winnow
