#include "extract/content/choose.h"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "extract/content/model/model.h"

namespace winnow::extract {
namespace {

// As in tools/train-extraction/train.py, which finds the best.
constexpr float kThreshold = 0.45F;
constexpr float kLeastWords = 40;
constexpr float kLeastInGroup = 0.02F;
constexpr float kLeastBlock = 3;  // words: a label of one word says nothing about the page

/// Length in words; two characters of CJK make one.
float length_of(const Block& block) {
    const auto wide = std::ranges::count_if(block.text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xE3 && byte <= 0xED;
    });
    return std::max(static_cast<float>(block.words), static_cast<float>(wide) / 2);
}

/// The innermost table or list around a block, or 0.
NodeId group_of(const Dom& dom, NodeId id) {
    for (int steps = 0; id != 0 && steps < 12; id = dom[id].parent, ++steps)
        if (const auto tag = dom[id].tag; tag == Tag::table || tag == Tag::ul || tag == Tag::ol) return id;
    return 0;
}

/// Completes tables and lists of which most was chosen: the head of a table, or an item of one word, looks like nothing
/// by itself.
void complete_groups(const Dom& dom, const std::vector<Block>& list, std::span<const float> likely,
                     std::vector<bool>& chosen) {
    struct Group {
        float words = 0;
        float chosen = 0;
    };
    std::unordered_map<NodeId, Group> groups;
    std::vector<NodeId> group(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        if ((list[i].tags & (in_table | in_list)) == 0) continue;
        group[i] = group_of(dom, list[i].container);
        if (group[i] == 0) continue;
        auto& sum = groups[group[i]];
        const auto words = length_of(list[i]) + 0.5F;
        sum.words += words;
        if (chosen[i]) sum.chosen += words;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (group[i] == 0 || chosen[i]) continue;
        const auto& sum = groups[group[i]];
        chosen[i] = sum.chosen * 2 >= sum.words && likely[i] >= kLeastInGroup;
    }
}

}  // namespace

std::vector<bool> choose(const Dom& dom, const Blocks& blocks, const PageEvidence& evidence) {
    const auto& list = blocks.list;
    const auto features = features_of(dom, blocks, evidence);
    const auto likely = probabilities(features);
    std::vector<bool> chosen(list.size());
    float words = 0;
    float best = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto length = length_of(list[i]);
        chosen[i] = likely[i] > kThreshold;
        if (chosen[i]) words += length;
        if (length >= kLeastBlock) best = std::max(best, likely[i]);
    }
    if (words < kLeastWords) {
        if (best == 0)
            for (const float value : likely) best = std::max(best, value);
        for (std::size_t i = 0; i < list.size(); ++i) chosen[i] = likely[i] >= std::min(kThreshold, best / 2);
    }
    complete_groups(dom, list, likely, chosen);
    // The headline is the document's title.
    if (features.headline < list.size() && std::ranges::count(chosen, true) > 1) chosen[features.headline] = false;
    return chosen;
}

}  // namespace winnow::extract
