#include "extract/content/features.h"

#include <algorithm>
#include <cassert>
#include <cctype>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "extract/content/patterns.h"
#include "extract/html/hints.h"

namespace winnow::extract {
namespace {

constexpr std::uint32_t kUnwanted = hint_comment | hint_related | hint_share | hint_promo | hint_navigation |
                                    hint_footer | hint_signup | hint_tags | hint_sidebar | hint_consent | hint_tool |
                                    hint_author_box;

/// Length of a text in words, for scripts without blanks too: about two characters of CJK make a word.
float weight_of(const Block& block) {
    std::size_t wide = 0;
    for (std::size_t i = 0; i + 2 < block.text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(block.text[i]);
        if (byte >= 0xE3 && byte <= 0xED) ++wide;
    }
    return static_cast<float>(block.words) + static_cast<float>(wide) / 2;
}

float link_density(const Block& block) {
    return block.words == 0 ? 0 : static_cast<float>(block.link_words) / static_cast<float>(block.words);
}

float logarithm(float value) {
    return std::log1p(std::max(value, 0.0F));
}

bool ends_sentence(std::string_view text) {
    while (!text.empty() && (text.back() == '"' || text.back() == ')' || text.back() == '\'')) text.remove_suffix(1);
    if (text.ends_with("\u201D") || text.ends_with("\u2019") || text.ends_with("\u00BB"))
        text.remove_suffix(text.ends_with("\u00BB") ? 2 : 3);
    return text.ends_with('.') || text.ends_with('!') || text.ends_with('?') || text.ends_with("\u2026") ||
           text.ends_with("\u3002") || text.ends_with("\uFF01") || text.ends_with("\uFF1F") ||
           text.ends_with("\u0964") || text.ends_with("\u061F");
}

/// Whether a block reads like running text: then it speaks for its surroundings.
bool is_prose(const Block& block, float weight) {
    if (block.tags & (in_nav | in_footer | in_dialog | in_form)) return false;
    return weight >= 12 && link_density(block) < 0.35F && ends_sentence(block.text);
}

/// Letters and digits only, in lower case, for comparing texts that were set differently.
std::string folded(std::string_view text, std::size_t most = 400) {
    std::string result;
    for (const char c : text) {
        if (result.size() >= most) break;
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || byte >= 0x80) result += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    }
    return result;
}

/// The element whose subtree holds the most of what reads like an article and the least of the rest.
class Root {
public:
    Root(const Dom& dom, const std::vector<Block>& blocks, const std::vector<float>& weights)
        : value_(dom.size(), 0), prose_(dom.size(), 0) {
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const auto& block = blocks[i];
            const bool prose = is_prose(block, weights[i]);
            float value = 0;
            if (prose && (block.hints & (hint_comment | hint_consent)) == 0)
                value = weights[i] * ((block.hints & kUnwanted) != 0 ? 0.5F : 1.0F);
            else if (prose)
                value = -weights[i];
            else
                value =
                    -1.0F - weights[i] * link_density(block) * 0.5F - ((block.hints & kUnwanted) != 0 ? 2.0F : 0.0F);
            value_[block.container] += value;
            if (prose) prose_[block.container] += weights[i];
        }
        for (NodeId id = dom.size(); id-- > 1;) {
            const auto parent = dom[id].parent;
            value_[parent] += value_[id];
            prose_[parent] += prose_[id];
        }
        // Deeper elements win ties: the order of the array puts parents first.
        best_ = 0;
        for (NodeId id = 1; id < dom.size(); ++id)
            if (value_[id] >= value_[best_] || best_ == 0) best_ = value_[id] > 0 || best_ == 0 ? id : best_;
    }

    NodeId id() const { return best_; }
    float prose_under(NodeId id) const { return prose_[id]; }

private:
    std::vector<float> value_;
    std::vector<float> prose_;
    NodeId best_ = 0;
};

/// How often each text occurs on the page.
std::unordered_map<std::string_view, int> repetitions(const std::vector<Block>& blocks) {
    std::unordered_map<std::string_view, int> result;
    for (const auto& block : blocks) ++result[block.text];
    return result;
}

/// The folded text of JSON-LD's articleBody, by its runs of 24 bytes, to ask whether a block occurs in it.
class Shingles {
public:
    explicit Shingles(std::string_view text) {
        const auto all = folded(text, 1u << 20);
        for (std::size_t i = 0; i + kRun <= all.size(); ++i)
            runs_.insert(std::hash<std::string_view>()(std::string_view(all).substr(i, kRun)));
    }
    bool any() const { return runs_.size() > 200; }
    float share_in(std::string_view text) const {
        const auto block = folded(text, 2000);
        if (block.size() < kRun) return 0;
        std::size_t hits = 0;
        std::size_t asked = 0;
        for (std::size_t i = 0; i + kRun <= block.size(); i += 8, ++asked)
            hits += runs_.count(std::hash<std::string_view>()(std::string_view(block).substr(i, kRun)));
        return static_cast<float>(hits) / static_cast<float>(asked);
    }

private:
    static constexpr std::size_t kRun = 24;
    std::unordered_set<std::size_t> runs_;
};

struct Letters {
    int upper = 0, lower = 0, digits = 0, commas = 0, other = 0;
};

Letters count_letters(std::string_view text) {
    Letters letters;
    for (const char c : text.substr(0, 1000)) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isupper(byte))
            ++letters.upper;
        else if (std::islower(byte) || byte >= 0x80)
            ++letters.lower;
        else if (std::isdigit(byte))
            ++letters.digits;
        else if (c == ',')
            ++letters.commas;
        else if (c != ' ')
            ++letters.other;
    }
    return letters;
}

/// Fills the rows. Each add() is one column, in the same order for every block.
class Table {
public:
    Table(const Dom& dom, const std::vector<Block>& blocks, const PageEvidence& evidence)
        : dom_(dom),
          blocks_(blocks),
          weights_(weights(blocks)),
          root_(dom, blocks, weights_),
          repeated_(repetitions(blocks)),
          body_(evidence.article_body),
          title_(folded(evidence.title)),
          description_(folded(evidence.description)) {
        find_prose();
    }

    std::vector<FeatureRow> rows() {
        std::vector<FeatureRow> result(blocks_.size());
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            row_ = &result[i];
            column_ = 0;
            describe_text(i);
            describe_place(i);
            describe_neighbours(i);
            describe_page();
            assert(column_ == kFeatures);
        }
        return result;
    }

private:
    static std::vector<float> weights(const std::vector<Block>& blocks) {
        std::vector<float> result;
        for (const auto& block : blocks) result.push_back(weight_of(block));
        return result;
    }

    void add(float value) { (*row_)[column_++] = value; }
    void add(bool value) { add(value ? 1.0F : 0.0F); }

    void find_prose() {
        std::unordered_map<std::uint64_t, float> by_parent;
        const auto count = blocks_.size();
        prose_.resize(count);
        before_.assign(count, 0);
        after_.assign(count, 0);
        first_ = count;
        for (std::size_t i = 0; i < count; ++i) {
            prose_[i] = is_prose(blocks_[i], weights_[i]);
            if (!prose_[i]) continue;
            total_prose_ += weights_[i];
            const auto container = blocks_[i].container;
            siblings_[key(container)] += weights_[i];
            if (!dom_.contains(root_.id(), container)) continue;
            root_prose_ += weights_[i];
            first_ = std::min(first_, i);
            last_ = i;
        }
        float sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            before_[i] = sum;
            if (prose_[i] && dom_.contains(root_.id(), blocks_[i].container)) sum += weights_[i];
        }
        for (const auto& block : blocks_) heading_seen_ = heading_seen_ || (block.tags & in_heading) != 0;
    }

    /// Blocks with the same parent element and tag are likely of one kind.
    std::uint64_t key(NodeId container) const {
        return (std::uint64_t{dom_[container].parent} << 8) | static_cast<std::uint64_t>(dom_[container].tag);
    }

    void describe_text(std::size_t i) {
        const auto& block = blocks_[i];
        const auto letters = count_letters(block.text);
        const auto all = static_cast<float>(std::max<std::size_t>(std::min<std::size_t>(block.text.size(), 1000), 1));
        add(logarithm(weights_[i]));
        add(static_cast<float>(block.text.size()) / std::max(weights_[i], 1.0F));
        add(link_density(block));
        add(static_cast<float>(block.links));
        add(ends_sentence(block.text));
        add(block.text.ends_with(':'));
        add(static_cast<float>(letters.commas) / std::max(weights_[i], 1.0F));
        add(static_cast<float>(letters.upper) / all);
        add(static_cast<float>(letters.digits) / all);
        add(static_cast<float>(letters.other) / all);
        add(block.emphasised);
        const auto pattern = pattern_of(block.text);
        add((pattern & pattern_date) != 0);
        add((pattern & pattern_byline) != 0);
        add((pattern & pattern_pointer) != 0);
        add((pattern & pattern_call) != 0);
        add((pattern & pattern_notice) != 0);
        add((pattern & pattern_credit) != 0);
        add((pattern & pattern_address) != 0);
        add(static_cast<float>(std::min(repeated_[block.text], 5)));
        const auto text = folded(block.text);
        add(!title_.empty() && text.size() > 8 &&
            (title_.starts_with(text) || text.starts_with(title_) || title_.find(text) != std::string::npos));
        add(!description_.empty() && text.size() > 30 && (description_.find(text.substr(0, 60)) != std::string::npos));
        add(body_.any() ? body_.share_in(block.text) : -1.0F);
    }

    void describe_place(std::size_t i) {
        const auto& block = blocks_[i];
        const auto tag = dom_[block.container].tag;
        add(tag == Tag::p);
        add(tag == Tag::li || tag == Tag::dd || tag == Tag::dt);
        add(is_heading(tag) ? static_cast<float>(static_cast<int>(tag) - static_cast<int>(Tag::h1) + 1) : 0.0F);
        add(tag == Tag::td || tag == Tag::th);
        add(tag == Tag::div || tag == Tag::section || tag == Tag::center);
        add(tag == Tag::article || tag == Tag::main || tag == Tag::body);
        for (const auto bit : {in_article, in_main, in_header, in_footer, in_nav, in_aside, in_form, in_figure,
                               in_figcaption, in_table, in_list, in_quote, in_pre, in_body_property, in_address})
            add((block.tags & bit) != 0);
        add((block.hints & hint_content) != 0);
        for (const auto bit :
             {hint_comment, hint_related, hint_share, hint_promo, hint_navigation, hint_footer, hint_byline,
              hint_caption, hint_signup, hint_tags, hint_sidebar, hint_tool, hint_author_box})
            add((block.near_hints & bit) != 0 ? 2.0F : (block.hints & bit) != 0 ? 1.0F : 0.0F);
        add((block.near_hints & (hint_lead | hint_title)) != 0);
        const auto root = root_.id();
        const bool inside = dom_.contains(root, block.container);
        add(inside);
        add(inside ? static_cast<float>(steps_up(block.container, root)) : -1.0F);
        const auto sibling = siblings_.find(key(block.container));
        add(logarithm(sibling == siblings_.end() ? 0.0F : sibling->second - (prose_[i] ? weights_[i] : 0.0F)));
        const auto parent = dom_[block.container].parent;
        add(root_.prose_under(parent) / std::max(root_prose_, 1.0F));
    }

    int steps_up(NodeId id, NodeId root) const {
        int steps = 0;
        for (; id != root && steps < 12; id = dom_[id].parent) ++steps;
        return steps;
    }

    void describe_neighbours(std::size_t i) {
        const auto count = blocks_.size();
        const auto near = [&](std::ptrdiff_t offset) -> const Block* {
            const auto at = static_cast<std::ptrdiff_t>(i) + offset;
            return at < 0 || at >= static_cast<std::ptrdiff_t>(count) ? nullptr
                                                                      : &blocks_[static_cast<std::size_t>(at)];
        };
        for (const auto offset : {-2, -1, 1, 2}) {
            const auto* other = near(offset);
            add(other ? logarithm(weights_[i + static_cast<std::size_t>(offset)]) : 0.0F);
            if (offset == -1 || offset == 1) {
                add(other ? link_density(*other) : 1.0F);
                add(other && prose_[i + static_cast<std::size_t>(offset)]);
            }
        }
        const float done = before_[i] / std::max(root_prose_, 1.0F);
        add(done);
        add(first_ >= count ? 0.0F
            : i < first_    ? -logarithm(static_cast<float>(first_ - i))
            : i > last_     ? logarithm(static_cast<float>(i - last_))
                            : 0.0F);
    }

    void describe_page() {
        add(logarithm(total_prose_));
        add(root_prose_ / std::max(total_prose_, 1.0F));
    }

    const Dom& dom_;
    const std::vector<Block>& blocks_;
    std::vector<float> weights_;
    Root root_;
    std::unordered_map<std::string_view, int> repeated_;
    Shingles body_;
    std::string title_;
    std::string description_;
    std::vector<char> prose_;
    std::vector<float> before_, after_;
    std::unordered_map<std::uint64_t, float> siblings_;
    std::size_t first_ = 0, last_ = 0;
    float total_prose_ = 0, root_prose_ = 0;
    bool heading_seen_ = false;
    FeatureRow* row_ = nullptr;
    std::size_t column_ = 0;
};

}  // namespace

std::vector<FeatureRow> features_of(const Dom& dom, const std::vector<Block>& blocks, const PageEvidence& evidence) {
    if (blocks.empty()) return {};
    return Table(dom, blocks, evidence).rows();
}

}  // namespace winnow::extract
