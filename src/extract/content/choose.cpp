#include "extract/content/choose.h"

#include "extract/content/model.h"

namespace winnow::extract {
namespace {

constexpr float kThreshold = 0.5F;

}  // namespace

std::vector<bool> choose(const Dom& dom, const Blocks& blocks, const PageEvidence& evidence) {
    const auto likely = probabilities(features_of(dom, blocks, evidence));
    std::vector<bool> chosen(blocks.list.size());
    for (std::size_t i = 0; i < blocks.list.size(); ++i) chosen[i] = likely[i] > kThreshold;
    return chosen;
}

}  // namespace winnow::extract
