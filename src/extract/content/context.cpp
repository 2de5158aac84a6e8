#include "extract/content/context.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace winnow::extract {
namespace {

constexpr std::string_view kNames[] = {
    "likely",         "likely_before_3", "likely_before_2", "likely_before",  "likely_after",   "likely_after_2",
    "likely_after_3", "likely_siblings", "likely_parent",   "likely_above",   "mass_parent",    "mass_above",
    "mass_before",    "mass_after",      "sure_before",     "sure_after",     "likely_section", "mass",
    "likely_around",
};

constexpr float kSure = 0.5F;
constexpr float kLeastSureWords = 8;
constexpr float kFarthest = 20;  // blocks

/// Adds up likely words element by element, and looks along the order of blocks.
class Surroundings {
public:
    Surroundings(const Dom& dom, const std::vector<Block>& blocks, std::span<const float> likely)
        : dom_(dom), blocks_(blocks), likely_(likely), words_(dom.size(), 0), mass_(dom.size(), 0) {
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            words_[blocks[i].container] += words(i);
            mass_[blocks[i].container] += words(i) * likely[i];
            total_ += words(i) * likely[i];
            auto& kin = kin_[key(i)];
            kin.words += words(i);
            kin.mass += words(i) * likely[i];
        }
        for (NodeId id = dom.size(); id-- > 1;) {
            words_[dom[id].parent] += words_[id];
            mass_[dom[id].parent] += mass_[id];
        }
        look_along();
    }

    void describe(std::size_t i, std::span<float> out) const {
        const auto near = [&](std::ptrdiff_t offset) {
            const auto at = static_cast<std::ptrdiff_t>(i) + offset;
            return at < 0 || at >= std::ssize(blocks_) ? 0.0F : likely_[static_cast<std::size_t>(at)];
        };
        const auto parent = dom_[blocks_[i].container].parent;
        const auto above = dom_[parent].parent;
        const auto& kin = kin_.at(key(i));
        std::size_t column = 0;
        for (const std::ptrdiff_t offset : {0, -3, -2, -1, 1, 2, 3}) out[column++] = near(offset);
        out[column++] = mean(kin.mass, kin.words, i);
        out[column++] = mean(mass_[parent], words_[parent], i);
        out[column++] = mean(mass_[above], words_[above], i);
        out[column++] = mass_[parent] / std::max(total_, 1.0F);
        out[column++] = mass_[above] / std::max(total_, 1.0F);
        out[column++] = before_[i] / std::max(total_, 1.0F);
        out[column++] = 1.0F - (before_[i] + words(i) * likely_[i]) / std::max(total_, 1.0F);
        out[column++] = sure_before_[i];
        out[column++] = sure_after_[i];
        out[column++] = section_[i];
        out[column++] = std::log1p(total_);
        out[column++] = (near(-2) + 2 * near(-1) + 2 * near(1) + near(2)) / 6;
    }

private:
    struct Sum {
        float words = 0;
        float mass = 0;
    };

    float words(std::size_t i) const { return static_cast<float>(blocks_[i].words) + 0.5F; }

    std::uint64_t key(std::size_t i) const {
        const auto container = blocks_[i].container;
        return (std::uint64_t{dom_[container].parent} << 8) | static_cast<std::uint64_t>(dom_[container].tag);
    }

    /// Likely share of the words without the block's own; -1 if it is alone.
    float mean(float mass, float all, std::size_t i) const {
        const float rest = all - words(i);
        return rest < 0.25F ? -1.0F : (mass - words(i) * likely_[i]) / rest;
    }

    void look_along() {
        const auto count = blocks_.size();
        before_.resize(count);
        sure_before_.resize(count);
        sure_after_.resize(count);
        section_.resize(count);
        float sum = 0;
        float distance = kFarthest;
        for (std::size_t i = 0; i < count; ++i) {
            before_[i] = sum;
            sum += words(i) * likely_[i];
            sure_before_[i] = distance;
            distance = is_sure(i) ? 0.0F : std::min(distance + 1, kFarthest);
        }
        distance = kFarthest;
        Sum section;
        for (std::size_t i = count; i-- > 0;) {
            sure_after_[i] = distance;
            distance = is_sure(i) ? 0.0F : std::min(distance + 1, kFarthest);
            section_[i] = section.words > 0 ? section.mass / section.words : -1.0F;
            if ((blocks_[i].tags & in_heading) != 0) {
                section = {};
            } else {
                section.words += words(i);
                section.mass += words(i) * likely_[i];
            }
        }
    }

    bool is_sure(std::size_t i) const { return likely_[i] > kSure && words(i) >= kLeastSureWords; }

    const Dom& dom_;
    const std::vector<Block>& blocks_;
    std::span<const float> likely_;
    std::vector<float> words_, mass_;  // by node
    std::unordered_map<std::uint64_t, Sum> kin_;
    std::vector<float> before_, sure_before_, sure_after_, section_;
    float total_ = 0;
};

}  // namespace

void add_context(std::vector<FeatureRow>& rows, const Dom& dom, const std::vector<Block>& blocks,
                 std::span<const float> likely) {
    const Surroundings surroundings(dom, blocks, likely);
    const auto offset = feature_names().size();
    for (std::size_t i = 0; i < rows.size(); ++i)
        surroundings.describe(i, std::span(rows[i]).subspan(offset, std::size(kNames)));
}

std::span<const std::string_view> context_names() {
    return kNames;
}

}  // namespace winnow::extract
