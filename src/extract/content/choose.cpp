#include "extract/content/choose.h"

#include <algorithm>

#include "extract/content/model/model.h"

namespace winnow::extract {
namespace {

// As in tools/train-extraction/train.py, which finds the best.
constexpr float kThreshold = 0.45F;
constexpr float kLeastWords = 40;
constexpr float kLeastBlock = 3;  // words: a label of one word says nothing about the page

/// Length in words; two characters of CJK make one.
float length_of(const Block& block) {
    const auto wide = std::ranges::count_if(block.text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xE3 && byte <= 0xED;
    });
    return std::max(static_cast<float>(block.words), static_cast<float>(wide) / 2);
}

}  // namespace

std::vector<bool> choose(const Dom& dom, const Blocks& blocks, const PageEvidence& evidence) {
    const auto& list = blocks.list;
    const auto likely = probabilities(features_of(dom, blocks, evidence));
    std::vector<bool> chosen(list.size());
    float words = 0;
    float best = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto length = length_of(list[i]);
        chosen[i] = likely[i] > kThreshold;
        if (chosen[i]) words += length;
        if (length >= kLeastBlock) best = std::max(best, likely[i]);
    }
    if (words >= kLeastWords) return chosen;
    if (best == 0)
        for (const float value : likely) best = std::max(best, value);
    for (std::size_t i = 0; i < list.size(); ++i) chosen[i] = likely[i] >= std::min(kThreshold, best / 2);
    return chosen;
}

}  // namespace winnow::extract
