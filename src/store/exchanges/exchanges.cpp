#include "store/exchanges/exchanges.h"

#include "json/codec.h"
#include "json/codec/parts.h"
#include "store/packed.h"

namespace winnow {
namespace {

Result<std::vector<Exchange>> decode_list(const json::Value& value) {
    return json::vector_of<Exchange>(value, json::decode_exchange);
}

}  // namespace

Result<void> insert_exchanges(sqlite::Database& database, const EvaluationKey& key, const std::string& list) {
    return database.run(
        "INSERT OR REPLACE INTO exchanges (content_hash, rubric_hash, method, model, question, list) "
        "SELECT content_hash, rubric_hash, method, model, question, ?6 FROM evaluations WHERE content_hash = ?1 AND "
        "rubric_hash = ?2 AND method = ?3 AND model = ?4 AND question = ?5",
        key.content_hash, key.rubric_hash, key.method, key.model, key.question, sqlite::Blob{list});
}

Result<std::vector<PackedExchanges>> select_exchanges(sqlite::Database& database, const std::string& content_hash) {
    TRY(auto row, database.query("SELECT assessment, list FROM evaluations JOIN exchanges USING (content_hash, "
                                 "rubric_hash, method, model, question) WHERE content_hash = ?1 ORDER BY touched DESC",
                                 content_hash));
    std::vector<PackedExchanges> found;
    for (;;) {
        TRY(const bool more, row.next());
        if (!more) return found;
        found.push_back({std::string(row.text(0)), std::string(row.text(1))});
    }
}

std::vector<Exchange> exchanges_behind(const Assessment& assessment, const std::vector<PackedExchanges>& candidates) {
    for (const auto& candidate : candidates) {
        auto known = unpacked_as(candidate.assessment, "assessment", json::decode_assessment);
        if (!known) continue;
        known->usage = assessment.usage;
        if (*known != assessment) continue;
        if (auto list = unpacked_as(candidate.list, "exchanges with a model", decode_list)) return std::move(*list);
    }
    return {};
}

json::Value encode_list(const std::vector<Exchange>& exchanges) {
    return json::array_of(exchanges, [](const Exchange& exchange) { return json::encode(exchange); });
}

}  // namespace winnow
