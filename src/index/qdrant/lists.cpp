#include "index/qdrant/lists.h"

#include <algorithm>

#include "index/qdrant/points.h"

namespace winnow::qdrant {
namespace {

constexpr std::size_t kEnoughPassages = 64;  // a word that stands in more is not looked at further

/// The server counts places from 0, and we from 1: so a place is worth the same there and here.
constexpr auto kServerRankConstant = static_cast<std::int64_t>(kRankConstant) + 1;

/// A cosine of 0 says nothing; whether a threshold lets through what equals it is nowhere promised.
constexpr double kLeastCosine = 1e-6;

json::Value shown_payload() {
    return texts({"document", "place", "offset", "text", "headings", "tokens"});
}

std::size_t passages_of_each(const SearchRequest& request) {
    return std::max<std::size_t>(1, request.passages_per_document);
}

/// The documents whose passages are nearest to `query` by the vector of that name, so many at most.
Result<List> list_of(const Collection& collection, json::Value query, const char* vector, const SearchRequest& request,
                     std::size_t documents, const Deadline& deadline) {
    const auto body = json::object({{"query", std::move(query)},
                                    {"using", vector},
                                    {"filter", passages_where(request.filter, request.without)},
                                    {"group_by", "document"},
                                    {"limit", documents},
                                    {"group_size", passages_of_each(request)},
                                    {"with_payload", shown_payload()}});
    TRY(const auto answer, collection.ask("POST", "/points/query/groups", body, deadline));
    List list;
    for (const auto& group : answer["groups"].items()) {
        const auto best = group["hits"][0]["score"].as_double();
        if (!(best > 0)) continue;
        const auto key = group["id"].text();
        list.ranked.push_back({key, best});
        for (const auto& hit : group["hits"].items())
            list.passages[key].push_back({passage_of(hit["payload"]), hit["score"].as_double()});
    }
    std::ranges::stable_sort(list.ranked, std::ranges::greater{}, &Ranked::score);
    return list;
}

/// Documents that say one of the terms that at most kRareWordDocuments say: one small search for each term.
Result<std::set<std::string>> with_rare_words(const Collection& collection, const std::vector<std::string>& terms,
                                              const Deadline& deadline) {
    json::Array searches;
    for (const auto& term : terms)
        searches.push_back(json::object({{"query", sparse_question({term})},
                                         {"using", kSparse},
                                         {"limit", kEnoughPassages},
                                         {"with_payload", texts({"document"})}}));
    TRY(const auto answer,
        collection.ask("POST", "/points/query/batch", json::object({{"searches", std::move(searches)}}), deadline));
    std::set<std::string> rare;
    for (const auto& found : answer.items()) {
        std::set<std::string> documents;
        for (const auto& point : found["points"].items()) documents.insert(point["payload"]["document"].text());
        if (documents.size() <= kRareWordDocuments && found["points"].items().size() < kEnoughPassages)
            rare.merge(documents);
    }
    return rare;
}

/// Both ways with the filter in each, since what is filtered out must not take places, and fused there. Not by
/// `points/query/groups`: to fill groups the server asks itself again without what it has, and in what is left the
/// places, and with them the scores, begin anew (docs/decisions/0180).
json::Value fusion_request(const Question& question, const SearchRequest& request) {
    const auto passages = fused_depth(request) * passages_of_each(request);
    const auto filter = passages_where(request.filter, request.without);
    const auto way = [&](json::Value query, const char* vector) {
        return json::object({{"query", std::move(query)}, {"using", vector}, {"filter", filter}, {"limit", passages}});
    };
    auto by_meaning = way(as_json(question.vector), kDense);
    by_meaning.set("score_threshold", kLeastCosine);
    return json::object(
        {{"prefetch", json::Array{way(sparse_question(question.terms), kSparse), std::move(by_meaning)}},
         {"query", json::object({{"rrf", json::object({{"k", kServerRankConstant}})}})},
         {"limit", 2 * passages},
         {"with_payload", shown_payload()}});
}

}  // namespace

Result<Found> fused_here(const Collection& collection, const Question& question, const SearchRequest& request,
                         const Deadline& deadline) {
    Found found;
    const auto depth = fused_depth(request);
    if (!question.terms.empty()) {
        TRY(found.lexical, list_of(collection, sparse_question(question.terms), kSparse, request, depth, deadline));
    }
    if (!question.vector.empty()) {
        TRY(found.other, list_of(collection, as_json(question.vector), kDense, request, depth, deadline));
    }
    std::set<std::string> rare;
    if (!found.lexical.ranked.empty() && !found.other.ranked.empty()) {
        TRY(rare, with_rare_words(collection, question.terms, deadline));
    }
    found.order = fuse(found.lexical.ranked, found.other.ranked, rare,
                       {.kind = request.fusion, .semantic_weight = request.semantic_weight});
    return found;
}

Result<Found> fused_by_server(const Collection& collection, const Question& question, const SearchRequest& request,
                              const Deadline& deadline) {
    auto answer = collection.ask("POST", "/points/query", fusion_request(question, request), deadline);
    if (!answer && answer.error().kind() == ErrorKind::internal)
        return fail(ErrorKind::invalid_config,
                    "the server refuses to fuse by reciprocal ranks, which takes Qdrant 1.16 or later; --fusion "
                    "weighted works with every version: " +
                        answer.error().message());
    if (!answer) return fail(std::move(answer).error());
    Found found;
    for (const auto& point : (*answer)["points"].items()) {
        const auto key = point["payload"]["document"].text();
        const auto score = point["score"].as_double();
        auto& passages = found.other.passages[key];
        if (passages.empty()) found.order.push_back({.key = key, .score = score, .lexical = {}, .semantic = {}});
        if (passages.size() < passages_of_each(request)) passages.push_back({passage_of(point["payload"]), score});
    }
    if (found.order.empty()) return found;
    found.other.ranked.push_back({found.order.front().key, found.order.front().score});

    TRY(const auto rare, with_rare_words(collection, question.terms, deadline));
    if (rare.empty()) return found;
    TRY(found.lexical, list_of(collection, sparse_question(question.terms), kSparse, request, kKeptPlaces, deadline));
    keep_places(found.order, found.lexical.ranked, rare);
    return found;
}

std::vector<PassageHit> best_passages(Found& found, const std::string& key, std::size_t limit) {
    std::map<std::uint32_t, PassageHit> by_number;
    for (auto* const list : {&found.lexical, &found.other})
        for (auto& hit : list->passages[key]) {
            auto& entry = by_number[hit.passage.number];
            entry.score += hit.score / list->best();
            entry.passage = std::move(hit.passage);
        }
    std::vector<PassageHit> passages;
    for (auto& [number, hit] : by_number) passages.push_back(std::move(hit));
    std::ranges::stable_sort(passages, std::ranges::greater{}, &PassageHit::score);
    if (passages.size() > limit) passages.resize(limit);
    return passages;
}

}  // namespace winnow::qdrant
