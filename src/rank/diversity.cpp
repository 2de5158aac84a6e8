#include "rank/diversity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "text/shingles.h"

namespace winnow::rank {
namespace {

constexpr double kResemblanceCost = 0.4;    // of the score, times the resemblance to the nearest page above
constexpr double kSameSiteFactor = 0.98;    // for each page of the same site above
constexpr double kLeastFactor = 0.75;       // a page loses no more than a quarter of its score
constexpr std::size_t kContenders = 1'000;  // the best by score; a page behind them cannot reach the places in question

constexpr std::array<std::string_view, 9> kSharedHosts{"github.com",     "raw.githubusercontent.com",
                                                       "gitlab.com",     "bitbucket.org",
                                                       "codeberg.org",   "medium.com",
                                                       "dev.to",         "sr.ht",
                                                       "gist.github.com"};

std::string_view first_segments(std::string_view path, int count) {
    std::size_t end = 0;
    while (count-- > 0 && end < path.size()) end = std::min(path.find('/', end + 1), path.size());
    return path.substr(0, end);
}

/// Goes through the places of the list; knows for each contender what it loses by what stands before.
class Selection {
public:
    Selection(std::span<const Contender> contenders, std::vector<std::size_t>& remaining)
        : contenders_(contenders), remaining_(remaining), nearest_(contenders.size()) {}

    /// The next entry, which leaves `remaining`.
    std::size_t take() {
        const auto best = std::ranges::max_element(remaining_, {}, [&](std::size_t i) { return lowered(i); });
        const auto chosen = *best;  // the first of equals: `remaining` is in order of score and tie
        remaining_.erase(best);
        ++pages_of_[contenders_[chosen].site];
        for (const auto other : remaining_)
            nearest_[other] = std::max(nearest_[other],
                                       text::resemblance(contenders_[chosen].signature, contenders_[other].signature));
        return chosen;
    }

private:
    double lowered(std::size_t i) const {
        const auto& contender = contenders_[i];
        const auto pages = pages_of_.find(contender.site);
        const int before = pages == pages_of_.end() ? 0 : pages->second;
        const double factor = (1 - kResemblanceCost * nearest_[i]) * std::pow(kSameSiteFactor, before);
        return contender.score * std::max(factor, kLeastFactor);
    }

    std::span<const Contender> contenders_;
    std::vector<std::size_t>& remaining_;
    std::vector<double> nearest_;
    std::unordered_map<std::string, int> pages_of_;
};

}  // namespace

std::string site_of(const Url& url) {
    std::string site(url.host());
    if (site.starts_with("www.")) site.erase(0, 4);
    if (std::ranges::find(kSharedHosts, site) != kSharedHosts.end()) site += first_segments(url.path(), 2);
    return site;
}

std::vector<std::size_t> diverse_order(std::span<const Contender> contenders) {
    std::vector<std::size_t> by_score(contenders.size());
    std::iota(by_score.begin(), by_score.end(), 0U);
    std::ranges::sort(by_score, [&](std::size_t a, std::size_t b) {
        if (contenders[a].score != contenders[b].score) return contenders[a].score > contenders[b].score;
        return contenders[a].tie < contenders[b].tie;
    });
    const auto cut = static_cast<std::ptrdiff_t>(std::min(by_score.size(), kContenders));
    std::vector<std::size_t> remaining(by_score.begin(), by_score.begin() + cut);
    std::vector<std::size_t> order;
    order.reserve(contenders.size());
    Selection selection(contenders, remaining);
    while (order.size() < kDiversePlaces && !remaining.empty()) order.push_back(selection.take());
    order.insert(order.end(), remaining.begin(), remaining.end());
    order.insert(order.end(), by_score.begin() + cut, by_score.end());
    return order;
}

}  // namespace winnow::rank
