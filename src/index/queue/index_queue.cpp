#include "index/queue/index_queue.h"

#include "json/codec.h"
#include "json/codec/parts.h"
#include "log/log.h"

namespace winnow {
namespace {

constexpr std::string_view kPrefix = "index-queue/";

struct Waiting {
    Document document;
    IndexingNotes notes;
};

json::Value encode_waiting(const Document& document, const IndexingNotes& notes) {
    auto value = json::object({{"document", json::encode(document)},
                               {"source", notes.source},
                               {"tags", json::encode(notes.tags)},
                               {"run_id", notes.run_id}});
    if (notes.score) value.set("score", *notes.score);
    return value;
}

Result<Waiting> decode_waiting(std::string_view bytes) {
    TRY(const auto value, json::parse(bytes));
    Waiting waiting{.notes = {.source = value["source"].text(),
                              .score = {},
                              .tags = json::texts_of(value["tags"]),
                              .run_id = value["run_id"].text()}};
    TRY(waiting.document, json::decode_document(value["document"]));
    if (value["score"].is_number()) waiting.notes.score = value["score"].as_double();
    return waiting;
}

enum class Fate { added, refused };

/// What became of one entry. Error: why it must go on waiting.
Result<Fate> bring(const std::string& name, const std::string& bytes, Indexer& indexer, const Deadline& deadline) {
    auto waiting = decode_waiting(bytes);
    auto added = waiting ? indexer.add(waiting->document, waiting->notes, deadline) : fail(std::move(waiting).error());
    if (added) return Fate::added;
    if (waiting && !is_refusal(added.error().kind())) return fail(std::move(added).error());
    log::error("a document that waited is never indexed", {{"name", name}, {"error", added.error()}});
    return Fate::refused;
}

}  // namespace

Result<void> IndexQueue::put(const Document& document, const IndexingNotes& notes, const Deadline& deadline) {
    const auto run = notes.run_id.empty() ? std::string("none") : notes.run_id;
    return blobs_.put(std::string(kPrefix) + document.id.value + "/" + run + ".json",
                      json::dump(encode_waiting(document, notes)), "application/json", deadline);
}

Result<std::vector<std::string>> IndexQueue::names(const Deadline& deadline) const {
    return blobs_.list(std::string(kPrefix), deadline);
}

Result<Drained> IndexQueue::drain(Indexer& indexer, const Deadline& deadline) {
    TRY(const auto waiting, names(deadline));
    Drained drained{.waiting = waiting.size()};
    for (const auto& name : waiting) {
        if (deadline.has_passed()) {
            drained.error = Error(ErrorKind::timed_out, "no time was left for the documents that wait");
            return drained;
        }
        TRY(const auto bytes, blobs_.get(name, deadline));
        if (bytes) {
            auto fate = bring(name, *bytes, indexer, deadline);
            if (!fate) {
                drained.error = std::move(fate).error();
                return drained;
            }
            ++(*fate == Fate::added ? drained.added : drained.refused);
            TRY_OK(blobs_.remove(name, deadline));
        }
        --drained.waiting;
    }
    return drained;
}

}  // namespace winnow
