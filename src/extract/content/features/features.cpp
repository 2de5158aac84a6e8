#include "extract/content/features/features.h"

#include <algorithm>
#include <unordered_map>

#include "extract/ascii.h"
#include "extract/content/features/evidence.h"
#include "extract/content/features/prose.h"
#include "extract/html/patterns.h"

namespace winnow::extract {
namespace {

enum class Column : std::size_t {
#define COLUMN(name) name,
#include "extract/content/features/columns.inc"
#undef COLUMN
    count
};
static_assert(static_cast<std::size_t>(Column::count) <= kMostFeatures);

constexpr std::string_view kNames[] = {
#define COLUMN(name) #name,
#include "extract/content/features/columns.inc"
#undef COLUMN
};

constexpr int kMostSteps = 12;  // ancestors looked at, per block

struct ContextColumn {
    Context bit;
    Column column;
};
constexpr ContextColumn kContexts[] = {
    {in_article, Column::inside_article},
    {in_main, Column::inside_main},
    {in_header, Column::inside_header},
    {in_footer, Column::inside_footer},
    {in_nav, Column::inside_nav},
    {in_aside, Column::inside_aside},
    {in_form, Column::inside_form},
    {in_figure, Column::inside_figure},
    {in_figcaption, Column::inside_caption},
    {in_table, Column::inside_table},
    {in_list, Column::inside_list},
    {in_quote, Column::inside_quote},
    {in_pre, Column::inside_code},
    {in_body_property, Column::inside_body_property},
    {in_address, Column::inside_address},
};

struct HintColumn {
    Hint bit;
    Column column;
};
constexpr HintColumn kHints[] = {
    {hint_comment, Column::hints_comment},
    {hint_related, Column::hints_related},
    {hint_share, Column::hints_share},
    {hint_promo, Column::hints_promo},
    {hint_navigation, Column::hints_navigation},
    {hint_footer, Column::hints_footer},
    {hint_byline, Column::hints_byline},
    {hint_caption, Column::hints_caption},
    {hint_signup, Column::hints_signup},
    {hint_tags, Column::hints_tags},
    {hint_sidebar, Column::hints_sidebar},
    {hint_tool, Column::hints_tool},
    {hint_author_box, Column::hints_author_box},
    {hint_title, Column::hints_title},
    {hint_lead, Column::hints_lead},
    {hint_hidden, Column::hints_hidden},
    {hint_embed, Column::hints_embed},
};

struct Letters {
    int upper = 0, lower = 0, digits = 0, commas = 0, other = 0, stops = 0;
};

Letters count_letters(std::string_view text) {
    Letters letters;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (is_upper(text[i]))
            ++letters.upper;
        else if (is_lower(text[i]) || byte >= 0x80)
            ++letters.lower;
        else if (is_digit(text[i]))
            ++letters.digits;
        else if (byte == ',')
            ++letters.commas;
        else if (byte != ' ')
            ++letters.other;
        if ((byte == '.' || byte == '!' || byte == '?') && i + 1 < text.size() && text[i + 1] == ' ') ++letters.stops;
    }
    return letters;
}

/// Fills the rows, one block at a time.
class Table {
public:
    Table(const Dom& dom, const Blocks& page, const PageEvidence& evidence)
        : dom_(dom),
          page_(page),
          blocks_(page.list),
          evidence_(evidence, page.list),
          prose_(find_prose(dom, page.list, evidence_.likely(), evidence_.title_at())) {
        look_around();
    }

    std::size_t headline() const { return evidence_.title_at(); }

    std::vector<FeatureRow> rows() {
        std::vector<FeatureRow> result(blocks_.size());
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            row_ = &result[i];
            if (!is_worth_asking(blocks_[i])) continue;
            describe_text(i);
            describe_place(i);
            describe_main(i);
            describe_root(i);
            describe_neighbours(i);
            set(Column::page_prose, prose_.total);
            set(Column::root_share, root_prose_ / std::max(prose_.total, 1.0F));
        }
        return result;
    }

private:
    void set(Column column, float value) { (*row_)[static_cast<std::size_t>(column)] = value; }
    void set(Column column, bool value) { set(column, value ? 1.0F : 0.0F); }

    bool in_root(std::size_t i) const { return dom_.contains(prose_.root, blocks_[i].container); }

    /// What only a walk over all blocks tells: order, repetition, distances.
    void look_around() {
        const auto count = blocks_.size();
        first_ = count;
        done_.resize(count);
        to_prose_before_.resize(count);
        to_prose_after_.resize(count);
        float distance = 20;
        since_pointer_.assign(count, -1.0F);
        std::size_t pointer = count;
        repeated_.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            ++repeated_[name_of(i)];
            patterns_.push_back(is_worth_asking(blocks_[i]) ? pattern_of(blocks_[i].text) : 0);
            if (i == evidence_.title_at())
                pointer = count;  // what stands before the headline announces nothing after it
            if (pointer < i) since_pointer_[i] = static_cast<float>(i - pointer);
            if (points_elsewhere(i)) pointer = i;
            done_[i] = root_prose_;
            to_prose_before_[i] = distance;
            distance = prose_.is_prose[i] ? 0.0F : std::min(distance + 1, 20.0F);
            if (!prose_.is_prose[i]) continue;
            siblings_[key(blocks_[i].container)] += prose_.weights[i];
            if (!in_root(i)) continue;
            root_prose_ += prose_.weights[i];
            first_ = std::min(first_, i);
            last_ = i;
        }
        distance = 20;
        for (std::size_t i = count; i-- > 0;) {
            to_prose_after_[i] = distance;
            distance = prose_.is_prose[i] ? 0.0F : std::min(distance + 1, 20.0F);
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (!prose_.is_prose[i]) continue;
            const auto parent = dom_[blocks_[i].container].parent;
            auto [range, fresh] = ranges_.try_emplace(parent, Range{i, i});
            range->second.last = i;
        }
    }

    /// A number that texts share with equal ones, and hardly with others.
    std::uint64_t name_of(std::size_t i) const {
        const std::string_view text = blocks_[i].text;
        return std::hash<std::string_view>()(text.substr(0, 32)) * 31 + text.size();
    }

    /// Whether the block announces other articles, readers' comments or the like.
    bool points_elsewhere(std::size_t i) const {
        const auto& block = blocks_[i];
        const bool announces = (block.tags & in_heading) != 0 || block.emphasised || prose_.weights[i] <= 5;
        return announces && prose_.weights[i] <= 8 &&
               ((patterns_[i] & (pattern_pointer | pattern_call)) != 0 ||
                (block.near_hints & (hint_related | hint_comment)) != 0);
    }

    /// Blocks with the same parent element and tag are likely of one kind.
    std::uint64_t key(NodeId container) const {
        return (std::uint64_t{dom_[container].parent} << 8) | static_cast<std::uint64_t>(dom_[container].tag);
    }

    void describe_text(std::size_t i) {
        const auto& block = blocks_[i];
        const auto weight = std::max(prose_.weights[i], 1.0F);
        const auto letters = count_letters(std::string_view(block.text).substr(0, 1000));
        const auto all = static_cast<float>(std::max<std::size_t>(std::min<std::size_t>(block.text.size(), 1000), 1));
        set(Column::weight, prose_.weights[i]);
        set(Column::characters_a_word, static_cast<float>(block.text.size()) / weight);
        set(Column::link_density, link_density(block));
        set(Column::links, static_cast<float>(std::min(block.links, 10u)));
        set(Column::ends_sentence, ends_sentence(block.text));
        set(Column::ends_colon, block.text.ends_with(':'));
        set(Column::commas, static_cast<float>(letters.commas) / weight);
        set(Column::upper, static_cast<float>(letters.upper) / all);
        set(Column::digits, static_cast<float>(letters.digits) / all);
        set(Column::signs, static_cast<float>(letters.other) / all);
        set(Column::sentences, static_cast<float>(std::min(letters.stops, 5)));
        set(Column::emphasised, block.emphasised);
        const auto pattern = patterns_[i];
        set(Column::says_date, (pattern & pattern_date) != 0);
        set(Column::says_byline, (pattern & pattern_byline) != 0);
        set(Column::says_pointer, (pattern & pattern_pointer) != 0);
        set(Column::says_call, (pattern & pattern_call) != 0);
        set(Column::says_notice, (pattern & pattern_notice) != 0);
        set(Column::says_credit, (pattern & pattern_credit) != 0);
        set(Column::says_address, (pattern & pattern_address) != 0);
        set(Column::repeated, static_cast<float>(std::min(repeated_[name_of(i)], 5)));
        set(Column::is_title, evidence_.is_title(i));
        set(Column::in_description, evidence_.in_description(i));
        set(Column::in_linked_body, evidence_.share_in_body(i));
    }

    void describe_place(std::size_t i) {
        const auto& block = blocks_[i];
        const auto tag = dom_[block.container].tag;
        set(Column::is_paragraph, tag == Tag::p);
        set(Column::is_item, tag == Tag::li || tag == Tag::dd || tag == Tag::dt);
        set(Column::heading_level,
            is_heading(tag) ? static_cast<float>(static_cast<int>(tag) - static_cast<int>(Tag::h1) + 1) : 0.0F);
        set(Column::is_cell, tag == Tag::td || tag == Tag::th || tag == Tag::tr);
        set(Column::is_box, tag == Tag::div || tag == Tag::section || tag == Tag::center || tag == Tag::article ||
                                tag == Tag::main || tag == Tag::body);
        for (const auto& [bit, column] : kContexts) set(column, (block.tags & bit) != 0);
        set(Column::hints_content, (block.hints & hint_content) != 0);
        set(Column::hints_body, (block.hints & hint_body) != 0);
        const auto parent = dom_[block.container].parent;
        set(Column::parent_weight, prose_.words[parent]);
        set(Column::parent_link_density, prose_.link_words[parent] / std::max(prose_.words[parent], 1.0F));
        const auto sibling = siblings_.find(key(block.container));
        set(Column::sibling_prose,
            sibling == siblings_.end() ? 0.0F : sibling->second - (prose_.is_prose[i] ? prose_.weights[i] : 0.0F));
    }

    /// The ancestor that directly holds the most prose besides the block's own, and what lies between it and the block.
    void describe_main(std::size_t i) {
        const auto& block = blocks_[i];
        NodeId main = 0;
        NodeId branch = block.container;
        NodeId before = block.container;
        float most = 0;
        int steps = 0;
        int main_steps = 0;
        std::uint32_t path = 0;  // hints between the main container and the block
        std::uint32_t main_path = 0;
        for (NodeId id = block.container; id != 0 && steps < kMostSteps; id = dom_[id].parent, ++steps) {
            const float direct = prose_.direct[id];
            if (direct > most * 1.05F) {
                most = direct;
                main = id;
                branch = before;
                main_steps = steps;
                main_path = path;
            }
            path |= page_.hints[id];
            before = id;
        }
        if (main == 0) {
            main_path = path;
            main_steps = -1;
        }
        for (const auto& [bit, column] : kHints) {
            const float value = (block.near_hints & bit) != 0 ? 3.0F
                                : (main_path & bit) != 0      ? 2.0F
                                : (block.hints & bit) != 0    ? 1.0F
                                                              : 0.0F;
            set(column, value);
        }
        set(Column::hints_bad, (main_path & kUnwanted) != 0 ? 2.0F : (block.hints & kUnwanted) != 0 ? 1.0F : 0.0F);
        set(Column::main_prose, most);
        set(Column::main_share, most / std::max(prose_.most_direct, 1.0F));
        set(Column::main_share_plain, prose_.direct_prose[main] / std::max(prose_.most_direct_prose, 1.0F));
        set(Column::main_steps, static_cast<float>(main_steps));
        const auto tag = dom_[branch].tag;
        set(Column::branch_weight, prose_.words[branch]);
        set(Column::branch_link_density, prose_.link_words[branch] / std::max(prose_.words[branch], 1.0F));
        set(Column::branch_prose, prose_.prose[branch] / std::max(prose_.words[branch], 1.0F));
        set(Column::branch_blocks, prose_.blocks[branch]);
        set(Column::branch_is_list, tag == Tag::ul || tag == Tag::ol || tag == Tag::dl);
        set(Column::branch_is_table, tag == Tag::table || tag == Tag::tbody || tag == Tag::tr);
        set(Column::branch_is_box, tag == Tag::div || tag == Tag::section || tag == Tag::aside);
        const auto range = ranges_.find(main);
        const bool known = range != ranges_.end();
        set(Column::between_prose, known && i > range->second.first && i < range->second.last);
        set(Column::main_done,
            !known                    ? -1.0F
            : i < range->second.first ? -static_cast<float>(std::min<std::size_t>(range->second.first - i, 20))
            : i > range->second.last  ? static_cast<float>(std::min<std::size_t>(i - range->second.last, 20))
                                      : 0.0F);
    }

    void describe_root(std::size_t i) {
        const auto container = blocks_[i].container;
        const bool inside = in_root(i);
        set(Column::in_root, inside);
        float steps = 0;
        for (NodeId id = container; inside && id != prose_.root && steps < kMostSteps; id = dom_[id].parent) ++steps;
        const bool around_title = prose_.title_root != 0 && dom_.contains(prose_.title_root, container);
        set(Column::in_title_root, prose_.title_root == 0 ? -1.0F : around_title ? 1.0F : 0.0F);
        set(Column::title_root_share, prose_.prose[prose_.title_root] / std::max(prose_.total, 1.0F));
        set(Column::root_steps, inside ? steps : -1.0F);
        set(Column::root_share_of_parent, prose_.prose[dom_[container].parent] / std::max(root_prose_, 1.0F));
        set(Column::root_done, done_[i] / std::max(root_prose_, 1.0F));
        set(Column::outside_root_prose, first_ >= blocks_.size() ? 0.0F
                                        : i < first_             ? -static_cast<float>(first_ - i)
                                        : i > last_              ? static_cast<float>(i - last_)
                                                                 : 0.0F);
    }

    void describe_neighbours(std::size_t i) {
        const auto count = blocks_.size();
        const auto weight = [&](std::size_t at) { return at < count ? prose_.weights[at] : 0.0F; };
        set(Column::weight_before_2, weight(i - 2));  // wraps around to "none" at the beginning
        set(Column::weight_before, weight(i - 1));
        set(Column::weight_after, weight(i + 1));
        set(Column::weight_after_2, weight(i + 2));
        set(Column::link_density_before, i > 0 ? link_density(blocks_[i - 1]) : 1.0F);
        set(Column::link_density_after, i + 1 < count ? link_density(blocks_[i + 1]) : 1.0F);
        set(Column::prose_before, i > 0 && prose_.is_prose[i - 1]);
        set(Column::prose_after, i + 1 < count && prose_.is_prose[i + 1]);
        set(Column::distance_to_prose_before, to_prose_before_[i]);
        set(Column::distance_to_prose_after, to_prose_after_[i]);
        const auto parent = [&](std::size_t at) { return dom_[blocks_[at].container].parent; };
        set(Column::same_parent_before, i > 0 && parent(i) == parent(i - 1));
        set(Column::same_parent_after, i + 1 < count && parent(i) == parent(i + 1));
        const auto title = evidence_.title_at();
        set(Column::after_title, title >= count ? -20.0F
                                 : i >= title   ? static_cast<float>(i - title)
                                                : -static_cast<float>(title - i));
        set(Column::after_pointer, since_pointer_[i]);
    }

    struct Range {
        std::size_t first;
        std::size_t last;
    };

    const Dom& dom_;
    const Blocks& page_;
    const std::vector<Block>& blocks_;
    Evidence evidence_;
    Prose prose_;
    std::unordered_map<std::uint64_t, int> repeated_;
    std::unordered_map<std::uint64_t, float> siblings_;
    std::unordered_map<NodeId, Range> ranges_;  // of prose, by the parent of its containers
    std::vector<std::uint32_t> patterns_;
    std::vector<float> since_pointer_, done_, to_prose_before_, to_prose_after_;
    std::size_t first_ = 0, last_ = 0;
    float root_prose_ = 0;
    FeatureRow* row_ = nullptr;
};

}  // namespace

Features features_of(const Dom& dom, const Blocks& blocks, const PageEvidence& evidence) {
    if (blocks.list.empty()) return {};
    Table table(dom, blocks, evidence);
    Features features{.rows = table.rows(), .headline = table.headline()};
    for (const auto& block : blocks.list) features.asked.push_back(is_worth_asking(block));
    return features;
}

std::span<const std::string_view> feature_names() {
    return kNames;
}

}  // namespace winnow::extract
