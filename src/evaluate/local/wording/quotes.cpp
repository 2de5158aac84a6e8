#include "evaluate/local/wording/quotes.h"

#include <algorithm>

namespace winnow::evaluate {
namespace {

constexpr std::size_t kQuotes = 2;
constexpr std::uint32_t kLeastWords = 7;  // less is a heading or a fragment

struct Candidate {
    const Read* sentence = nullptr;
    double weight = 0;
};

bool is_quotable(const Read& sentence) {
    const auto& text = sentence.text;
    if (!sentence.counts() || sentence.words < kLeastWords || text.size() > kMaxQuoteBytes) return false;
    return !text.contains("://") && !text.contains('\n') && !text.starts_with('|') && !text.starts_with('[');
}

double weight_of(const Read& sentence, const Scored& scored, const Reading& reading, const ThemeMatch& question) {
    double cues = 0;
    for (const auto cue : scored.telling) cues += sentence.has(cue) ? 1 : 0;
    double weight = cues;
    if (!scored.theme.is_theme_word.empty())
        weight += 0.7 * static_cast<double>(
                            std::min<std::size_t>(theme_words(sentence, reading, scored.theme.is_theme_word), 3));
    if (weight == 0) return 0;
    if (!question.is_theme_word.empty())
        weight +=
            0.8 * static_cast<double>(std::min<std::size_t>(theme_words(sentence, reading, question.is_theme_word), 3));
    const auto& text = sentence.text;
    if (text.ends_with('.') || text.ends_with(';')) weight += 0.5;  // a whole sentence, not a line of a list
    if (sentence.words >= 10 && sentence.words <= 35) weight += 0.3;
    return weight;
}

}  // namespace

std::vector<Quote> quotes_for(const Scored& scored, const Reading& reading, const ThemeMatch& question,
                              std::set<std::size_t>& used) {
    std::vector<Candidate> candidates;
    for (const auto& sentence : reading.sentences) {
        if (!is_quotable(sentence)) continue;
        double weight = weight_of(sentence, scored, reading, question);
        if (weight <= 0) continue;
        if (used.contains(sentence.offset)) weight -= 10;
        candidates.push_back({&sentence, weight});
    }
    const auto count = static_cast<std::ptrdiff_t>(std::min(kQuotes, candidates.size()));
    std::ranges::partial_sort(candidates, candidates.begin() + count, [](const Candidate& a, const Candidate& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.sentence->offset < b.sentence->offset;
    });
    std::vector<Quote> quotes;
    for (auto candidate = candidates.begin(); candidate != candidates.begin() + count; ++candidate)
        quotes.push_back({.text = std::string(candidate->sentence->text), .offset = candidate->sentence->offset});
    std::ranges::sort(quotes, {}, &Quote::offset);
    for (const auto& quote : quotes) used.insert(quote.offset);
    return quotes;
}

}  // namespace winnow::evaluate
