#include "app/server/site/working.h"

#include <algorithm>

#include "app/wiring/since.h"
#include "app/wiring/sources/readiness.h"
#include "evaluate/rubric_file.h"
#include "text/utf8.h"

namespace winnow::site {
namespace {

constexpr std::size_t kRunsLookedAt = 10;
constexpr std::size_t kMostUrls = 1'000;

std::vector<std::string> source_names(const SiteParts& parts) {
    std::vector<std::string> names;
    for (const auto& source : parts.settings.sources) names.push_back(source.name);
    for (const auto& kind : source_kinds())
        if (!kind.needs_settings && std::ranges::find(names, kind.name) == names.end()) names.push_back(kind.name);
    return names;
}

/// How a source did in the latest run that asked it.
std::optional<SourceRow::Use> last_use(const std::vector<std::shared_ptr<const Report>>& reports,
                                       const std::vector<std::string>& names) {
    for (const auto& report : reports)
        for (const auto& source : report->sources) {
            if (std::ranges::find(names, source.source) == names.end()) continue;
            const auto listed = std::ranges::count(report->results, source.source, &ReportItem::source);
            return SourceRow::Use{.found = source.found,
                                  .listed = static_cast<int>(listed),
                                  .error = source.error,
                                  .run_id = report->run_id,
                                  .when = report->started};
        }
    return std::nullopt;
}

}  // namespace

Result<std::vector<SourceRow>> source_rows(const SiteParts& parts) {
    TRY(const auto runs, parts.library.runs(kRunsLookedAt));
    std::vector<std::shared_ptr<const Report>> reports;
    for (const auto& run : runs)
        if (auto report = parts.library.report(run)) reports.push_back(std::move(*report));
    std::vector<SourceRow> rows;
    for (const auto& kind : source_kinds()) {
        SourceRow row{.name = kind.name,
                      .summary = kind.summary,
                      .state = readiness(kind, parts.settings),
                      .key = {},
                      .last = {}};
        if (!kind.key_variable.empty()) row.key = kind.key_variable + (has_key(kind) ? " is set" : " is not set");
        std::vector<std::string> names{kind.name};
        for (const auto& setting : parts.settings.sources)
            if (setting.kind == kind.name) names.push_back(setting.name);
        row.last = last_use(reports, names);
        rows.push_back(std::move(row));
    }
    return rows;
}

RunChoices run_choices(const SiteParts& parts) {
    RunChoices choices{.methods = {}, .rubrics = {}, .sources = source_names(parts), .archive = parts.archive};
    for (const auto& kind : evaluator_kinds())
        if (kind.lacks(parts.settings).empty()) choices.methods.emplace_back(kind.name, kind.summary);
    choices.rubrics = builtin_rubrics();
    const auto& configured = parts.settings.evaluate.rubric;
    if (std::ranges::find(choices.rubrics, configured) == choices.rubrics.end()) choices.rubrics.push_back(configured);
    return choices;
}

Result<void> check_wish(const SiteParts& parts, const RunWish& wish) {
    const auto choices = run_choices(parts);
    if (text::count_code_points(wish.question) > kMostQuestion)
        return fail(ErrorKind::invalid_argument, "The question is longer than 1,000 characters.");
    if (!wish.rubric.empty() && std::ranges::find(choices.rubrics, wish.rubric) == choices.rubrics.end())
        return fail(ErrorKind::invalid_argument, "rubric: there is none named '" + wish.rubric + "' to choose here");
    const auto base = wish.method.substr(0, wish.method.find(':'));
    const auto is_method = [&](const EvaluatorKind& kind) { return kind.name == base; };
    if (!wish.method.empty() && wish.method != "auto" && std::ranges::none_of(evaluator_kinds(), is_method))
        return fail(ErrorKind::invalid_argument, "method: there is none named '" + wish.method + "'");
    for (const auto& source : wish.sources)
        if (std::ranges::find(choices.sources, source) == choices.sources.end())
            return fail(ErrorKind::invalid_argument, "sources: there is none named '" + source + "'");
    if (wish.urls.size() > kMostUrls) return fail(ErrorKind::invalid_argument, "urls: more than 1,000");
    for (const auto& url : wish.urls)
        if (!Url::parse(url)) return fail(ErrorKind::invalid_argument, "urls: '" + url + "' is no URL");
    if (wish.since != "last") TRY_OK(parse_since(wish.since, parts.clock.now()));
    return {};
}

Result<void> check_label(const Label& label) {
    if (text::count_code_points(label.note) > kMostNote)
        return fail(ErrorKind::invalid_argument, "note: longer than 4,000 characters");
    for (const auto& [criterion, score] : label.scores) {
        if (criterion.empty() || criterion.size() > 100)
            return fail(ErrorKind::invalid_argument, "scores: a criterion has a name of 1 to 100 bytes");
        if (!(score >= kLowestScore && score <= kHighestScore))
            return fail(ErrorKind::invalid_argument, "scores: " + criterion + " is not from 1 to 10");
    }
    return {};
}

}  // namespace winnow::site
