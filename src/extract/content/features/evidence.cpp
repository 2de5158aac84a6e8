#include "extract/content/features/evidence.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>

#include "extract/ascii.h"
#include "extract/html/hints.h"
#include "extract/html/patterns.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostBodyBytes = 1u << 20;
constexpr std::size_t kNearTitle = 12;        // blocks: date, byline, buttons, then the article begins
constexpr std::size_t kLeastBodyBytes = 300;  // a shorter "body" is a teaser

/// The folded text of a declared body, by its runs of bytes, to ask whether a block occurs in it.
class Shingles {
public:
    explicit Shingles(std::string_view text) {
        if (text.size() < kLeastBodyBytes) return;
        const auto all = folded(text, kMostBodyBytes);
        places_.resize(std::bit_ceil(2 * all.size() + 1));
        for (std::size_t i = 0; i + kRun <= all.size(); ++i) {
            const auto run = hash(std::string_view(all).substr(i, kRun));
            auto& place = places_[place_of(run)];
            if (place == 0) ++count_;
            place = run;
        }
    }
    bool any() const { return count_ > 200; }
    float share_in(std::string_view block) const {
        if (block.size() < kRun) return 0;
        std::size_t hits = 0;
        std::size_t asked = 0;
        for (std::size_t i = 0; i + kRun <= block.size(); i += 8, ++asked)
            hits += places_[place_of(hash(block.substr(i, kRun)))] != 0 ? 1U : 0U;
        return static_cast<float>(hits) / static_cast<float>(asked);
    }

private:
    static constexpr std::size_t kRun = 24;
    static std::size_t hash(std::string_view text) {
        return std::max<std::size_t>(std::hash<std::string_view>()(text), 1);
    }
    /// Where the run stands, or would.
    std::size_t place_of(std::size_t run) const {
        auto place = run & (places_.size() - 1);
        while (places_[place] != 0 && places_[place] != run) place = (place + 1) & (places_.size() - 1);
        return place;
    }

    std::vector<std::size_t> places_;  // open addressing; 0 is free, and at least half of them are
    std::size_t count_ = 0;
};

/// The description, with a filter by which most texts that it does not hold are known at once.
class Description {
public:
    explicit Description(std::string_view text) : text_(folded(text, 1000)) {
        if (text_.size() <= 30) return;
        for (std::size_t i = 0; i + 4 <= text_.size(); ++i) seen_[slot(std::string_view(text_).substr(i, 4))] = true;
    }
    bool holds(std::string_view text) const {
        return seen_[slot(text)] && std::string_view(text_).find(text) != std::string_view::npos;
    }

private:
    /// Of the first four bytes.
    static std::size_t slot(std::string_view text) {
        std::size_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value * 131 + static_cast<unsigned char>(text[i]);
        return value % 4096;
    }
    std::string text_;
    std::array<bool, 4096> seen_{};
};

/// A heading like "Related" or "More stories": what follows is another article.
bool announces_others(const Block& block) {
    return (block.near_hints & hint_related) != 0 || (pattern_of(block.text) & pattern_pointer) != 0;
}

bool is_in_body(const Block& block) {
    return (block.tags & in_body_property) != 0 || (block.hints & hint_body) != 0;
}

}  // namespace

bool is_worth_asking(const Block& block) {
    return (block.tags & (in_nav | in_footer)) == 0 || block.link_words * 2 <= block.words;
}

std::string folded(std::string_view text, std::size_t most) {
    std::string result(std::min(text.size(), most), '\0');
    std::size_t size = 0;
    for (std::size_t i = 0; i < text.size() && size < result.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        // General punctuation and the signs of Latin-1 are three and two bytes.
        if (byte == 0xE2)
            i += 2;
        else if (byte == 0xC2)
            i += 1;
        else if (is_letter(text[i]) || is_digit(text[i]) || byte >= 0x80)
            result[size++] = to_lower(text[i]);
    }
    result.resize(size);
    return result;
}

Evidence::Evidence(const PageEvidence& said, const std::vector<Block>& blocks) {
    const Shingles body(said.article_body);
    const auto title = folded(said.title, 400);
    const Description description(said.description);
    const std::size_t most = body.any() ? 2000 : std::max<std::size_t>(2 * title.size() + 1, 64);
    title_at_ = blocks.size();
    bool after_others = false;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto text = is_worth_asking(blocks[i]) ? folded(blocks[i].text, most) : std::string();
        const bool is_title = title.size() > 8 && text.size() > 8 && text.size() < title.size() * 2 &&
                              (text.starts_with(title) || title.find(text) != std::string::npos);
        const bool described = text.size() > 30 && description.holds(std::string_view(text).substr(0, 60));
        title_.push_back(is_title ? 1 : 0);
        description_.push_back(described ? 1 : 0);
        body_.push_back(body.any() ? body.share_in(text) : -1.0F);
        const bool heading = (blocks[i].tags & in_heading) != 0;
        if (heading && !is_title && announces_others(blocks[i])) after_others = true;
        likely_.push_back((body_.back() > 0.5F || described ? 3.0F : 1.0F) * (after_others ? 0.5F : 1.0F) *
                          (is_in_body(blocks[i]) ? 1.5F : 1.0F));
        if (is_title && (title_at_ == blocks.size() || (heading && (blocks[title_at_].tags & in_heading) == 0)))
            title_at_ = i;
    }
    // Before the headline stand menus and teasers of other articles.
    if (title_at_ < blocks.size())
        for (std::size_t i = 0; i < blocks.size(); ++i)
            likely_[i] *= i < title_at_ ? 0.6F : i - title_at_ < kNearTitle ? 2.0F : 1.0F;
}

}  // namespace winnow::extract
