#include "evaluate/local/wording/summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "text/words.h"

namespace winnow::evaluate {
namespace {

constexpr std::size_t kSummarySentences = 3;
constexpr std::size_t kMaxSummaryBytes = 600;
constexpr std::size_t kTags = 6;
constexpr std::size_t kMaxTagBytes = 40;
constexpr std::size_t kMaxTagHeadings = 50;

bool fits_summary(const Read& sentence) {
    return sentence.counts() && sentence.words >= 7 && sentence.text.size() <= 350 && !sentence.text.contains("://") &&
           !sentence.text.starts_with('|') && !sentence.text.starts_with('[');
}

/// A line of a list, which ends without a mark.
bool is_open_ended(std::string_view sentence) {
    const auto last = static_cast<unsigned char>(sentence.back());
    return (last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z') || (last >= '0' && last <= '9');
}

/// How many sentences of the document share a word, for each word: what the text keeps coming back to.
double centrality(const Read& sentence, const Reading& reading) {
    double sum = 0;
    const auto words = std::min<std::uint32_t>(sentence.words, 60);
    for (std::uint32_t i = 0; i < words; ++i) {
        const auto& word = reading.words[reading.word_ids[sentence.first_word + i]];
        if (!word.stem.empty()) sum += std::log1p(static_cast<double>(word.sentences) - 1);
    }
    return words > 0 ? sum / std::sqrt(static_cast<double>(words)) : 0;
}

bool is_word_of_use(const Word& word) {
    const auto& text = word.text;
    if (word.stem.empty() || text.size() < 3 || text.size() > kMaxTagBytes) return false;
    if (text[0] >= '0' && text[0] <= '9') return false;
    return std::ranges::any_of(text, [](unsigned char c) { return (c >= 'a' && c <= 'z') || c >= 0x80; });
}

/// Words that are frequent in every text of this kind and name no subject.
bool is_colourless(std::string_view stem) {
    static const std::unordered_set<std::string> stems = [] {
        const auto terms = text::terms(
            "use used using make makes made like way ways thing things need needs want get gets new one two also work "
            "works "
            "working time good well know see example examples takeaway article look first many much people set "
            "following "
            "different help helps may might must should would could don doesn isn etc note add added run level levels "
            "able "
            "something someone really lot take takes give gives go going come say says try find found part always "
            "never");
        return std::unordered_set<std::string>(terms.begin(), terms.end());
    }();
    return stems.contains(std::string(stem));
}

}  // namespace

std::string summary_of(const Reading& reading, const ThemeMatch& question) {
    std::vector<std::pair<double, const Read*>> candidates;
    double place = 0;
    for (const auto& sentence : reading.sentences) {
        if (!fits_summary(sentence)) continue;
        const auto asked = question.is_theme_word.empty() ? 0 : theme_words(sentence, reading, question.is_theme_word);
        double weight =
            1.5 * static_cast<double>(std::min<std::size_t>(asked, 3)) + 0.4 * centrality(sentence, reading);
        weight += 3.0 / (1.0 + place);  // authors say early what a text is about
        if (sentence.text.ends_with('.')) weight += 2;
        if (sentence.text.ends_with('?') || sentence.text.ends_with(':')) weight -= 2;
        candidates.emplace_back(weight, &sentence);
        ++place;
    }
    const auto kept = static_cast<std::ptrdiff_t>(std::min(kSummarySentences, candidates.size()));
    std::ranges::partial_sort(candidates, candidates.begin() + kept, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second->offset < b.second->offset;
    });
    std::map<std::size_t, std::string_view> in_order;
    std::size_t bytes = 0;
    for (auto entry = candidates.begin(); entry != candidates.begin() + kept; ++entry) {
        bytes += entry->second->text.size() + 1;
        if (bytes > kMaxSummaryBytes && !in_order.empty()) break;
        in_order.emplace(entry->second->offset, entry->second->text);
    }
    std::string summary;
    for (const auto& [offset, sentence] : in_order) {
        summary += (summary.empty() ? "" : " ") + std::string(sentence);
        if (is_open_ended(sentence)) summary += '.';
    }
    return summary;
}

std::vector<std::string> tags_of(const Document& document, const Reading& reading) {
    struct Term {
        double weight = 0;
        std::uint32_t most = 0;
        std::string_view form;
    };
    std::unordered_map<std::string_view, Term> terms;
    for (const auto& word : reading.words) {
        if (!is_word_of_use(word) || word.sentences == 0 || is_colourless(word.stem)) continue;
        auto& term = terms[word.stem];
        term.weight += word.sentences;
        if (word.sentences > term.most || (word.sentences == term.most && word.text < term.form)) {
            term.most = word.sentences;
            term.form = word.text;
        }
    }
    std::unordered_set<std::string> prominent;
    for (auto& stem : text::terms(document.title)) prominent.insert(std::move(stem));
    for (std::size_t i = 0; i < std::min(document.headings.size(), kMaxTagHeadings); ++i)
        for (auto& stem : text::terms(document.headings[i].text)) prominent.insert(std::move(stem));
    std::vector<Term> sorted;
    for (auto& [stem, term] : terms) {
        if (prominent.contains(std::string(stem))) term.weight = term.weight * 2 + 1;
        if (term.weight >= 2) sorted.push_back(term);
    }
    std::ranges::sort(sorted, [](const Term& a, const Term& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.form < b.form;
    });
    std::vector<std::string> tags;
    for (std::size_t i = 0; i < std::min(kTags, sorted.size()); ++i) tags.emplace_back(sorted[i].form);
    return tags;
}

}  // namespace winnow::evaluate
