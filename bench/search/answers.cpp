// Answers questions from an index made as runs make it, in every way: what answers.py measures.
// usage: bench_answers DOCUMENTS QUERIES FOLDER LIMIT
// DOCUMENTS holds one document a line, as bench/ranking/extracted.py writes them; QUERIES is an object of id →
// question, and a document of that id, which is then the question's own text, is no answer; the index is made in
// FOLDER or, if QDRANT_URL is set (and QDRANT_API_KEY, if the server wants one), in a collection of that server. Prints
// a TREC run, whose last column is the way.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "documents.h"
#include "files/files.h"
#include "http/live.h"
#include "index/embedders.h"
#include "index/indexer.h"
#include "index/qdrant_index.h"
#include "index/sqlite_index.h"
#include "json/codec.h"

namespace winnow {
namespace {

struct Way {
    const char* name;
    SearchMode mode;
    Fusion fusion;
};

constexpr Way kWays[] = {{"lexical", SearchMode::lexical, Fusion::weighted},
                         {"semantic", SearchMode::semantic, Fusion::weighted},
                         {"hybrid", SearchMode::hybrid, Fusion::weighted},
                         {"rrf", SearchMode::hybrid, Fusion::reciprocal_rank}};

Result<void> answer(SearchIndex& index, Embedder& embedder, const std::string& id, const std::string& question,
                    std::size_t limit) {
    TRY(const auto vectors, embedder.embed(std::vector{question}, TextRole::question, {}));
    for (const auto& way : kWays) {
        TRY(const auto hits, index.search({.question = question,
                                           .vector = vectors.front(),
                                           .mode = way.mode,
                                           .fusion = way.fusion,
                                           .limit = limit,
                                           .passages_per_document = 1,
                                           .without = {id}},
                                          {}));
        for (std::size_t i = 0; i < hits.size(); ++i)
            std::printf("%s Q0 %s %zu %.9f %s\n", id.c_str(), hits[i].document.id.value.c_str(), i + 1, hits[i].score,
                        way.name);
    }
    return {};
}

std::string environment(const char* name) {
    const auto* const value = std::getenv(name);
    return value ? value : "";
}

/// An empty index of that server.
Result<std::unique_ptr<SearchIndex>> open_at(const std::string& address, const Embedder& embedder,
                                             http::Client& client) {
    TRY(auto url, Url::parse_exact(address));
    TRY(auto index, open_qdrant_index({.url = std::move(url),
                                       .api_key = Secret(environment("QDRANT_API_KEY")),
                                       .collection = "winnow_bench_answers",
                                       .model = embedder.model(),
                                       .dimensions = embedder.dimensions()},
                                      client, {}));
    TRY_OK(index->clear({}));
    return index;
}

Result<std::unique_ptr<SearchIndex>> open_in(const std::string& folder, const Embedder& embedder) {
    TRY(auto opened, open_sqlite_index(std::filesystem::path(folder) / "answers.sqlite",
                                       {.model = embedder.model(), .dimensions = embedder.dimensions()}));
    return std::move(opened.index);
}

Result<void> run(const std::vector<std::string>& given) {
    TRY(const auto documents, read_documents(given[0]));
    TRY(const auto bytes, files::read_file(given[1], kMaxBytes));
    TRY(const auto queries, json::parse(bytes));
    const auto embedder = make_static_embedder();
    const auto server = environment("QDRANT_URL");
    TRY(const auto client, http::make_live_client({.private_addresses = http::PrivateAddresses::allowed}));
    TRY(const auto index, server.empty() ? open_in(given[2], *embedder) : open_at(server, *embedder, *client));
    const auto indexer = make_indexer({.index = *index, .embedder = embedder.get()});
    for (const auto& document : documents) TRY_OK(indexer->add(document, {}, {}));
    for (const auto& [id, question] : queries.members())
        TRY_OK(answer(*index, *embedder, id, question.text(), std::stoul(given[3])));
    return {};
}

}  // namespace
}  // namespace winnow

int main(int count, char** arguments) {
    const std::vector<std::string> given(arguments + 1, arguments + count);
    if (given.size() != 4) {
        std::fputs("usage: bench_answers DOCUMENTS QUERIES FOLDER LIMIT\n", stderr);
        return 2;
    }
    const auto done = winnow::run(given);
    if (!done) std::fprintf(stderr, "bench_answers: %s\n", done.error().message().c_str());
    return done ? 0 : 1;
}
