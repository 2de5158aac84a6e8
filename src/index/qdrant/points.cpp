#include "index/qdrant/points.h"

#include <algorithm>
#include <map>

#include "index/terms.h"
#include "text/digest.h"
#include "text/hash.h"
#include "text/utf8.h"
#include "text/words.h"

namespace winnow::qdrant {
namespace {

// BM25 as Robertson and Zaragoza describe it ("The probabilistic relevance framework", 2009). The average length of a
// passage is a constant (49 in the example archive), for a point is weighed when it is written and not again when
// others come.
constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.75;
constexpr double kUsualTerms = 50;

/// A point needs a vector to be stored; documents get this one, which no question asks for.
constexpr int kDocumentIndex = 0;

constexpr std::string_view kUrlNamespace{"\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8",
                                         16};  // has a NUL

std::string dashed(std::string hex) {
    for (const std::size_t at : {20u, 16u, 12u, 8u}) hex.insert(at, "-");
    return hex;
}

json::Value list_of(const std::vector<std::string>& texts) {
    return json::Array(texts.begin(), texts.end());
}

std::vector<std::string> texts_of(const json::Value& list) {
    std::vector<std::string> texts;
    for (const auto& item : list.items()) texts.push_back(item.text());
    return texts;
}

/// "en-GB" is found as "en-gb" and as "en".
std::vector<std::string> languages_of(const std::string& language) {
    if (language.empty()) return {};
    const auto lower = text::lower_case(language);
    const auto base = lower.substr(0, lower.find('-'));
    return base == lower ? std::vector{lower} : std::vector{lower, base};
}

std::vector<std::string> folded(const std::vector<std::string>& names) {
    std::vector<std::string> result;
    for (const auto& name : names) result.push_back(text::lower_case(name));
    return result;
}

/// As asked for, too: points of earlier versions keep the case of the page.
std::vector<std::string> and_folded(const std::vector<std::string>& names) {
    auto asked = folded(names);
    asked.insert(asked.begin(), names.begin(), names.end());
    return asked;
}

/// Any of the names, whatever the case. Points of earlier versions have no folded ones: there the case counts.
json::Value any_case(const std::string& key, const std::vector<std::string>& names) {
    return json::object(
        {{"should", json::Array{any_of("folded_" + key, folded(names)), any_of(key, and_folded(names))}}});
}

/// What a filter asks for stands with every point.
json::Value filterable(const IndexedDocument& document, const char* kind) {
    return json::object(
        {{"kind", kind},
         {"document", document.id.value},
         {"source", document.source},
         {"languages", list_of(languages_of(document.language))},
         {"tags", list_of(document.tags)},
         {"folded_source", text::lower_case(document.source)},
         {"folded_tags", list_of(folded(document.tags))},
         {"runs", list_of(document.runs)},
         {"score", document.score ? json::Value(*document.score) : json::Value()},
         {"published", document.published ? json::Value(to_rfc3339(*document.published)) : json::Value()},
         {"content_hash", document.content_hash}});
}

json::Value document_payload(const IndexedDocument& document, const std::string& model) {
    auto payload = filterable(document, "document");
    json::Array signature;
    for (const auto value : document.signature) signature.emplace_back(value);
    payload.set("url", document.url.href())
        .set("title", document.title)
        .set("site", document.site)
        .set("language", document.language)
        .set("indexed", to_rfc3339(document.indexed))
        .set("original", document.original)
        .set("signature", std::move(signature))
        .set("bands", list_of(bands_of(document.signature)))
        .set("passages", document.passages.size())
        .set("model", document.vectors.empty() ? std::string() : model);
    return payload;
}

json::Value passage_payload(const IndexedDocument& document, const Passage& passage) {
    auto payload = filterable(document, "passage");
    payload.set("place", passage.number)
        .set("offset", passage.offset)
        .set("text", passage.text)
        .set("headings", list_of(passage.headings))
        .set("tokens", passage.tokens);
    return payload;
}

json::Value sparse(const std::map<std::uint32_t, double>& weights) {
    json::Array indices;
    json::Array values;
    for (const auto& [index, weight] : weights) {
        indices.emplace_back(static_cast<std::int64_t>(index));
        values.emplace_back(weight);
    }
    return json::object({{"indices", std::move(indices)}, {"values", std::move(values)}});
}

}  // namespace

std::string uuid_v5(const std::string& name) {
    auto hex = text::sha1_hex(std::string(kUrlNamespace) + name).substr(0, 32);
    constexpr std::string_view kVariants = "89ab";
    hex[12] = '5';
    hex[16] = kVariants[static_cast<std::size_t>(hex[16] <= '9' ? hex[16] - '0' : hex[16] - 'a' + 10) & 3];
    return dashed(std::move(hex));
}

std::string document_point(const DocumentId& id) {
    const bool is_hexadecimal =
        id.value.size() == 32 && id.value.find_first_not_of("0123456789abcdef") == std::string::npos;
    return is_hexadecimal ? dashed(id.value) : uuid_v5("winnow:document:" + id.value);
}

std::string passage_point(const DocumentId& id, std::uint32_t number) {
    return uuid_v5("winnow:passage:" + id.value + "/" + std::to_string(number));
}

std::uint32_t sparse_index(const std::string& term) {
    const auto hash = static_cast<std::uint32_t>(text::hash_bytes(term));
    return hash == kDocumentIndex ? 1 : hash;
}

json::Value sparse_vector(std::string_view title, const Passage& passage) {
    const auto terms = passage_terms(title, passage);
    std::map<std::uint32_t, double> counts;
    for (const auto& term : terms.title) counts[sparse_index(term)] += kTitleWeight;
    for (const auto& term : terms.headings) counts[sparse_index(term)] += kHeadingWeight;
    for (const auto& term : terms.body) counts[sparse_index(term)] += 1;
    const auto length = static_cast<double>(terms.title.size() + terms.headings.size() + terms.body.size());
    const double slowness = kSaturation * (1 - kLengthShare + kLengthShare * length / kUsualTerms);
    for (auto& [index, count] : counts) count = count * (kSaturation + 1) / (count + slowness);
    return sparse(counts);
}

json::Value sparse_question(const std::vector<std::string>& terms) {
    std::map<std::uint32_t, double> weights;
    for (const auto& term : terms) weights[sparse_index(term)] = 1;
    return sparse(weights);
}

json::Value as_json(const Vector& vector) {
    json::Array components;
    components.reserve(vector.size());
    for (const float component : vector) components.emplace_back(static_cast<double>(component));
    return components;
}

json::Value points_of(const IndexedDocument& document, const std::string& model) {
    json::Array points;
    points.push_back(json::object({{"id", document_point(document.id)},
                                   {"vector", json::object({{kSparse, sparse({{kDocumentIndex, 1}})}})},
                                   {"payload", document_payload(document, model)}}));
    for (std::size_t i = 0; i < document.passages.size(); ++i) {
        const auto& passage = document.passages[i];
        auto vectors = json::object({{kSparse, sparse_vector(document.title, passage)}});
        if (!document.vectors.empty()) vectors.set(kDense, as_json(document.vectors[i]));
        points.push_back(json::object({{"id", passage_point(document.id, static_cast<std::uint32_t>(i))},
                                       {"vector", std::move(vectors)},
                                       {"payload", passage_payload(document, passage)}}));
    }
    return points;
}

Result<IndexedDocument> document_of(const json::Value& payload) {
    IndexedDocument document{.id = {payload["document"].text()},
                             .title = payload["title"].text(),
                             .source = payload["source"].text(),
                             .site = payload["site"].text(),
                             .language = payload["language"].text(),
                             .tags = texts_of(payload["tags"]),
                             .published = parse_rfc3339(payload["published"].as_string()),
                             .indexed = parse_rfc3339(payload["indexed"].as_string()).value_or(Timestamp{}),
                             .runs = texts_of(payload["runs"]),
                             .content_hash = payload["content_hash"].text(),
                             .original = payload["original"].text()};
    TRY(document.url, Url::parse_exact(payload["url"].as_string()));
    if (payload["score"].is_number()) document.score = payload["score"].as_double();
    for (const auto& value : payload["signature"].items())
        document.signature.push_back(static_cast<std::uint32_t>(value.as_int()));
    return document;
}

Passage passage_of(const json::Value& payload) {
    return {.number = static_cast<std::uint32_t>(payload["place"].as_int()),
            .offset = static_cast<std::size_t>(payload["offset"].as_int()),
            .text = payload["text"].text(),
            .headings = texts_of(payload["headings"]),
            .tokens = static_cast<std::uint32_t>(payload["tokens"].as_int())};
}

Vector vector_of(const json::Value& point) {
    Vector vector;
    for (const auto& component : point["vector"][kDense].items())
        vector.push_back(static_cast<float>(component.as_double()));
    return vector;
}

json::Value texts(std::initializer_list<const char*> names) {
    json::Array list;
    for (const auto* name : names) list.emplace_back(name);
    return list;
}

json::Value equals(const std::string& key, json::Value value) {
    return json::object({{"key", key}, {"match", json::object({{"value", std::move(value)}})}});
}

json::Value any_of(const std::string& key, const std::vector<std::string>& values) {
    return json::object({{"key", key}, {"match", json::object({{"any", list_of(values)}})}});
}

json::Value must(json::Array conditions) {
    return json::object({{"must", std::move(conditions)}});
}

json::Value passages_where(const SearchFilter& filter, const DocumentId& without) {
    json::Array conditions;
    conditions.push_back(equals("kind", "passage"));
    if (!filter.sources.empty()) conditions.push_back(any_case("source", filter.sources));
    if (!filter.languages.empty()) conditions.push_back(any_of("languages", and_folded(filter.languages)));
    for (const auto& tag : filter.tags) conditions.push_back(any_case("tags", {tag}));
    if (!filter.run.empty()) conditions.push_back(equals("runs", filter.run));
    if (filter.min_score)
        conditions.push_back(json::object({{"key", "score"}, {"range", json::object({{"gte", *filter.min_score}})}}));
    json::Value published;
    if (filter.published_from) published.set("gte", to_rfc3339(*filter.published_from));
    if (filter.published_until) published.set("lt", to_rfc3339(*filter.published_until));
    if (!published.is_null())
        conditions.push_back(json::object({{"key", "published"}, {"range", std::move(published)}}));
    auto result = must(std::move(conditions));
    if (!without.value.empty()) result.set("must_not", json::Array{equals("document", without.value)});
    return result;
}

std::vector<std::string> bands_of(const std::vector<std::uint32_t>& signature) {
    std::vector<std::string> bands;
    for (const auto band : signature_bands(signature)) bands.push_back(std::to_string(band));
    return bands;
}

}  // namespace winnow::qdrant
