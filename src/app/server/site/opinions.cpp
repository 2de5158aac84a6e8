#include "app/server/site/opinions.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "app/server/site/reading.h"

namespace winnow::site {
namespace {

using Judge = std::tuple<std::string, std::string, double>;  // method, rubric, threshold

std::string name_of(const Judge& judge) {
    return std::get<0>(judge) + ", rubric " + std::get<1>(judge);
}

const Label* find_thumb(const std::vector<Label>& labels, const Report& report, const Url& url) {
    const auto found = std::ranges::find_if(labels, [&](const Label& label) {
        return label.worth_reading && label.question == report.query && label.url == url;
    });
    return found == labels.end() ? nullptr : &*found;
}

}  // namespace

Result<std::vector<JudgeThumbs>> thumbs_by_judge(const SiteParts& parts, const std::vector<Label>& labels) {
    std::set<std::string> questions;
    for (const auto& label : labels)
        if (label.worth_reading) questions.insert(label.question);
    if (questions.empty()) return std::vector<JudgeThumbs>();
    std::map<Judge, std::vector<ThumbedPage>> by_judge;
    TRY(const auto runs, parts.library.latest_of_each_question());
    for (const auto& run : runs) {
        if (!questions.contains(run.query)) continue;
        const auto report = parts.library.report(run);
        if (!report) continue;  // its folder may be gone
        const auto& all = **report;
        auto& pages = by_judge[{all.evaluation_method, all.rubric, all.min_score}];
        for (const auto& item : all.results)
            if (const auto* const label = find_thumb(labels, all, item.url))
                pages.push_back({*label->worth_reading, item.assessment.overall});
    }
    std::vector<JudgeThumbs> result;
    for (const auto& [judge, pages] : by_judge)
        if (!pages.empty()) result.push_back({name_of(judge), thumbs_agreement(pages, std::get<2>(judge))});
    std::ranges::stable_sort(result, std::ranges::greater(),
                             [](const JudgeThumbs& one) { return one.agreement.up + one.agreement.down; });
    return result;
}

}  // namespace winnow::site
