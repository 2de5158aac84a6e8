#include "index/answer/snippet.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "text/utf8.h"
#include "text/words.h"

namespace winnow {
namespace {

struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Begins at a word; of several that say as many terms, the first.
Stretch best_stretch(const std::vector<text::Word>& words, const std::vector<std::string>& hits, std::size_t bytes) {
    Stretch best{.begin = 0, .end = 0};
    std::tuple<std::size_t, std::size_t> most{0, 0};
    for (std::size_t first = 0; first < words.size(); ++first) {
        if (hits[first].empty()) continue;
        std::set<std::string> distinct;
        std::size_t all = 0;
        for (std::size_t i = first; i < words.size() && words[i].end - words[first].begin <= bytes; ++i)
            if (!hits[i].empty()) {
                distinct.insert(hits[i]);
                ++all;
            }
        if (std::tuple(distinct.size(), all) > most) {
            most = {distinct.size(), all};
            best.begin = words[first].begin;
        }
    }
    return best;
}

/// Some words before the first hit show what it is about.
std::size_t with_context(const std::vector<text::Word>& words, std::size_t begin, std::size_t bytes) {
    for (const auto& word : words)
        if (word.begin <= begin && begin - word.begin <= bytes) return word.begin;
    return begin;
}

void append(std::vector<SnippetPart>& parts, std::string_view text, bool is_hit) {
    if (!text.empty()) parts.push_back({std::string(text), is_hit});
}

}  // namespace

std::vector<SnippetPart> snippet(std::string_view text, const std::vector<std::string>& terms, std::size_t bytes) {
    const auto line = text::folded_white_space(text);
    const auto words = text::words(line);
    std::vector<std::string> hits(words.size());  // the term that the word is, or nothing
    for (std::size_t i = 0; i < words.size(); ++i)
        if (auto stem = text::stem(words[i].text); std::ranges::find(terms, stem) != terms.end())
            hits[i] = std::move(stem);
    auto stretch = best_stretch(words, hits, bytes * 3 / 4);
    stretch.begin = with_context(words, stretch.begin, bytes / 4);
    stretch.end = stretch.begin + text::truncated(std::string_view(line).substr(stretch.begin), bytes).size();
    if (stretch.end < line.size()) {  // after a whole word, if one ends in the second half
        const auto blank = line.rfind(' ', stretch.end);
        if (blank != std::string::npos && blank > stretch.begin + bytes / 2) stretch.end = blank;
    }

    std::vector<SnippetPart> parts;
    if (stretch.begin > 0) append(parts, "…", false);
    auto at = stretch.begin;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (hits[i].empty() || words[i].begin < at || words[i].end > stretch.end) continue;
        append(parts, std::string_view(line).substr(at, words[i].begin - at), false);
        append(parts, words[i].text, true);
        at = words[i].end;
    }
    append(parts, std::string_view(line).substr(at, stretch.end - at), false);
    if (stretch.end < line.size()) append(parts, "…", false);
    return parts;
}

}  // namespace winnow
