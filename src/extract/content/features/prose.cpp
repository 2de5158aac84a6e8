#include "extract/content/features/prose.h"

#include <algorithm>

namespace winnow::extract {
namespace {

constexpr float kLeastShareNearTitle = 0.3F;
constexpr float kLeastProse = 12;  // words: shorter texts are headings, links and labels as often as sentences

float weight_of(const Block& block) {
    std::size_t wide = 0;
    for (const char c : block.text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xE3 && byte <= 0xED) ++wide;
    }
    return static_cast<float>(block.words) + static_cast<float>(wide) / 2;
}

/// Whether a sentence ends inside of the text and another begins.
bool has_sentences(std::string_view text) {
    for (std::size_t i = 1; i + 2 < text.size(); ++i)
        if ((text[i] == '.' || text[i] == '!' || text[i] == '?') && text[i + 1] == ' ' && text[i - 1] != ' ' &&
            (text[i + 2] < 'a' || text[i + 2] > 'z'))
            return true;
    return false;
}

bool reads_like_prose(const Block& block, float weight) {
    if (block.tags & (in_nav | in_footer | in_dialog | in_form)) return false;
    if (weight < kLeastProse || link_density(block) >= 0.35F) return false;
    return ends_sentence(block.text) || (weight >= 2 * kLeastProse && has_sentences(block.text));
}

/// Texts without a full stop are articles, too: poems, results, lists.
bool could_be_prose(const Block& block, float weight) {
    return weight >= 4 && link_density(block) < 0.2F &&
           (block.tags & (in_nav | in_footer | in_dialog | in_form | in_heading | in_header)) == 0;
}

float root_value(const Block& block, float weight, bool prose, float likely) {
    const bool unwanted = (block.hints & kUnwanted) != 0;
    const bool beside = (block.tags & in_aside) != 0 || (block.near_hints & kUnwanted) != 0;
    if (prose && (block.hints & (hint_comment | hint_consent)) == 0)
        return weight * (beside ? 0.25F : unwanted ? 0.5F : 1.0F) * likely;
    if (prose) return -weight;
    if (could_be_prose(block, weight) && !unwanted && !beside) return weight * 0.3F * likely;
    return -1.0F - weight * link_density(block) * 0.5F - (unwanted ? 2.0F : 0.0F);
}

/// Lists, tables and quotes are pieces of an article, not its container.
bool is_piece(Tag tag) {
    switch (tag) {
        case Tag::ul:
        case Tag::ol:
        case Tag::li:
        case Tag::dl:
        case Tag::dd:
        case Tag::table:
        case Tag::tbody:
        case Tag::tr:
        case Tag::blockquote:
        case Tag::figure:
        case Tag::p: return true;
        default: return false;
    }
}

/// Credits the elements around a block of prose, the nearest that can hold an article the most.
void spread(const Dom& dom, NodeId at, float weight, std::vector<float>& direct) {
    constexpr int kMostPieces = 6;
    direct[at] += weight;
    for (int step = 0; step < kMostPieces && is_piece(dom[at].tag) && is_piece(dom[dom[at].parent].tag); ++step) {
        at = dom[at].parent;
        direct[at] += weight;
    }
    float share = weight;
    for (int step = 0; step < 4 && at != 0; ++step, share *= 0.6F) {
        at = dom[at].parent;
        direct[at] += share;
    }
}

/// The node of most value in a range; deeper ones win ties, for the order of the array puts parents first.
NodeId best_in(const std::vector<float>& value, const std::vector<float>& blocks, NodeId begin, NodeId end) {
    NodeId best = 0;
    for (NodeId id = begin; id < end; ++id)
        if (blocks[id] > 0 && value[id] > 0 && (best == 0 || value[id] >= value[best])) best = id;
    return best;
}

NodeId title_root(const Dom& dom, NodeId title, const std::vector<float>& prose) {
    constexpr int kMostAncestors = 100;
    const float least = std::max(30.0F, prose[0] / 8);
    auto id = title;
    for (int steps = 0; steps < kMostAncestors && id != 0 && prose[id] < least; ++steps) id = dom[id].parent;
    return id;
}

}  // namespace

float link_density(const Block& block) {
    return block.words == 0 ? 0 : static_cast<float>(block.link_words) / static_cast<float>(block.words);
}

bool ends_sentence(std::string_view text) {
    while (!text.empty() && (text.back() == '"' || text.back() == ')' || text.back() == '\'' || text.back() == ' '))
        text.remove_suffix(1);
    if (text.ends_with("\u201D") || text.ends_with("\u2019")) text.remove_suffix(3);
    if (text.ends_with("\u00BB")) text.remove_suffix(2);
    return text.ends_with('.') || text.ends_with('!') || text.ends_with('?') || text.ends_with("\u2026") ||
           text.ends_with("\u3002") || text.ends_with("\uFF01") || text.ends_with("\uFF1F") ||
           text.ends_with("\u0964") || text.ends_with("\u061F");
}

Prose find_prose(const Dom& dom, const std::vector<Block>& blocks, const std::vector<float>& likely,
                 std::size_t title) {
    Prose result;
    const auto nodes = dom.size();
    std::vector<float> value(nodes, 0);
    for (auto* list :
         {&result.words, &result.link_words, &result.prose, &result.blocks, &result.direct, &result.direct_prose})
        list->assign(nodes, 0);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto& block = blocks[i];
        const float weight = weight_of(block);
        const bool prose = reads_like_prose(block, weight);
        result.weights.push_back(weight);
        result.is_prose.push_back(prose ? 1 : 0);
        const auto at = block.container;
        const float worth = root_value(block, weight, prose, likely[i]);
        value[at] += worth;
        if (worth > 0) spread(dom, at, worth, result.direct);
        result.words[at] += weight;
        result.link_words[at] += weight * link_density(block);
        result.blocks[at] += 1;
        if (!prose) continue;
        result.prose[at] += weight;
        result.total += weight;
        spread(dom, at, weight, result.direct_prose);
    }
    for (NodeId id = nodes; id-- > 1;) {
        const auto parent = dom[id].parent;
        if (result.blocks[id] == 0) continue;
        value[parent] += value[id];
        result.words[parent] += result.words[id];
        result.link_words[parent] += result.link_words[id];
        result.prose[parent] += result.prose[id];
        result.blocks[parent] += result.blocks[id];
    }
    result.root = best_in(value, result.blocks, 1, nodes);
    if (title < blocks.size()) result.title_root = title_root(dom, blocks[title].container, result.prose);
    // Lists of other articles are often longer than the article, but they do not hold its headline.
    const auto near = result.title_root;
    const bool apart = near != 0 && !dom.contains(near, result.root) && !dom.contains(result.root, near);
    if (apart && value[near] >= kLeastShareNearTitle * value[result.root])
        result.root = best_in(value, result.blocks, near, dom[near].end);
    for (NodeId id = result.root; id < dom[result.root].end; ++id) {
        result.most_direct = std::max(result.most_direct, result.direct[id]);
        result.most_direct_prose = std::max(result.most_direct_prose, result.direct_prose[id]);
    }
    return result;
}

}  // namespace winnow::extract
