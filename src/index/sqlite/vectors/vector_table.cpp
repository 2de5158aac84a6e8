#include "index/sqlite/vectors/vector_table.h"

#include <algorithm>
#include <cmath>

namespace winnow {
namespace {

float length(std::span<const std::int8_t> components) {
    std::int64_t squares = 0;
    for (const auto component : components) squares += static_cast<std::int64_t>(component) * component;
    return std::sqrt(static_cast<float>(squares));
}

float inverse(float value) {
    return value > 0 ? 1 / value : 0;
}

}  // namespace

void VectorTable::clear(std::size_t dimensions) {
    *this = VectorTable();
    dimensions_ = dimensions;
    width_ = (dimensions + kRowAlignment - 1) / kRowAlignment * kRowAlignment;
}

void VectorTable::reserve(std::size_t passages) {
    rows_.reserve(passages * width_);
    factors_.reserve(passages);
    passages_.reserve(passages);
    owners_.reserve(passages);
}

void VectorTable::add(std::int64_t passage, std::int64_t document, std::span<const std::int8_t> components) {
    components = components.first(std::min(components.size(), dimensions_));
    rows_.insert(rows_.end(), components.begin(), components.end());
    rows_.resize((passages_.size() + 1) * width_, 0);
    factors_.push_back(inverse(length(components)));
    passages_.push_back(passage);
    const auto [slot, is_new] = slots_.try_emplace(document, static_cast<std::uint32_t>(documents_.size()));
    if (is_new) documents_.push_back(document);
    owners_.push_back(slot->second);
}

std::vector<float> VectorTable::cosines_to(std::vector<std::int8_t> question) const {
    question.resize(width_, 0);
    const float factor = inverse(length(question));
    const auto dot_rows = fastest_dot_rows();
    std::vector<std::int32_t> sums(passages_.size());
    dot_rows(question.data(), rows_.data(), passages_.size(), width_, sums.data());
    std::vector<float> cosines(passages_.size());
    for (std::size_t row = 0; row < sums.size(); ++row)
        cosines[row] = static_cast<float>(sums[row]) * factors_[row] * factor;
    return cosines;
}

std::vector<VectorTable::NearDocument> VectorTable::nearest(std::span<const float> question, std::size_t documents,
                                                            std::size_t passages_of_each,
                                                            const std::function<bool(std::int64_t)>& is_allowed) const {
    if (passages_.empty() || question.size() != dimensions_) return {};
    const auto cosines = cosines_to(quantised(question));

    std::vector<float> best(documents_.size(), 0);
    for (std::size_t row = 0; row < cosines.size(); ++row) {
        auto& cosine = best[owners_[row]];
        cosine = std::max(cosine, cosines[row]);
    }
    std::vector<std::uint32_t> slots;
    for (std::uint32_t slot = 0; slot < best.size(); ++slot)
        if (best[slot] > 0 && (!is_allowed || is_allowed(documents_[slot]))) slots.push_back(slot);
    const auto wanted = std::min(documents, slots.size());
    const auto is_better = [&](std::uint32_t a, std::uint32_t b) {
        return best[a] != best[b] ? best[a] > best[b] : documents_[a] < documents_[b];
    };
    std::ranges::partial_sort(slots, slots.begin() + static_cast<std::ptrdiff_t>(wanted), is_better);
    slots.resize(wanted);

    std::vector<NearDocument> near(wanted);
    std::unordered_map<std::uint32_t, std::size_t> place_of;
    for (std::size_t place = 0; place < wanted; ++place) {
        near[place].document = documents_[slots[place]];
        place_of.emplace(slots[place], place);
    }
    for (std::size_t row = 0; row < cosines.size(); ++row) {
        if (!(cosines[row] > 0)) continue;
        const auto slot = owners_[row];
        // Most rows belong to documents that did not make it: the bound spares them the look into the table.
        if (wanted == 0 || best[slot] < best[slots.back()]) continue;
        if (const auto found = place_of.find(slot); found != place_of.end())
            near[found->second].passages.push_back({passages_[row], static_cast<double>(cosines[row])});
    }
    for (auto& document : near) {
        std::ranges::stable_sort(document.passages, std::ranges::greater{}, &Near::cosine);
        if (document.passages.size() > passages_of_each) document.passages.resize(passages_of_each);
    }
    return near;
}

}  // namespace winnow
