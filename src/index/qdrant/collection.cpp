#include "index/qdrant/collection.h"

#include <algorithm>
#include <array>

#include "index/qdrant/points.h"

namespace winnow::qdrant {
namespace {

constexpr std::size_t kPointsOfPage = 256;

struct PayloadIndex {
    const char* field;
    const char* schema;
};

// Every field that a filter names: a server in strict mode refuses to filter by another.
constexpr std::array kIndexes{
    PayloadIndex{"kind", "keyword"},        PayloadIndex{"document", "keyword"},
    PayloadIndex{"source", "keyword"},      PayloadIndex{"tags", "keyword"},
    PayloadIndex{"runs", "keyword"},        PayloadIndex{"languages", "keyword"},
    PayloadIndex{"bands", "keyword"},       PayloadIndex{"model", "keyword"},
    PayloadIndex{"score", "float"},         PayloadIndex{"place", "integer"},
    PayloadIndex{"published", "datetime"},  PayloadIndex{"folded_source", "keyword"},
    PayloadIndex{"folded_tags", "keyword"},
};

}  // namespace

Result<Collection::Shape> Collection::shape(const Deadline& deadline) const {
    Shape shape;
    auto found = server_.ask("GET", path(), {}, deadline);
    if (!found) {
        if (found.error().kind() == ErrorKind::not_found) return shape;
        return fail(std::move(found).error());
    }
    shape.exists = true;
    const auto& parameters = (*found)["config"]["params"];
    shape.dimensions = static_cast<std::size_t>(parameters["vectors"][kDense]["size"].as_int());
    if (parameters["sparse_vectors"][kSparse]["modifier"].as_string() != "idf")
        return fail(ErrorKind::invalid_config, server_.name() + ": the collection " + name_ +
                                                   " was not made by winnow (it has no sparse vector named " + kSparse +
                                                   " with the modifier idf); name another in index.collection");
    for (const auto& [field, schema] : (*found)["payload_schema"].members()) shape.indexed.push_back(field);
    return shape;
}

Result<void> Collection::prepare(std::size_t dimensions, const Deadline& deadline) const {
    TRY(const auto there, shape(deadline));
    if (!there.exists) {
        auto body = json::object({{"sparse_vectors", json::object({{kSparse, json::object({{"modifier", "idf"}})}})}});
        if (dimensions > 0)
            body.set("vectors", json::object({{kDense, json::object({{"size", dimensions}, {"distance", "Cosine"}})}}));
        const auto made = server_.ask("PUT", path(), body, deadline);
        // Another process may have been faster.
        if (!made && made.error().kind() != ErrorKind::conflict) return fail(made.error());
    }
    for (const auto& index : kIndexes) {
        if (std::ranges::find(there.indexed, index.field) != there.indexed.end()) continue;
        const auto body = json::object({{"field_name", index.field}, {"field_schema", index.schema}});
        const auto made = ask("PUT", "/index?wait=true", body, deadline);
        // A key that may only read finds in a collection of an earlier version without it, if more slowly.
        if (!made && !(there.exists && made.error().kind() == ErrorKind::forbidden)) return fail(made.error());
    }
    return {};
}

Result<void> Collection::drop(const Deadline& deadline) const {
    TRY_OK(server_.ask("DELETE", path(), {}, deadline));
    return {};
}

Result<json::Value> Collection::ask(const std::string& method, const std::string& path_below, const json::Value& body,
                                    const Deadline& deadline) const {
    auto answer = server_.ask(method, path() + path_below, body, deadline);
    if (!answer && answer.error().kind() == ErrorKind::not_found)
        return fail(ErrorKind::not_found,
                    server_.name() + " has no collection " + name_ + " any more; winnow index rebuild makes it anew");
    return answer;
}

Result<std::vector<json::Value>> Collection::page(const json::Value& filter, const json::Value& payload,
                                                  const json::Value& vectors, std::size_t limit, json::Value& next,
                                                  const Deadline& deadline) const {
    auto body =
        json::object({{"filter", filter}, {"limit", limit}, {"with_payload", payload}, {"with_vector", vectors}});
    if (!next.is_null()) body.set("offset", next);
    TRY(const auto answer, ask("POST", "/points/scroll", body, deadline));
    next = answer["next_page_offset"];
    return std::vector<json::Value>(answer["points"].items());
}

Result<std::vector<json::Value>> Collection::scroll(const json::Value& filter, const json::Value& payload,
                                                    const json::Value& vectors, const Deadline& deadline) const {
    std::vector<json::Value> all;
    json::Value next;
    do {
        TRY(auto points, page(filter, payload, vectors, kPointsOfPage, next, deadline));
        std::ranges::move(points, std::back_inserter(all));
    } while (!next.is_null());
    return all;
}

Result<std::int64_t> Collection::count(const json::Value& filter, const Deadline& deadline) const {
    TRY(const auto answer, ask("POST", "/points/count", json::object({{"exact", true}, {"filter", filter}}), deadline));
    return answer["count"].as_int();
}

}  // namespace winnow::qdrant
