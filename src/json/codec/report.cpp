#include <ranges>

#include "json/codec.h"
#include "json/codec/parts.h"

namespace winnow::json {
namespace {

Value encode_item(const ReportItem& item) {
    auto value =
        object({{"position", item.position},
                {"url", item.url.href()},
                {"title", item.title},
                {"source", item.source},
                {"authors", encode(item.authors)},
                {"site", item.site},
                {"published", item.published ? encode(*item.published) : Value()},
                {"language", item.language},
                {"excerpt", item.excerpt},
                {"words", item.words},
                {"state", to_string(item.state)},
                {"relevance", item.relevance},
                {"rank_score", item.rank_score},
                {"high_quality", item.high_quality},
                {"assessment", encode(item.assessment)},
                {"similar", array_of(item.similar, [](const Similar& similar) {
                     return object(
                         {{"url", similar.url.href()}, {"title", similar.title}, {"resemblance", similar.resemblance}});
                 })}});
    if (item.novelty) value.set("novelty", to_string(*item.novelty));
    return value;
}

Result<Similar> decode_similar(const Value& value) {
    Similar similar{.title = value["title"].text(), .resemblance = value["resemblance"].as_double()};
    TRY(similar.url, need_url(value, "url"));
    return similar;
}

Result<ReportItem> decode_item(const Value& value) {
    ReportItem item;
    TRY(item.url, need_url(value, "url"));
    TRY(item.state, url_state_from(value["state"].as_string()));
    TRY(item.assessment, decode_assessment(value["assessment"]));
    TRY(item.similar, vector_of<Similar>(value["similar"], decode_similar));
    if (!value["published"].is_null()) {
        TRY(item.published, decode_date(value["published"]));
    }
    item.position = static_cast<int>(value["position"].as_int());
    item.title = value["title"].text();
    item.source = value["source"].text();
    item.authors = texts_of(value["authors"]);
    item.site = value["site"].text();
    item.language = value["language"].text();
    item.excerpt = value["excerpt"].text();
    item.words = static_cast<std::uint32_t>(value["words"].as_int());
    item.relevance = value["relevance"].as_double();
    item.rank_score = value["rank_score"].as_double();
    item.high_quality = value["high_quality"].as_bool();
    for (const auto novelty : {Novelty::fresh, Novelty::changed, Novelty::unchanged})
        if (value["novelty"].as_string() == to_string(novelty)) item.novelty = novelty;
    return item;
}

Value encode_omission(const ReportOmission& omission) {
    auto value = object({{"url", omission.url.href()},
                         {"title", omission.title},
                         {"source", omission.source},
                         {"state", to_string(omission.state)},
                         {"reason", omission.reason}});
    if (!omission.error_kind.empty()) value.set("error_kind", omission.error_kind);
    return value;
}

Result<ReportOmission> decode_omission(const Value& value) {
    ReportOmission omission;
    TRY(omission.url, need_url(value, "url"));
    TRY(omission.state, url_state_from(value["state"].as_string()));
    omission.title = value["title"].text();
    omission.source = value["source"].text();
    omission.reason = value["reason"].text();
    omission.error_kind = value["error_kind"].text();
    return omission;
}

Value encode_gone(const ReportGone& gone) {
    return object({{"url", gone.url.href()},
                   {"title", gone.title},
                   {"source", gone.source},
                   {"why", to_string(gone.why)},
                   {"last_score", gone.last_score},
                   {"last_judged", to_rfc3339(gone.last_judged)}});
}

Result<ReportGone> decode_gone(const Value& value) {
    ReportGone gone;
    TRY(gone.url, need_url(value, "url"));
    TRY(gone.last_judged, need_time(value, "last_judged"));
    gone.title = value["title"].text();
    gone.source = value["source"].text();
    gone.last_score = value["last_score"].as_double();
    if (value["why"].as_string() == to_string(Disappearance::not_suggested)) gone.why = Disappearance::not_suggested;
    return gone;
}

Value encode_source(const SourceReport& source) {
    return object({{"source", source.source}, {"found", source.found}, {"error", source.error}});
}

std::vector<SourceReport> decode_sources(const Value& list) {
    std::vector<SourceReport> sources;
    for (const auto& source : list.items())
        sources.push_back(
            {source["source"].text(), static_cast<int>(source["found"].as_int()), source["error"].text()});
    return sources;
}

Value encode_states(const std::map<std::string, int>& states) {
    Object members;
    for (const auto& [state, number] : states) members.emplace_back(state, number);
    return members;
}

/// All of it but the omissions, whose members stand in their places and are empty.
Value encode_head(const Report& report) {
    auto value =
        object({{"run_id", report.run_id},
                {"query", report.query},
                {"evaluation_method", report.evaluation_method},
                {"rubric", report.rubric},
                {"criteria", array_of(report.criteria,
                                      [](const ReportCriterion& criterion) {
                                          return object({{"name", criterion.name},
                                                         {"title", criterion.title},
                                                         {"weight", criterion.weight}});
                                      })},
                {"min_score", report.min_score},
                {"started", to_rfc3339(report.started)},
                {"runtime_seconds", report.runtime_seconds},
                {"total_urls", report.total_urls},
                {"evaluated_urls", report.evaluated_urls},
                {"cached_urls_used", report.cached_urls_used},
                {"failed_urls", report.failed_urls},
                {"high_quality_count", report.high_quality_count},
                {"quality_ratio", report.quality_ratio},
                {"average_score", report.average_score},
                {"cost_usd", report.usage.cost_usd},
                {"tokens", object({{"input", report.usage.input_tokens}, {"output", report.usage.output_tokens}})},
                {"states", encode_states(report.states)},
                {"sources", array_of(report.sources, encode_source)},
                {"stages", array_of(report.stages,
                                    [](const StageTime& stage) {
                                        return object({{"stage", stage.stage}, {"seconds", stage.seconds}});
                                    })},
                {"results", array_of(report.results, encode_item)},
                {"failures", Array()},
                {"omissions", Array()},
                {"explanation", report.explanation}});
    if (!report.warnings.empty()) value.set("warnings", encode(report.warnings));
    if (report.previous)
        value
            .set("previous",
                 object({{"run_id", report.previous->run_id}, {"started", to_rfc3339(report.previous->started)}}))
            .set("gone", array_of(report.gone, encode_gone));
    return value;
}

/// The omissions that failed, or the others.
auto omissions_of(const Report& report, bool failed) {
    return report.omissions | std::views::filter([failed](const ReportOmission& omission) {
               return (omission.state == UrlState::failed) == failed;
           });
}

}  // namespace

Value encode(const Report& report) {
    auto value = encode_head(report);
    value.set("failures", array_of(omissions_of(report, true), encode_omission));
    value.set("omissions", array_of(omissions_of(report, false), encode_omission));
    return value;
}

std::string dump(const Report& report, Layout layout) {
    auto failures = omissions_of(report, true);
    auto others = omissions_of(report, false);
    return dump(encode_head(report),
                {{"failures", each_of(failures, encode_omission)}, {"omissions", each_of(others, encode_omission)}},
                layout);
}

std::string dump(const Discovered& discovered) {
    const Discovered head{.candidates = {}, .sources = discovered.sources, .left_out = discovered.left_out};
    const auto encode_one = [](const Candidate& each) { return encode(each); };
    return dump(encode(head), {{"candidates", each_of(discovered.candidates, encode_one)}}, Layout::one_line);
}

Value encode(const Discovered& discovered) {
    auto value =
        object({{"candidates", array_of(discovered.candidates, [](const Candidate& each) { return encode(each); })},
                {"sources", array_of(discovered.sources, encode_source)}});
    if (discovered.left_out > 0) value.set("left_out", discovered.left_out);
    return value;
}

Result<Discovered> decode_discovered(const Value& value) {
    Discovered discovered;
    TRY(discovered.candidates, vector_of<Candidate>(value["candidates"], decode_candidate));
    discovered.sources = decode_sources(value["sources"]);
    discovered.left_out = static_cast<int>(value["left_out"].as_int());
    return discovered;
}

Result<Report> decode_report(const Value& value) {
    Report report;
    TRY(report.run_id, need_text(value, "run_id"));
    TRY(report.query, need_text(value, "query"));
    TRY(report.started, need_time(value, "started"));
    TRY(report.results, vector_of<ReportItem>(value["results"], decode_item));
    TRY(report.omissions, vector_of<ReportOmission>(value["failures"], decode_omission));
    TRY(auto others, vector_of<ReportOmission>(value["omissions"], decode_omission));
    for (auto& other : others) report.omissions.push_back(std::move(other));
    if (const auto& previous = value["previous"]; previous.is_object()) {
        report.previous.emplace();
        report.previous->run_id = previous["run_id"].text();
        TRY(report.previous->started, need_time(previous, "started"));
        TRY(report.gone, vector_of<ReportGone>(value["gone"], decode_gone));
    }
    report.evaluation_method = value["evaluation_method"].text();
    report.rubric = value["rubric"].text();
    for (const auto& criterion : value["criteria"].items())
        report.criteria.push_back(
            {criterion["name"].text(), criterion["title"].text(), criterion["weight"].as_double()});
    report.min_score = value["min_score"].as_double(report.min_score);
    report.runtime_seconds = value["runtime_seconds"].as_double();
    report.total_urls = static_cast<int>(value["total_urls"].as_int());
    report.evaluated_urls = static_cast<int>(value["evaluated_urls"].as_int());
    report.cached_urls_used = static_cast<int>(value["cached_urls_used"].as_int());
    report.failed_urls = static_cast<int>(value["failed_urls"].as_int());
    report.high_quality_count = static_cast<int>(value["high_quality_count"].as_int());
    report.quality_ratio = value["quality_ratio"].as_double();
    report.average_score = value["average_score"].as_double();
    report.usage = {value["tokens"]["input"].as_int(), value["tokens"]["output"].as_int(),
                    value["cost_usd"].as_double()};
    report.explanation = value["explanation"].text();
    report.warnings = texts_of(value["warnings"]);
    for (const auto& [state, number] : value["states"].members())
        report.states[state] = static_cast<int>(number.as_int());
    report.sources = decode_sources(value["sources"]);
    for (const auto& stage : value["stages"].items())
        report.stages.push_back({stage["stage"].text(), stage["seconds"].as_double()});
    return report;
}

}  // namespace winnow::json
