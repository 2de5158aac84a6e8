#include "rank/ranker.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "rank/diversity.h"
#include "rank/duplicates.h"
#include "rank/features.h"
#include "rank/relevance.h"

namespace winnow {
namespace {

constexpr double kOffTopicBelow = 0.05;  // see docs/ranking.md: one passing mention of a common term
constexpr double kMiddleQuality = 0.5;

/// 0 to 1 for 1 to 10; the middle for what is no number.
double quality_of(const Ending& item) {
    const double quality = (item.overall.value_or(0) - kLowestScore) / (kHighestScore - kLowestScore);
    return quality >= 0 && quality <= 1 ? quality : kMiddleQuality;
}

/// One call of rank(): the judged items in order of their URLs, so that nothing depends on the order of the input.
class Run {
public:
    Run(std::span<const Ending> items, const RankOptions& options) : items_(items), options_(options) {
        for (std::size_t i = 0; i < items.size(); ++i)
            if (items[i].overall) indexes_.push_back(i);
        std::ranges::sort(indexes_, [&](std::size_t a, std::size_t b) {
            const auto& left = items_[a].url;
            const auto& right = items_[b].url;
            return left != right ? left < right : precedes_at_equal_urls(items_[a], items_[b]);
        });
        for (const auto index : indexes_) signatures_.emplace_back(items[index].features.signature);
    }

    Ranking ranking() {
        score();
        Ranking result;
        std::vector<std::size_t> on_topic;
        const double threshold = options_.off_topic_below > 0 ? options_.off_topic_below : kOffTopicBelow;
        for (std::size_t n = 0; n < indexes_.size(); ++n) {
            if (has_question_ && relevance_[n] < threshold)
                result.off_topic.push_back(indexes_[n]);
            else
                on_topic.push_back(n);
        }
        std::ranges::stable_sort(on_topic, std::greater<>{}, [&](std::size_t n) { return rank_score_[n]; });
        for (auto& pick : picks(rank::group_near_duplicates(signatures_, on_topic, options_.near_duplicate)))
            result.picks.push_back(std::move(pick));
        if (options_.limit > 0 && result.picks.size() > options_.limit) {
            const auto end = result.picks.begin() + static_cast<std::ptrdiff_t>(options_.limit);
            result.beyond.assign(std::make_move_iterator(end), std::make_move_iterator(result.picks.end()));
            result.picks.erase(end, result.picks.end());
        }
        return result;
    }

private:
    static bool precedes_at_equal_urls(const Ending& a, const Ending& b) {
        const double left = quality_of(a);
        const double right = quality_of(b);
        if (left != right) return left > right;
        return a.features.signature < b.features.signature;
    }

    /// Copies of one page share the weight of one, so that they make no term look common.
    std::vector<rank::Weighed> weighed() const {
        std::vector<std::size_t> by_url(indexes_.size());
        std::iota(by_url.begin(), by_url.end(), 0U);
        std::vector<rank::Weighed> result;
        result.reserve(indexes_.size());
        for (const auto index : indexes_) result.push_back({.features = &items_[index].features, .weight = 1});
        for (const auto& group : rank::group_near_duplicates(signatures_, by_url, options_.near_duplicate)) {
            const double share = 1.0 / static_cast<double>(1 + group.similar.size());
            result[group.leader].weight = share;
            for (const auto member : group.similar) result[member].weight = share;
        }
        return result;
    }

    void score() {
        const auto documents = weighed();
        relevance_ = rank::relevance_of(documents);
        has_question_ = std::ranges::any_of(documents, [](const auto& d) { return !d.features->terms.empty(); });
        if (!has_question_) std::ranges::fill(relevance_, 1.0);
        for (std::size_t n = 0; n < indexes_.size(); ++n) {
            const double quality = quality_of(items_[indexes_[n]]);
            rank_score_.push_back(relevance_[n] * (1 - options_.quality_share * (1 - quality)));
        }
    }

    std::vector<Pick> picks(const std::vector<rank::Group>& groups) const {
        std::vector<rank::Contender> contenders;
        for (const auto& group : groups) {
            const auto& url = items_[indexes_[group.leader]].url;
            contenders.push_back({.score = rank_score_[group.leader],
                                  .site = rank::site_of(url),
                                  .signature = signatures_[group.leader],
                                  .tie = url.href()});
        }
        std::vector<Pick> result;
        for (const auto place : rank::diverse_order(contenders)) {
            const auto& group = groups[place];
            Pick pick{.index = indexes_[group.leader],
                      .relevance = relevance_[group.leader],
                      .rank_score = rank_score_[group.leader],
                      .similar = {},
                      .resemblance = group.resemblance};
            for (const auto member : group.similar) pick.similar.push_back(indexes_[member]);
            result.push_back(std::move(pick));
        }
        return result;
    }

    std::span<const Ending> items_;
    const RankOptions& options_;
    std::vector<std::size_t> indexes_;  // of judged items, by URL; what follows is parallel to it
    std::vector<rank::Signature> signatures_;
    std::vector<double> relevance_;
    std::vector<double> rank_score_;
    bool has_question_ = false;
};

class LexicalRanker : public Ranker {
public:
    Ranking rank(std::span<const Ending> items, const RankOptions& options) override {
        return Run(items, options).ranking();
    }
    Features features(const Document& document, const std::string& question) override {
        return rank::count_features(document, question);
    }
};

}  // namespace

std::unique_ptr<Ranker> make_ranker() {
    return std::make_unique<LexicalRanker>();
}

}  // namespace winnow
