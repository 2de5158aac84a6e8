#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "json/value.h"
#include "stages/search_index.h"

namespace winnow::qdrant {

constexpr const char* kDense = "dense";
constexpr const char* kSparse = "sparse";

/// The UUIDv5 (RFC 9562) of a name in the namespace of URLs.
std::string uuid_v5(const std::string& name);
/// The point of a document: its id as a UUID, so that points lie in the order of documents.
std::string document_point(const DocumentId& id);
std::string passage_point(const DocumentId& id, std::uint32_t number);

/// Where a term stands in sparse vectors: the same on every platform, never 0.
std::uint32_t sparse_index(const std::string& term);
/// {"indices": […], "values": […]}: BM25's weight of each term without its rarity, which the server knows.
json::Value sparse_vector(std::string_view title, const Passage& passage);
json::Value sparse_question(const std::vector<std::string>& terms);
json::Value as_json(const Vector& vector);

/// The points of a document: itself and its passages.
json::Value points_of(const IndexedDocument& document, const std::string& model);
/// A document of its point's payload, without passages; and a passage with its vector of its point.
Result<IndexedDocument> document_of(const json::Value& payload);
Passage passage_of(const json::Value& payload);
Vector vector_of(const json::Value& point);

/// ["a", "b"].
json::Value texts(std::initializer_list<const char*> names);
/// {"key": key, "match": {"value": value}} and the like.
json::Value equals(const std::string& key, json::Value value);
json::Value any_of(const std::string& key, const std::vector<std::string>& values);
json::Value must(json::Array conditions);
/// Passages of the documents that the filter lets through.
json::Value passages_where(const SearchFilter& filter, const DocumentId& without);
/// Band numbers as the payload has them.
std::vector<std::string> bands_of(const std::vector<std::uint32_t>& signature);

}  // namespace winnow::qdrant
