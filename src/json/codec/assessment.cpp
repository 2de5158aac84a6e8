#include "json/codec.h"
#include "json/codec/parts.h"

namespace winnow::json {
namespace {

Value encode_quote(const Quote& quote) {
    return object({{"text", quote.text}, {"offset", quote.offset}});
}

Result<Quote> decode_quote(const Value& value) {
    TRY(auto text, need_text(value, "text"));
    return Quote{std::move(text), static_cast<std::size_t>(value["offset"].as_int())};
}

Value encode_score(const CriterionScore& score) {
    return object({{"criterion", score.criterion},
                   {"score", score.score},
                   {"explanation", score.explanation},
                   {"quotes", array_of(score.quotes, encode_quote)}});
}

Result<CriterionScore> decode_score(const Value& value) {
    CriterionScore score;
    TRY(score.criterion, need_text(value, "criterion"));
    if (!value["score"].is_number())
        return fail(ErrorKind::malformed, "'score' of " + score.criterion + " is no number");
    score.score = value["score"].as_double();
    score.explanation = value["explanation"].text();
    TRY(score.quotes, vector_of<Quote>(value["quotes"], decode_quote));
    return score;
}

Value encode_perspective(const Perspective& perspective) {
    return object({{"name", perspective.name},
                   {"overall", perspective.overall},
                   {"criteria", encode(perspective.criteria)},
                   {"verdict", perspective.verdict}});
}

Result<Perspective> decode_perspective(const Value& value) {
    TRY(auto name, need_text(value, "name"));
    return Perspective{.name = std::move(name),
                       .overall = value["overall"].as_double(),
                       .criteria = texts_of(value["criteria"]),
                       .verdict = value["verdict"].text()};
}

std::uint32_t count(const Value& value) {
    return static_cast<std::uint32_t>(value.as_int());
}

/// [title, headings, body]: a run has thousands of them. Before 0.2 the term itself stood in front.
Value encode_term(const TermMatch& term) {
    return Array{term.in_title, term.in_headings, term.in_body};
}

Result<TermMatch> decode_term(const Value& value) {
    if (!value.is_array()) return fail(ErrorKind::malformed, "a term has no counts");
    const std::size_t first = value[0].is_string() ? 1 : 0;
    return TermMatch{count(value[first]), count(value[first + 1]), count(value[first + 2])};
}

Value encode_criterion(const Criterion& criterion) {
    return object({{"name", criterion.name},
                   {"title", criterion.title},
                   {"description", criterion.description},
                   {"weight", criterion.weight},
                   {"anchors", array_of(criterion.anchors, [](const auto& anchor) {
                        return object({{"score", anchor.first}, {"text", anchor.second}});
                    })}});
}

Result<Criterion> decode_criterion(const Value& value) {
    Criterion criterion;
    TRY(criterion.name, need_text(value, "name"));
    criterion.title = value["title"].text();
    criterion.description = value["description"].text();
    criterion.weight = value["weight"].as_double();
    for (const auto& anchor : value["anchors"].items())
        criterion.anchors.emplace_back(static_cast<int>(anchor["score"].as_int()), anchor["text"].text());
    return criterion;
}

}  // namespace

Value encode(const Usage& usage) {
    return object(
        {{"input_tokens", usage.input_tokens}, {"output_tokens", usage.output_tokens}, {"cost_usd", usage.cost_usd}});
}

Result<Usage> decode_usage(const Value& value) {
    return Usage{value["input_tokens"].as_int(), value["output_tokens"].as_int(), value["cost_usd"].as_double()};
}

Value encode(const Assessment& assessment) {
    auto value = object({{"overall", assessment.overall},
                         {"scores", array_of(assessment.scores, encode_score)},
                         {"verdict", assessment.verdict},
                         {"summary", assessment.summary},
                         {"tags", encode(assessment.tags)},
                         {"evaluator", assessment.evaluator},
                         {"model", assessment.model},
                         {"proof", assessment.proof},
                         {"flags", encode(assessment.flags)},
                         {"usage", encode(assessment.usage)}});
    if (!assessment.perspectives.empty()) {
        value.set("perspectives", array_of(assessment.perspectives, encode_perspective));
        value.set("insights", encode(assessment.insights));
    }
    return value;
}

Result<Assessment> decode_assessment(const Value& value) {
    Assessment assessment;
    if (!value["overall"].is_number()) return fail(ErrorKind::malformed, "an assessment has no 'overall'");
    assessment.overall = value["overall"].as_double();
    TRY(assessment.scores, vector_of<CriterionScore>(value["scores"], decode_score));
    assessment.verdict = value["verdict"].text();
    assessment.summary = value["summary"].text();
    assessment.tags = texts_of(value["tags"]);
    assessment.evaluator = value["evaluator"].text();
    assessment.model = value["model"].text();
    assessment.proof = value["proof"].text();
    assessment.flags = texts_of(value["flags"]);
    TRY(assessment.usage, decode_usage(value["usage"]));
    TRY(assessment.perspectives, vector_of<Perspective>(value["perspectives"], decode_perspective));
    assessment.insights = texts_of(value["insights"]);
    return assessment;
}

Value encode(const Features& features) {
    return object({{"terms", array_of(features.terms, encode_term)},
                   {"title_terms", features.title_terms},
                   {"heading_terms", features.heading_terms},
                   {"body_terms", features.body_terms},
                   {"phrase_matches", features.phrase_matches},
                   {"signature", array_of(features.signature, [](std::uint32_t value) { return Value(value); })}});
}

Result<Features> decode_features(const Value& value) {
    Features features;
    TRY(features.terms, vector_of<TermMatch>(value["terms"], decode_term));
    features.title_terms = count(value["title_terms"]);
    features.heading_terms = count(value["heading_terms"]);
    features.body_terms = count(value["body_terms"]);
    features.phrase_matches = count(value["phrase_matches"]);
    for (const auto& item : value["signature"].items()) features.signature.push_back(count(item));
    return features;
}

Value encode(const Evaluated& item) {
    auto value =
        object({{"candidate", encode(item.candidate)}, {"state", to_string(item.state)}, {"reason", item.reason}});
    if (item.is_gone) value.set("gone", true);
    if (item.error) value.set("error", encode(*item.error));
    if (item.document) value.set("document", encode(*item.document, Texts::left_out));
    if (item.assessment) value.set("assessment", encode(*item.assessment));
    if (!item.fingerprint.empty()) value.set("fingerprint", item.fingerprint);
    if (item.lost != Usage{}) value.set("lost", encode(item.lost));
    value.set("features", encode(item.features));
    return value;
}

Result<Evaluated> decode_evaluated(const Value& value) {
    Evaluated item;
    TRY(item.candidate, decode_candidate(value["candidate"]));
    TRY(item.state, url_state_from(value["state"].as_string()));
    item.reason = value["reason"].text();
    item.is_gone = value["gone"].as_bool();
    item.fingerprint = value["fingerprint"].text();
    if (value.contains("error")) {
        TRY(item.error, decode_error(value["error"]));
    }
    if (value.contains("document")) {
        TRY(item.document, decode_document(value["document"]));
    }
    if (value.contains("assessment")) {
        TRY(item.assessment, decode_assessment(value["assessment"]));
    }
    TRY(item.lost, decode_usage(value["lost"]));
    TRY(item.features, decode_features(value["features"]));
    return item;
}

Value encode(const Rubric& rubric) {
    return object({{"name", rubric.name},
                   {"description", rubric.description},
                   {"min_score", rubric.min_score},
                   {"criteria", array_of(rubric.criteria, encode_criterion)}});
}

Result<Rubric> decode_rubric(const Value& value) {
    Rubric rubric;
    TRY(rubric.name, need_text(value, "name"));
    rubric.description = value["description"].text();
    rubric.min_score = value["min_score"].as_double(rubric.min_score);
    TRY(rubric.criteria, vector_of<Criterion>(value["criteria"], decode_criterion));
    TRY_OK(validate(rubric));
    return rubric;
}

}  // namespace winnow::json
