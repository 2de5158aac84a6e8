#include "index/qdrant/lists.h"

#include <algorithm>

#include "index/qdrant/points.h"

namespace winnow::qdrant {
namespace {

constexpr std::size_t kEnoughPassages = 64;  // a word that stands in more is not looked at further

}  // namespace

Result<List> list_of(const Collection& collection, json::Value query, const char* vector, const SearchRequest& request,
                     const Deadline& deadline) {
    const auto body = json::object({{"query", std::move(query)},
                                    {"using", vector},
                                    {"filter", passages_where(request.filter, request.without)},
                                    {"group_by", "document"},
                                    {"limit", fused_depth(request)},
                                    {"group_size", std::max<std::size_t>(1, request.passages_per_document)},
                                    {"with_payload", texts({"place", "offset", "text", "headings", "tokens"})}});
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

std::vector<PassageHit> best_passages(List& lexical, List& semantic, const std::string& key, std::size_t limit) {
    std::map<std::uint32_t, PassageHit> by_number;
    for (auto* const list : {&lexical, &semantic})
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
