#include <algorithm>

#include "publish/escape.h"
#include "publish/publisher.h"
#include "publish/wording.h"

namespace winnow {
namespace {

std::string row(const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : ",") + cells[i];
    return text + "\r\n";
}

std::vector<std::string> header(const Criteria& criteria) {
    std::vector<std::string> cells{"position", "url",    "title", "site",      "authors", "published",   "language",
                                   "words",    "source", "state", "relevance", "overall", "high_quality"};
    for (const auto& name : criteria.names()) cells.push_back(csv_cell("score_" + name));
    cells.insert(cells.end(), {"verdict", "summary", "tags", "flags", "near_duplicates", "novelty", "last_judged"});
    return cells;
}

std::string score_of(const Assessment& assessment, const std::string& criterion) {
    const auto found = std::ranges::find(assessment.scores, criterion, &CriterionScore::criterion);
    return found == assessment.scores.end() ? std::string() : one_decimal(found->score);
}

std::vector<std::string> cells_of(const ReportItem& item, const Criteria& criteria) {
    const auto& assessment = item.assessment;
    std::vector<std::string> cells{std::to_string(item.position),
                                   csv_cell(item.url.href()),
                                   csv_cell(item.title),
                                   csv_cell(item.site),
                                   csv_cell(joined(item.authors, "; ")),
                                   item.published ? iso_date(*item.published) : std::string(),
                                   csv_cell(item.language),
                                   std::to_string(item.words),
                                   csv_cell(item.source),
                                   std::string(to_string(item.state)),
                                   decimals(item.relevance, 3),
                                   decimals(assessment.overall, 2),
                                   item.high_quality ? "true" : "false"};
    for (const auto& name : criteria.names()) cells.push_back(score_of(assessment, name));
    for (const auto& text :
         {assessment.verdict, assessment.summary, joined(assessment.tags, "; "), joined(assessment.flags, "; ")})
        cells.push_back(csv_cell(text));
    cells.push_back(std::to_string(item.similar.size()));
    cells.emplace_back(item.novelty ? to_string(*item.novelty) : "");
    cells.emplace_back();
    return cells;
}

/// A page that is gone: no position, and its last score.
std::vector<std::string> cells_of(const ReportGone& gone, const std::vector<std::string>& columns) {
    std::vector<std::string> cells;
    for (const auto& column : columns)
        cells.push_back(column == "url"           ? csv_cell(gone.url.href())
                        : column == "title"       ? csv_cell(gone.title)
                        : column == "source"      ? csv_cell(gone.source)
                        : column == "overall"     ? decimals(gone.last_score, 2)
                        : column == "novelty"     ? std::string(to_string(gone.why))
                        : column == "last_judged" ? to_rfc3339(gone.last_judged)
                                                  : std::string());
    return cells;
}

}  // namespace

std::string to_csv(const Report& report) {
    const Criteria criteria(report);
    const auto columns = header(criteria);
    auto text = row(columns);
    for (const auto& item : report.results) text += row(cells_of(item, criteria));
    for (const auto& gone : report.gone) text += row(cells_of(gone, columns));
    return text;
}

}  // namespace winnow
