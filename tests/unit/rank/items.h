#pragma once

#include <string>
#include <vector>

#include "rank/ranker.h"

namespace winnow::rank_test {

inline Document document(const std::string& url, const std::string& title, const std::string& text) {
    Document result;
    result.url = *Url::parse(url);
    result.title = title;
    result.text = text;
    result.language = "en";
    return result;
}

/// Items as the pipeline hands them to the ranker: judged, with the features counted for `question`.
class Items {
public:
    explicit Items(std::string question) : question_(std::move(question)) {}

    Items& add(const std::string& url, const std::string& title, const std::string& text, double overall = 6) {
        const auto page = document(url, title, text);
        Ending item;
        item.url = page.url;
        item.state = UrlState::judged;
        item.features = ranker_->features(page, question_);
        item.overall = overall;
        items.push_back(std::move(item));
        return *this;
    }

    /// A page that could not be judged.
    Items& add_failed(const std::string& url) {
        Ending item;
        item.url = *Url::parse(url);
        items.push_back(std::move(item));
        return *this;
    }

    Ranking rank(RankOptions options = {}) {
        options.question = question_;
        return ranker_->rank(items, options);
    }

    std::string url(std::size_t index) const { return items[index].url.href(); }
    std::vector<std::string> listed(const Ranking& ranking) const {
        std::vector<std::string> urls;
        for (const auto& pick : ranking.picks) urls.push_back(url(pick.index));
        return urls;
    }

    std::vector<Ending> items;

private:
    std::string question_;
    std::unique_ptr<Ranker> ranker_ = make_ranker();
};

/// A text of `count` different words that no question asks for.
inline std::string filler(int count, int seed = 0) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += "w" + std::to_string((i * 7919 + seed * 104729) % 99991) + "x";
        text += i % 12 == 11 ? ". " : " ";
    }
    return text;
}

}  // namespace winnow::rank_test
