#include "index/answer/fusion.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace winnow {
namespace {

constexpr std::size_t kLeastDepth = 100;

/// Adds what each place of a list is worth, equal scores sharing a place, or the square of each share.
void add_worth(std::map<std::string, Fused>& by_key, std::span<const Ranked> list, const FusionOptions& options,
               double weight) {
    const double best = list.front().score;
    std::size_t place = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].score != list[place].score) place = i;
        auto& score = by_key[list[i].key].score;
        if (options.kind == Fusion::reciprocal_rank)
            score += 1 / (kRankConstant + static_cast<double>(place) + 1);
        else if (best > 0)
            score += weight * std::pow(std::max(0.0, list[i].score) / best, 2);
    }
}

}  // namespace

std::size_t fused_depth(const SearchRequest& request) {
    return std::max(kLeastDepth, 3 * request.limit);
}

std::vector<Fused> fuse(std::span<const Ranked> lexical, std::span<const Ranked> semantic,
                        const std::set<std::string>& rare, const FusionOptions& options) {
    std::map<std::string, Fused> by_key;
    for (const auto& entry : lexical) by_key[entry.key].lexical = entry.score;
    for (const auto& entry : semantic) by_key[entry.key].semantic = entry.score;
    if (lexical.empty() || semantic.empty()) {
        for (const auto& entry : lexical.empty() ? semantic : lexical) by_key[entry.key].score = entry.score;
    } else {
        add_worth(by_key, lexical, options, 1 - options.semantic_weight);
        add_worth(by_key, semantic, options, options.semantic_weight);
        if (options.kind == Fusion::weighted)
            for (auto& [key, entry] : by_key) entry.score = std::sqrt(entry.score);
    }
    std::vector<Fused> fused;
    for (auto& [key, entry] : by_key) {
        entry.key = key;
        fused.push_back(std::move(entry));
    }
    std::ranges::stable_sort(fused, std::ranges::greater{}, &Fused::score);
    if (!lexical.empty() && !semantic.empty()) keep_places(fused, lexical, rare);
    return fused;
}

void keep_places(std::vector<Fused>& fused, std::span<const Ranked> lexical, const std::set<std::string>& rare) {
    for (std::size_t place = 0; place < std::min(lexical.size(), kKeptPlaces); ++place) {
        const auto& key = lexical[place].key;
        if (!rare.contains(key)) continue;
        if (std::ranges::find(fused, key, &Fused::key) == fused.end())
            fused.push_back({.key = key, .score = 0, .lexical = {}, .semantic = {}});
        const auto found = std::ranges::find(fused, key, &Fused::key);
        const auto target = fused.begin() + static_cast<std::ptrdiff_t>(std::min(place, fused.size() - 1));
        if (found <= target) continue;
        // It takes over the score of its place, and what had that score stands below it, whatever its URL.
        const auto score = target->score;
        for (auto below = target; below != fused.end() && below->score == score; ++below)
            below->score = std::nextafter(score, 0);
        found->score = score;
        std::rotate(target, found, found + 1);
    }
}

}  // namespace winnow
