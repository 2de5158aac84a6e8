#include "publish/escape.h"
#include "publish/publisher.h"

namespace winnow {

std::string to_csv(const Report& report) {
    std::string text = "position,url,title,site,authors,published,language,words,state,relevance,overall,high_quality";
    if (!report.results.empty())
        for (const auto& score : report.results.front().assessment.scores) text += "," + csv_cell(score.criterion);
    text += ",verdict,tags,flags,near_duplicates\r\n";
    const auto joined = [](const std::vector<std::string>& parts) {
        std::string all;
        for (const auto& part : parts) all += (all.empty() ? "" : "; ") + part;
        return csv_cell(all);
    };
    for (const auto& item : report.results) {
        const auto& assessment = item.assessment;
        text += std::to_string(item.position) + "," + csv_cell(item.url.href()) + "," + csv_cell(item.title) + "," +
                csv_cell(item.site) + "," + joined(item.authors) + "," +
                (item.published ? to_rfc3339(item.published->time).substr(0, 10) : "") + "," + csv_cell(item.language) +
                "," + std::to_string(item.words) + "," + std::string(to_string(item.state)) + "," +
                std::to_string(item.relevance) + "," + std::to_string(assessment.overall) + "," +
                (item.high_quality ? "true" : "false");
        for (const auto& score : assessment.scores) text += "," + std::to_string(score.score);
        text += "," + csv_cell(assessment.verdict) + "," + joined(assessment.tags) + "," + joined(assessment.flags) +
                "," + std::to_string(item.similar.size()) + "\r\n";
    }
    return text;
}

}  // namespace winnow
