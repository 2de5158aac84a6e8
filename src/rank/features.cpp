#include "rank/features.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "text/shingles.h"
#include "text/utf8.h"
#include "text/words.h"

namespace winnow::rank {
namespace {

constexpr std::size_t kMaxHeadingTerms = 2'000;  // a page with more is a list, not a structure
constexpr std::size_t kMaxQuestionTerms = 64;    // nobody asks longer; what a hostile configuration could cost
constexpr std::size_t kMaxSlugBytes = 200;

/// Stop words that a question can mean: without "one", "one on one meetings" asks for meetings.
constexpr std::string_view kMeant[] = {"one", "ones"};

bool is_meant(std::string_view word) {
    return std::ranges::find(kMeant, word) != std::end(kMeant);
}

/// Terms as text::terms finds them, with what of kMeant it leaves out if `keep` says so.
enum class Keep { topics, meant_too };
std::vector<std::string> terms_of(std::string_view text, Keep keep) {
    if (keep == Keep::topics) return text::terms(text);
    const auto lower = text::lower_case(text);
    std::vector<std::string> terms;
    for (const auto& word : text::words(lower))
        if (!text::is_stop_word(word.text) || is_meant(word.text)) terms.push_back(text::stem(word.text));
    return terms;
}

/// Whether the question holds such a word that text::terms would leave out.
Keep kept_for(const std::string& question) {
    const auto lower = text::lower_case(question);
    const auto dropped = [](const text::Word& word) { return is_meant(word.text) && text::is_stop_word(word.text); };
    return std::ranges::any_of(text::words(lower), dropped) ? Keep::meant_too : Keep::topics;
}

std::vector<std::string> question_terms(const std::string& question, Keep keep) {
    if (keep == Keep::topics) return text::question_terms(question);
    std::vector<std::string> distinct;
    for (auto& term : terms_of(question, keep))
        if (std::ranges::find(distinct, term) == distinct.end() && distinct.size() < kMaxQuestionTerms)
            distinct.push_back(std::move(term));
    return distinct;
}

/// "ic2-data-engineer" of ".../docs/ic2-data-engineer.html?x=1"; empty for a folder's index.
std::string slug_of(const Url& url) {
    auto path = url.path();
    while (path.ends_with('/')) path.remove_suffix(1);
    path = path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
    path = path.substr(0, std::min(path.find('.'), kMaxSlugBytes));
    std::string slug(path);
    std::ranges::replace_if(slug, [](char c) { return c == '-' || c == '_' || c == '+' || c == '~'; }, ' ');
    return slug == "index" || slug == "README" || slug.contains('%') ? std::string() : slug;
}

/// Counts terms and adjacent pairs of one field after the other.
class Counter {
public:
    explicit Counter(const std::vector<std::string>& wanted) {
        for (std::size_t i = 0; i < wanted.size(); ++i) places_.emplace(wanted[i], i);
        features_.terms.resize(wanted.size());
    }

    /// Counts a field's terms in `occurrences` and their pairs; `length` grows by the number of terms.
    void count(const std::vector<std::string>& terms, std::uint32_t TermMatch::* occurrences, std::uint32_t& length) {
        std::size_t previous = kNone;
        for (const auto& term : terms) {
            const auto found = places_.find(term);
            const auto place = found == places_.end() ? kNone : found->second;
            if (place != kNone) {
                ++(features_.terms[place].*occurrences);
                if (previous != kNone && place == previous + 1) ++features_.phrase_matches;
            }
            previous = place;
        }
        length += static_cast<std::uint32_t>(terms.size());
    }

    Features& features() { return features_; }

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-2);  // not -1: none + 1 is no place either
    std::unordered_map<std::string_view, std::size_t> places_;
    Features features_;
};

}  // namespace

Features count_features(const Document& document, const std::string& question) {
    const auto keep = kept_for(question);
    auto wanted = question_terms(question, keep);
    if (wanted.size() > kMaxQuestionTerms) wanted.resize(kMaxQuestionTerms);
    Counter counter(wanted);
    auto& features = counter.features();

    const auto title = terms_of(document.title, keep);
    counter.count(title, &TermMatch::in_title, features.title_terms);
    const std::unordered_set<std::string_view> in_title(title.begin(), title.end());
    auto slug = terms_of(slug_of(document.canonical.empty() ? document.url : document.canonical), keep);
    std::erase_if(slug, [&](const std::string& term) { return in_title.contains(term); });
    counter.count(slug, &TermMatch::in_title, features.title_terms);

    for (const auto& heading : document.headings) {
        if (features.heading_terms >= kMaxHeadingTerms) break;
        counter.count(terms_of(heading.text, keep), &TermMatch::in_headings, features.heading_terms);
    }
    counter.count(terms_of(document.text, keep), &TermMatch::in_body, features.body_terms);
    features.signature = text::signature(document.text);
    return std::move(features);
}

}  // namespace winnow::rank
