#include "evaluate/local/reading/theme.h"

#include <algorithm>

#include "text/words.h"

namespace winnow::evaluate {
namespace {

constexpr std::size_t kMaxThemeWords = 200;
constexpr std::size_t kMaxSentenceWords = 200;

/// What descriptions of criteria say about texts, not about their subject.
bool says_nothing(std::string_view stem) {
    static const std::vector<std::string> stems = [] {
        auto terms = text::terms(
            "text texts document page article reader readers author show shows give gives help helps explain explains "
            "describe describes state states name names see sees say says make makes use uses used good bad well clear "
            "clearly beyond whether such way ways think thing things something anything nothing example examples like "
            "criterion criteria score content high low quality includes including provide provides cover covers "
            "mention mentions rather one two new can may must should");
        std::ranges::sort(terms);
        return terms;
    }();
    return std::ranges::binary_search(stems, stem);
}

}  // namespace

Theme::Theme(std::string_view words) : stems_(text::terms(words)) {
    std::erase_if(stems_, [](const std::string& stem) { return stem.size() < 2 || says_nothing(stem); });
    std::ranges::sort(stems_);
    stems_.erase(std::ranges::unique(stems_).begin(), stems_.end());
    if (stems_.size() > kMaxThemeWords) stems_.resize(kMaxThemeWords);
}

bool Theme::holds(std::string_view stem) const {
    return std::ranges::binary_search(stems_, stem);
}

ThemeMatch match(const Theme& theme, const Reading& reading) {
    ThemeMatch result;
    result.is_theme_word.resize(reading.words.size());
    std::vector<std::string_view> found;
    for (std::size_t i = 0; i < reading.words.size(); ++i) {
        const auto& word = reading.words[i];
        if (word.stem.empty() || !theme.holds(word.stem)) continue;
        result.is_theme_word[i] = 1;
        if (word.sentences > 0) found.push_back(word.stem);
    }
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    result.found = found.size();

    std::size_t counting = 0, holding = 0;
    for (const auto& sentence : reading.sentences) {
        if (!sentence.counts()) continue;
        ++counting;
        holding += theme_words(sentence, reading, result.is_theme_word) > 0 ? 1U : 0U;
    }
    if (counting > 0) result.share = static_cast<double>(holding) / static_cast<double>(counting);
    return result;
}

std::size_t theme_words(const Read& sentence, const Reading& reading, const std::vector<char>& is_theme_word) {
    std::size_t count = 0;
    const auto words = std::min<std::size_t>(sentence.words, kMaxSentenceWords);
    std::vector<std::uint32_t> seen;
    for (std::size_t i = 0; i < words; ++i) {
        const auto id = reading.word_ids[sentence.first_word + i];
        if (is_theme_word[id] == 0 || std::ranges::find(seen, id) != seen.end()) continue;
        seen.push_back(id);
        ++count;
    }
    return count;
}

}  // namespace winnow::evaluate
