#include "index/lines.h"

#include <cmath>

#include "json/codec/parts.h"
#include "json/value.h"

namespace winnow {
namespace {

constexpr int kVersion = 1;
constexpr double kDigits = 1e6;  // components of unit vectors: more say nothing

json::Value encode_vector(const Vector& vector) {
    return json::array_of(vector, [](float component) { return std::round(component * kDigits) / kDigits; });
}

json::Value encode_passage(const Passage& passage) {
    return json::object({{"number", passage.number},
                         {"offset", passage.offset},
                         {"text", passage.text},
                         {"headings", json::encode(passage.headings)},
                         {"tokens", passage.tokens}});
}

Result<Passage> decode_passage(const json::Value& value) {
    Passage passage{.number = static_cast<std::uint32_t>(value["number"].as_int()),
                    .offset = static_cast<std::size_t>(value["offset"].as_int()),
                    .headings = json::texts_of(value["headings"]),
                    .tokens = static_cast<std::uint32_t>(value["tokens"].as_int())};
    TRY(passage.text, json::need_text(value, "text"));
    return passage;
}

Result<Vector> decode_vector(const json::Value& value) {
    Vector vector;
    for (const auto& component : value.items()) {
        if (!component.is_number()) return fail(ErrorKind::malformed, "a vector holds something that is no number");
        vector.push_back(static_cast<float>(component.as_double()));
    }
    return vector;
}

}  // namespace

std::string head_line(const ExportHead& head) {
    return json::dump(
        json::object({{"winnow_index", kVersion}, {"model", head.model}, {"dimensions", head.dimensions}}));
}

std::string document_line(const IndexedDocument& document) {
    auto value = json::object({{"id", document.id.value},
                               {"url", document.url.href()},
                               {"title", document.title},
                               {"source", document.source},
                               {"site", document.site},
                               {"language", document.language},
                               {"tags", json::encode(document.tags)},
                               {"runs", json::encode(document.runs)},
                               {"indexed", to_rfc3339(document.indexed)},
                               {"content_hash", document.content_hash},
                               {"original", document.original}});
    if (document.published) value.set("published", to_rfc3339(*document.published));
    if (document.score) value.set("score", *document.score);
    value.set("signature", json::array_of(document.signature, [](std::uint32_t each) { return json::Value(each); }));
    value.set("passages", json::array_of(document.passages, encode_passage));
    if (!document.vectors.empty()) value.set("vectors", json::array_of(document.vectors, encode_vector));
    return json::dump(value);
}

Result<ExportHead> parse_head_line(std::string_view line) {
    TRY(const auto value, json::parse(line));
    if (!value.contains("winnow_index"))
        return fail(ErrorKind::malformed, "this is no exported index: its first line names none");
    if (value["winnow_index"].as_int() != kVersion)
        return fail(ErrorKind::unsupported, "the index was exported by a newer version of winnow");
    return ExportHead{.model = value["model"].text(),
                      .dimensions = static_cast<std::size_t>(value["dimensions"].as_int())};
}

Result<IndexedDocument> parse_document_line(std::string_view line) {
    TRY(const auto value, json::parse(line));
    IndexedDocument document{.title = value["title"].text(),
                             .source = value["source"].text(),
                             .site = value["site"].text(),
                             .language = value["language"].text(),
                             .tags = json::texts_of(value["tags"]),
                             .published = parse_rfc3339(value["published"].as_string()),
                             .runs = json::texts_of(value["runs"]),
                             .content_hash = value["content_hash"].text(),
                             .original = value["original"].text()};
    TRY(document.id.value, json::need_text(value, "id"));
    TRY(document.url, json::need_url(value, "url"));
    TRY(document.indexed, json::need_time(value, "indexed"));
    if (value["score"].is_number()) document.score = value["score"].as_double();
    for (const auto& each : value["signature"].items())
        document.signature.push_back(static_cast<std::uint32_t>(each.as_int()));
    TRY(document.passages, json::vector_of<Passage>(value["passages"], decode_passage));
    TRY(document.vectors, json::vector_of<Vector>(value["vectors"], decode_vector));
    return document;
}

}  // namespace winnow
