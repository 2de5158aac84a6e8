#include "discover/ask/search_text.h"

#include <algorithm>

#include "text/utf8.h"
#include "text/words.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxWords = 12;  // of one search; what follows only narrows it to nothing
constexpr std::size_t kTellingWords = 3;

/// The longest words, in the order of the question: length is what tells the particular from the general.
std::vector<std::string> telling(const std::vector<std::string>& words) {
    auto by_length = words;
    std::ranges::stable_sort(by_length, std::ranges::greater{}, &std::string::size);
    by_length.resize(std::min(by_length.size(), kTellingWords));
    std::vector<std::string> result;
    std::ranges::copy_if(words, std::back_inserter(result), [&](const std::string& word) {
        return std::ranges::find(by_length, word) != by_length.end();
    });
    return result;
}

/// The words of a question, those that say something beside all of them.
class Chosen {
public:
    void add_words(std::string_view text) {
        for (const auto& word : text::words(text)) add(word.text, text::is_stop_word(text::lower_case(word.text)));
    }
    /// A phrase of one word is a word.
    void add_phrase(std::string_view phrase) {
        const auto words = text::words(phrase);
        if (words.size() < 2) return add_words(phrase);
        std::string inside;
        for (const auto& word : words) (inside += inside.empty() ? "" : " ") += word.text;
        add("\"" + inside + "\"", false);
    }
    std::vector<std::string> take() && {
        auto& result = telling_.empty() ? all_ : telling_;
        result.resize(std::min(result.size(), kMaxWords));
        return std::move(result);
    }

private:
    void add(std::string_view word, bool is_stop_word) {
        auto low = text::lower_case(word);
        if (all_.size() >= kMaxWords * 2 || std::ranges::find(seen_, low) != seen_.end()) return;
        seen_.push_back(std::move(low));
        all_.emplace_back(word);
        if (!is_stop_word) telling_.emplace_back(word);
    }

    std::vector<std::string> telling_, all_, seen_;
};

}  // namespace

std::vector<std::string> search_words(std::string_view question) {
    return search_words(question, Phrases::as_words);
}

std::vector<std::string> search_words(std::string_view question, Phrases phrases) {
    Chosen chosen;
    while (!question.empty()) {
        const auto open = phrases == Phrases::kept ? question.find('"') : std::string_view::npos;
        const auto close = open == std::string_view::npos ? open : question.find('"', open + 1);
        if (close == std::string_view::npos) {
            chosen.add_words(question);
            break;
        }
        chosen.add_words(question.substr(0, open));
        chosen.add_phrase(question.substr(open + 1, close - open - 1));
        question.remove_prefix(close + 1);
    }
    return std::move(chosen).take();
}

std::vector<std::vector<std::string>> searches(const Query& query, std::size_t most, Phrases phrases) {
    std::vector<std::vector<std::string>> result;
    const auto add = [&](std::vector<std::string> words) {
        if (!words.empty() && result.size() < most && std::ranges::find(result, words) == result.end())
            result.push_back(std::move(words));
    };
    const auto words = search_words(query.question, phrases);
    add(words);
    for (const auto& expansion : query.expansions)
        if (result.size() + 1 < most) add(search_words(expansion, phrases));
    if (words.size() > kTellingWords) add(telling(words));
    return result;
}

std::vector<std::string> sentences_to_ask(const Query& query, std::size_t most, std::size_t max_bytes) {
    std::vector<std::string> result;
    const auto add = [&](const std::string& text) {
        auto sentence = text::folded_white_space(text::truncated(text, max_bytes));
        if (!sentence.empty() && result.size() < most && std::ranges::find(result, sentence) == result.end())
            result.push_back(std::move(sentence));
    };
    add(query.question);
    for (const auto& expansion : query.expansions) add(expansion);
    return result;
}

std::string joined_texts(const std::vector<std::string>& words, std::string_view between) {
    std::string result;
    for (const auto& word : words) {
        if (!result.empty()) result += between;
        result += word;
    }
    return result;
}

}  // namespace winnow
