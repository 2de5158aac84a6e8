#include "extract/kinds/kind.h"

#include <algorithm>
#include <array>

#include "extract/ascii.h"
#include "extract/html/hints.h"
#include "extract/kinds/phrases.h"

namespace winnow::extract {
namespace {

// Above these many words a page is what it says, whatever stands around.
constexpr std::uint32_t kMostErrorWords = 120;
constexpr std::uint32_t kMostScriptedWords = 40;
constexpr std::uint32_t kMostWallWords = 120;
constexpr std::uint32_t kMostTeaserWords = 300;
constexpr std::uint32_t kLeastParagraph = 12;
constexpr int kLeastTeasers = 8;

std::string lower_start(std::string_view text) {
    return lower_ascii(text.substr(0, 2000));
}

/// "False", "false" and false: all are written.
bool is_false(const json::Value& value) {
    return (value.is_bool() && !value.as_bool(true)) || lower_start(value.as_string()) == "false";
}

class Judge {
public:
    explicit Judge(const KindEvidence& evidence) : page_(evidence) { count(); }

    KindVerdict judge() const {
        if (chosen_words_ <= kMostErrorWords)
            if (auto verdict = error(); verdict.kind != PageKind::article) return verdict;
        if (all_words_ <= kMostScriptedWords * 2 && prose_ <= kMostScriptedWords && needs_scripts())
            return {PageKind::script_only, "a page that scripts fill: " + std::to_string(page_.head.script_bytes) +
                                               " bytes of scripts, " + std::to_string(all_words_) + " words"};
        if (prose_ <= kMostWallWords)
            if (auto verdict = wall(); verdict.kind != PageKind::article) return verdict;
        if (auto verdict = paywall(); verdict.kind != PageKind::article) return verdict;
        if (auto verdict = listing(); verdict.kind != PageKind::article) return verdict;
        if (chosen_words_ == 0) return {PageKind::empty, "no text"};
        return {};
    }

private:
    void count() {
        for (std::size_t i = 0; i < page_.blocks.list.size(); ++i) {
            const auto& block = page_.blocks.list[i];
            all_words_ += block.words;
            const bool linked = block.link_words * 2 > block.words;
            if ((block.tags & in_heading) != 0 && linked && block.words >= 3) ++teasers_;
            if ((block.tags & in_heading) != 0 && headings_.size() < 2000) headings_ += lower_start(block.text) + '\n';
            if (!page_.chosen[i]) continue;
            chosen_words_ += block.words;
            chosen_links_ += block.link_words;
            if (block.words >= kLeastParagraph && !linked) prose_ += block.words;
            last_chosen_ = i;
        }
    }

    std::string title_and_headings() const { return lower_start(page_.head.title) + '\n' + headings_; }

    KindVerdict error() const {
        const auto title = lower_start(page_.head.title);
        for (const auto& text : {title, headings_}) {
            if (says_not_found(text) && (prose_ <= 60 || says_not_found(title)))
                return {PageKind::error_page, "the heading says that nothing was found"};
            if (says_robot_check(text)) return {PageKind::error_page, "a check for robots instead of the page"};
        }
        return {};
    }

    bool needs_scripts() const {
        const auto& dom = page_.dom;
        bool asks = false;
        bool mount = false;
        for (NodeId id = 1; id < dom.size(); ++id) {
            const auto tag = dom[id].tag;
            if (tag == Tag::noscript) {
                for (NodeId inner = id + 1; inner < dom[id].end && !asks; ++inner)
                    asks = dom[inner].tag == Tag::text && says_scripts_needed(lower_start(dom[inner].text));
                id = dom[id].end - 1;
            } else if (tag == Tag::div && dom[id].end <= id + 2) {
                const auto name = dom.attribute(id, "id");
                mount =
                    mount || name == "root" || name == "app" || name == "__next" || name == "__nuxt" || name == "main";
            }
        }
        bool says = false;
        for (const auto& block : page_.blocks.list) says = says || says_scripts_needed(lower_start(block.text));
        return asks || mount || says || page_.head.script_bytes > 20'000;
    }

    bool has_password() const {
        const auto& dom = page_.dom;
        for (NodeId id = 1; id < dom.size(); ++id)
            if (dom[id].tag == Tag::input && dom.attribute(id, "type") == "password") return true;
        return false;
    }

    /// Share of the page's words in blocks for which the predicate holds.
    template <typename Predicate>
    double share(Predicate predicate) const {
        std::uint32_t words = 0;
        for (const auto& block : page_.blocks.list)
            if (predicate(block)) words += block.words;
        return all_words_ == 0 ? 0 : static_cast<double>(words) / all_words_;
    }

    KindVerdict wall() const {
        const double consent = share([](const Block& block) {
            return (block.hints & hint_consent) != 0 || says_consent(lower_start(block.text));
        });
        if (all_words_ >= 15 && consent >= 0.5)
            return {PageKind::consent_wall, "most of its words are about cookies and consent"};
        const auto title = title_and_headings();
        if (says_log_in(title) && (has_password() || all_words_ <= kMostWallWords) && !is_article())
            return {PageKind::login_wall, "a form to log in instead of the page"};
        if (has_password() && prose_ <= kMostScriptedWords && !is_article() && page_.url.path() != "/")
            return {PageKind::login_wall, "a form to log in and hardly any text"};
        return {};
    }

    bool is_article() const { return !page_.data.article().is_null() || page_.head.meta("og:type") == "article"; }

    KindVerdict paywall() const {
        if (chosen_words_ > kMostTeaserWords) return {};
        const auto& article = page_.data.article();
        if (is_false(article["isAccessibleForFree"]) && prose_ <= kMostTeaserWords / 2)
            return {PageKind::paywalled,
                    "marked as not free to read, and only " + std::to_string(chosen_words_) + " words are shown"};
        if (!is_article()) return {};
        // What is said right after the text, not in the page's menu.
        const auto& list = page_.blocks.list;
        for (auto i = last_chosen_; i < std::min(list.size(), last_chosen_ + 12); ++i)
            if (list[i].words <= 60 && says_subscribers_only(lower_start(list[i].text)))
                return {PageKind::paywalled, "\"" + list[i].text.substr(0, 80) + "\" stands after " +
                                                 std::to_string(chosen_words_) + " words"};
        return {};
    }

    KindVerdict listing() const {
        static constexpr std::array<std::string_view, 4> kListTypes{"CollectionPage", "ItemList", "SearchResultsPage",
                                                                    "Blog"};
        if (is_article()) return {};
        if (!page_.data.of_type(kListTypes).is_null() && teasers_ >= 3 && prose_ <= 3 * kMostTeaserWords)
            return {PageKind::listing, "described as a list, with " + std::to_string(teasers_) + " linked headings"};
        if (teasers_ >= kLeastTeasers && prose_ <= static_cast<std::uint32_t>(teasers_) * 40)
            return {PageKind::listing, std::to_string(teasers_) + " linked headings and little text of its own"};
        if (chosen_words_ >= 60 && chosen_links_ * 10 >= chosen_words_ * 7)
            return {PageKind::listing, "most of its words are links"};
        return {};
    }

    const KindEvidence& page_;
    std::uint32_t all_words_ = 0;
    std::uint32_t chosen_words_ = 0;
    std::uint32_t chosen_links_ = 0;
    std::uint32_t prose_ = 0;  // chosen words in paragraphs
    int teasers_ = 0;          // headings that are links
    std::size_t last_chosen_ = 0;
    std::string headings_;
};

}  // namespace

KindVerdict kind_of(const KindEvidence& evidence) {
    return Judge(evidence).judge();
}

}  // namespace winnow::extract
