#include <algorithm>
#include <map>
#include <mutex>

#include "index/answer/fusion.h"
#include "index/answer/order.h"
#include "index/qdrant/collection.h"
#include "index/qdrant/lists.h"
#include "index/qdrant/points.h"
#include "index/qdrant_index.h"
#include "text/words.h"

namespace winnow {
namespace {

using namespace qdrant;  // NOLINT(google-build-using-namespace): this file is about it alone

constexpr std::size_t kDocumentsOfRequest = 64;  // 64 of 10 passages of 1,024 components are some 8 MB of JSON …
constexpr std::size_t kPassagesOfRequest = 640;  // … and the server takes 32
constexpr std::size_t kMostResembling = 256;

bool has_direction(const Vector& vector) {
    return std::ranges::any_of(vector, [](float component) { return component != 0; });
}

class QdrantIndex final : public SearchIndex {
public:
    QdrantIndex(QdrantOptions options, http::Client& client)
        : options_(std::move(options)),
          collection_(Server(options_.url, options_.api_key, client), options_.collection) {}

    Result<void> prepare(const Deadline& deadline) {
        TRY_OK(collection_.prepare(options_.dimensions, deadline));
        TRY(const auto shape, collection_.shape(deadline));
        const std::scoped_lock lock(mutex_);
        dimensions_ = shape.dimensions;
        model_.reset();
        return {};
    }

    Result<void> add(std::span<const IndexedDocument> documents, const Deadline& deadline) override;
    Result<void> remove(std::span<const DocumentId> ids, const Deadline& deadline) override;
    Result<std::vector<SearchHit>> search(const SearchRequest& request, const Deadline& deadline) override;
    Result<std::optional<IndexedDocument>> find(const DocumentId& id, const Deadline& deadline) override;
    Result<std::vector<IndexedDocument>> resembling(std::span<const std::uint32_t> signature, std::size_t limit,
                                                    const Deadline& deadline) override;
    Result<void> for_each(const std::function<bool(const IndexedDocument&)>& visit, const Deadline& deadline) override;
    Result<IndexStats> stats(const Deadline& deadline) override;
    Result<std::vector<std::string>> verify(const Deadline& deadline) override;
    Result<void> clear(const Deadline& deadline) override {
        TRY_OK(collection_.drop(deadline));
        return prepare(deadline);
    }

private:
    Result<std::string> model(const Deadline& deadline);
    Result<void> check_model(const Deadline& deadline);
    Result<Question> question_of(const SearchRequest& request, const Deadline& deadline);
    Result<void> add_some(std::span<const IndexedDocument> documents, const Deadline& deadline);
    Result<std::vector<IndexedDocument>> with_passages(const std::vector<json::Value>& points,
                                                       const Deadline& deadline) const;
    std::size_t dimensions() const {
        const std::scoped_lock lock(mutex_);
        return dimensions_;
    }
    json::Value wanted_vectors() const { return dimensions() > 0 ? texts({kDense}) : json::Value(false); }

    QdrantOptions options_;
    Collection collection_;
    mutable std::mutex mutex_;  // guards what follows
    std::size_t dimensions_ = 0;
    std::optional<std::string> model_;  // of the vectors that are there, once known
};

/// The model that the points were made with; empty if none has a vector.
Result<std::string> QdrantIndex::model(const Deadline& deadline) {
    {
        const std::scoped_lock lock(mutex_);
        if (model_) return *model_;
    }
    auto filter = must({equals("kind", "document")});
    filter.set("must_not", json::Array{equals("model", "")});
    json::Value next;
    TRY(const auto points, collection_.page(filter, texts({"model"}), false, 1, next, deadline));
    auto name = points.empty() ? std::string() : points[0]["payload"]["model"].text();
    const std::scoped_lock lock(mutex_);
    if (!name.empty()) model_ = name;
    return name;
}

Result<void> QdrantIndex::check_model(const Deadline& deadline) {
    TRY(const auto there, model(deadline));
    const auto name = there.empty() ? options_.model : there;
    if (name != options_.model || dimensions() != options_.dimensions)
        return fail(other_model(name, dimensions(), options_.model, options_.dimensions));
    return {};
}

Result<void> QdrantIndex::add(std::span<const IndexedDocument> documents, const Deadline& deadline) {
    bool has_vectors = false;
    for (const auto& document : documents) {
        TRY_OK(check_vectors(document, options_.dimensions));
        has_vectors = has_vectors || !document.vectors.empty();
    }
    if (has_vectors) TRY_OK(check_model(deadline));
    while (!documents.empty()) {
        std::size_t count = 0;
        std::size_t passages = 0;
        while (count < std::min(documents.size(), kDocumentsOfRequest)) {
            passages += documents[count].passages.size();
            if (count > 0 && passages > kPassagesOfRequest) break;
            ++count;
        }
        TRY_OK(add_some(documents.first(count), deadline));
        documents = documents.subspan(count);
    }
    return {};
}

/// One request for all: new points first, then the passages that a replaced document no longer has.
Result<void> QdrantIndex::add_some(std::span<const IndexedDocument> documents, const Deadline& deadline) {
    json::Array ids;
    for (const auto& document : documents) ids.emplace_back(document_point(document.id));
    TRY(const auto found, collection_.ask("POST", "/points",
                                          json::object({{"ids", std::move(ids)},
                                                        {"with_payload", texts({"document", "runs", "passages"})}}),
                                          deadline));
    std::map<std::string, json::Value> there;
    for (const auto& point : found.items()) there[point["payload"]["document"].text()] = point["payload"];

    json::Array points;
    json::Array operations;
    for (auto document : documents) {
        if (const auto known = there.find(document.id.value); known != there.end()) {
            std::vector<std::string> runs;
            for (const auto& run : known->second["runs"].items()) runs.push_back(run.text());
            for (const auto& run : document.runs)
                if (std::ranges::find(runs, run) == runs.end()) runs.push_back(run);
            document.runs = std::move(runs);
        }
        const auto made = points_of(document, options_.model);
        points.insert(points.end(), made.items().begin(), made.items().end());
        const auto beyond =
            json::object({{"key", "place"}, {"range", json::object({{"gte", document.passages.size()}})}});
        operations.push_back(
            json::object({{"delete", json::object({{"filter", must({equals("document", document.id.value),
                                                                    equals("kind", "passage"), beyond})}})}}));
    }
    std::erase_if(operations, [&](const json::Value&) { return there.empty(); });
    operations.insert(operations.begin(), json::object({{"upsert", json::object({{"points", std::move(points)}})}}));
    const auto body = json::object({{"operations", std::move(operations)}});
    TRY_OK(collection_.ask("POST", "/points/batch?wait=true", body, deadline));
    return {};
}

Result<void> QdrantIndex::remove(std::span<const DocumentId> ids, const Deadline& deadline) {
    std::vector<std::string> values;
    for (const auto& id : ids) values.push_back(id.value);
    if (values.empty()) return {};  // an empty filter would match every point
    const auto body = json::object({{"filter", must({any_of("document", values)})}});
    TRY_OK(collection_.ask("POST", "/points/delete?wait=true", body, deadline));
    return {};
}

/// What the request asks the server for, checked against the vectors that are there.
Result<Question> QdrantIndex::question_of(const SearchRequest& request, const Deadline& deadline) {
    Question question;
    if (request.mode != SearchMode::semantic) question.terms = text::question_terms(request.question);
    if (request.mode == SearchMode::lexical || dimensions() == 0 || !has_direction(request.vector)) return question;
    if (!options_.model.empty()) TRY_OK(check_model(deadline));
    if (request.vector.size() != dimensions())
        return fail(ErrorKind::invalid_config, "the vectors of the index have " + std::to_string(dimensions()) +
                                                   " components, the question's has " +
                                                   std::to_string(request.vector.size()) +
                                                   "; winnow index rebuild makes them anew");
    question.vector = request.vector;
    return question;
}

Result<std::vector<SearchHit>> QdrantIndex::search(const SearchRequest& request, const Deadline& deadline) {
    if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "the search was stopped");
    TRY(const auto question, question_of(request, deadline));
    const bool is_fused_there = request.fusion == Fusion::reciprocal_rank && question.by_both();
    TRY(auto found, is_fused_there ? fused_by_server(collection_, question, request, deadline)
                                   : fused_here(collection_, question, request, deadline));
    auto& order = found.order;
    // As many as were asked for, and those that are equal to the last of them: the order of equals is by URL.
    while (order.size() > request.limit && order.back().score < order[request.limit].score) order.pop_back();

    json::Array ids;
    for (const auto& entry : order) ids.emplace_back(document_point({entry.key}));
    if (ids.empty()) return std::vector<SearchHit>();
    const auto body = json::object({{"ids", std::move(ids)}, {"with_payload", true}});
    TRY(const auto points, collection_.ask("POST", "/points", body, deadline));
    std::map<std::string, IndexedDocument> documents;
    for (const auto& point : points.items()) {
        TRY(auto document, document_of(point["payload"]));
        document.signature.clear();
        documents[document.id.value] = std::move(document);
    }
    std::vector<SearchHit> hits;
    for (const auto& entry : order) {
        const auto known = documents.find(entry.key);
        if (known == documents.end()) continue;  // removed in the meantime
        hits.push_back({.document = std::move(known->second),
                        .score = entry.score,
                        .lexical = entry.lexical,
                        .semantic = entry.semantic,
                        .passages = best_passages(found, entry.key, request.passages_per_document)});
    }
    in_order(hits, request);
    return hits;
}

/// Documents of their points, with their passages and vectors.
Result<std::vector<IndexedDocument>> QdrantIndex::with_passages(const std::vector<json::Value>& points,
                                                                const Deadline& deadline) const {
    std::vector<IndexedDocument> documents;
    std::map<std::string, std::size_t> places;
    std::vector<std::string> ids;
    for (const auto& point : points) {
        TRY(auto document, document_of(point["payload"]));
        places[document.id.value] = documents.size();
        ids.push_back(document.id.value);
        documents.push_back(std::move(document));
    }
    if (ids.empty()) return documents;
    TRY(auto passages, collection_.scroll(must({equals("kind", "passage"), any_of("document", ids)}), true,
                                          wanted_vectors(), deadline));
    std::ranges::stable_sort(passages, {}, [](const json::Value& point) { return point["payload"]["place"].as_int(); });
    for (const auto& point : passages) {
        auto& document = documents[places.at(point["payload"]["document"].text())];
        document.passages.push_back(passage_of(point["payload"]));
        if (auto vector = vector_of(point); !vector.empty()) document.vectors.push_back(std::move(vector));
    }
    return documents;
}

Result<std::optional<IndexedDocument>> QdrantIndex::find(const DocumentId& id, const Deadline& deadline) {
    const auto body = json::object({{"ids", json::Array{document_point(id)}}, {"with_payload", true}});
    TRY(const auto points, collection_.ask("POST", "/points", body, deadline));
    TRY(auto documents, with_passages(points.items(), deadline));
    if (documents.empty()) return std::nullopt;
    return std::move(documents.front());
}

Result<std::vector<IndexedDocument>> QdrantIndex::resembling(std::span<const std::uint32_t> signature,
                                                             std::size_t limit, const Deadline& deadline) {
    std::vector<IndexedDocument> documents;
    const auto bands = bands_of({signature.begin(), signature.end()});
    if (bands.empty()) return documents;
    json::Value next;
    TRY(const auto points, collection_.page(must({equals("kind", "document"), any_of("bands", bands)}), true, false,
                                            kMostResembling, next, deadline));
    for (const auto& point : points) {
        TRY(auto document, document_of(point["payload"]));
        documents.push_back(std::move(document));
    }
    closest_first(documents, signature, limit);
    return documents;
}

Result<void> QdrantIndex::for_each(const std::function<bool(const IndexedDocument&)>& visit, const Deadline& deadline) {
    json::Value next;
    do {
        TRY(const auto points,
            collection_.page(must({equals("kind", "document")}), true, false, kDocumentsOfRequest, next, deadline));
        TRY(const auto documents, with_passages(points, deadline));
        for (const auto& document : documents)
            if (!visit(document)) return {};
    } while (!next.is_null());
    return {};
}

Result<IndexStats> QdrantIndex::stats(const Deadline& deadline) {
    IndexStats stats{.kind = "qdrant", .dimensions = dimensions()};
    TRY(stats.model, model(deadline));
    TRY(stats.documents, collection_.count(must({equals("kind", "document")}), deadline));
    TRY(stats.passages, collection_.count(must({equals("kind", "passage")}), deadline));
    return stats;
}

Result<std::vector<std::string>> QdrantIndex::verify(const Deadline& deadline) {
    const auto fields = texts({"document", "passages", "content_hash"});
    TRY(const auto documents, collection_.scroll(must({equals("kind", "document")}), fields, false, deadline));
    TRY(const auto passages, collection_.scroll(must({equals("kind", "passage")}), fields, false, deadline));
    std::map<std::string, std::pair<std::int64_t, std::string>> expected;
    for (const auto& point : documents)
        expected[point["payload"]["document"].text()] = {point["payload"]["passages"].as_int(),
                                                         point["payload"]["content_hash"].text()};
    std::size_t orphans = 0;
    std::size_t stale = 0;
    for (const auto& point : passages) {
        const auto owner = expected.find(point["payload"]["document"].text());
        if (owner == expected.end()) {
            ++orphans;
            continue;
        }
        --owner->second.first;
        if (point["payload"]["content_hash"].as_string() != owner->second.second) ++stale;
    }
    const auto incomplete = std::ranges::count_if(expected, [](const auto& each) { return each.second.first != 0; });
    std::vector<std::string> faults;
    if (orphans > 0) faults.push_back(std::to_string(orphans) + " passages belong to no document");
    if (stale > 0) faults.push_back(std::to_string(stale) + " passages are of an earlier text of their document");
    if (incomplete > 0) faults.push_back(std::to_string(incomplete) + " documents have too few or too many passages");
    return faults;
}

}  // namespace

Result<std::unique_ptr<SearchIndex>> open_qdrant_index(QdrantOptions options, http::Client& client,
                                                       const Deadline& deadline) {
    if (options.url.empty())
        return fail(ErrorKind::invalid_config, "index.url is missing: the address of the Qdrant server");
    const auto& name = options.collection;
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    if (name.empty() || name.find_first_not_of(kAllowed) != std::string::npos)
        return fail(ErrorKind::invalid_config,
                    "index.collection: '" + name + "' is no name: letters, digits, - and _ make one");
    auto index = std::make_unique<QdrantIndex>(std::move(options), client);
    TRY_OK(index->prepare(deadline));
    return index;
}

}  // namespace winnow
