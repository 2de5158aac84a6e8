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

}  // namespace

std::vector<std::string> search_words(std::string_view question) {
    std::vector<std::string> telling_words, all;
    std::vector<std::string> seen;
    for (const auto& word : text::words(question)) {
        const auto low = text::lower_case(word.text);
        if (all.size() >= kMaxWords * 2 || std::ranges::find(seen, low) != seen.end()) continue;
        seen.push_back(low);
        all.emplace_back(word.text);
        if (!text::is_stop_word(low)) telling_words.emplace_back(word.text);
    }
    auto& result = telling_words.empty() ? all : telling_words;
    result.resize(std::min(result.size(), kMaxWords));
    return result;
}

std::vector<std::vector<std::string>> searches(const Query& query, std::size_t most) {
    std::vector<std::vector<std::string>> result;
    const auto add = [&](std::vector<std::string> words) {
        if (!words.empty() && result.size() < most && std::ranges::find(result, words) == result.end())
            result.push_back(std::move(words));
    };
    const auto words = search_words(query.question);
    add(words);
    for (const auto& expansion : query.expansions)
        if (result.size() + 1 < most) add(search_words(expansion));
    if (words.size() > kTellingWords) add(telling(words));
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
