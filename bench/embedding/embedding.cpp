// Measures the static embedder: how fast it is, and what it finds.
// usage: bench_embedding speed DOCUMENTS
//        bench_embedding texts DOCUMENTS
//        bench_embedding passages DOCUMENTS
//        bench_embedding rank DOCUMENTS QUERIES [structure|window|sentences] [TOKENS] [OVERLAP]
// DOCUMENTS holds one document a line, as bench/ranking/extracted.py writes them; QUERIES is an object of id →
// question. `speed` embeds texts of 200 words cut from the documents, on one core; `texts` writes them for the peer, a
// JSON text a line; `passages` writes what is embedded of each document, a JSON array [identifier, text] a line; `rank`
// prints a TREC run, each document by its best passage.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <string>
#include <vector>

#include "documents.h"
#include "files/files.h"
#include "index/chunk.h"
#include "index/embedders.h"
#include "index/wordpiece/wordpiece.h"
#include "json/codec.h"

namespace winnow {
namespace {

constexpr std::size_t kWords = 200;

std::vector<std::string> texts_of_200_words(const std::vector<Document>& documents) {
    std::vector<std::string> texts;
    for (const auto& document : documents) {
        std::size_t words = 0;
        std::size_t begin = 0;
        const auto& text = document.text;
        for (std::size_t i = 1; i < text.size(); ++i) {
            const auto is_blank = [](char c) { return c == ' ' || c == '\n'; };
            if (!is_blank(text[i]) || is_blank(text[i - 1]) || ++words % kWords != 0) continue;
            texts.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    return texts;
}

/// Time of the processor, best of several rounds: what others do on the machine only ever adds.
template <typename Work>
double best_seconds(const Work& work) {
    double best = 1e9;
    for (int round = 0; round < 15; ++round) {
        const auto start = std::clock();
        work();
        best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    return best;
}

Result<void> measure_speed(const std::vector<Document>& documents) {
    const auto texts = texts_of_200_words(documents);
    if (texts.empty()) return {};  // a collection of short texts
    const auto embedder = make_static_embedder();
    std::size_t tokens = 0;
    const auto cutting = best_seconds([&] {
        tokens = 0;
        for (const auto& text : texts) tokens += wordpiece::count(text);
    });
    double sum = 0;
    const auto embedding = best_seconds([&] {
        const auto vectors = embedder->embed(texts, TextRole::document, {});
        sum += vectors->front().front();
    });
    std::size_t passages = 0;
    const auto chunking = best_seconds([&] {
        passages = 0;
        for (const auto& document : documents) passages += make_passages(document).size();
    });
    const auto count = static_cast<double>(texts.size());
    const auto bytes = std::transform_reduce(documents.begin(), documents.end(), 0.0, std::plus<>(),
                                             [](const Document& d) { return static_cast<double>(d.text.size()); });
    std::printf("%zu texts of %zu words, %.0f tokens each; one core\n", texts.size(), kWords,
                static_cast<double>(tokens) / count);
    std::printf("tokens alone     %9.0f texts/s  %6.1f ns/token\n", count / cutting,
                cutting / static_cast<double>(tokens) * 1e9);
    std::printf("static embedder  %9.0f texts/s  %6.1f ns/token\n", count / embedding,
                embedding / static_cast<double>(tokens) * 1e9);
    std::printf("chunking         %9.1f MB/s     %zu passages\n", bytes / chunking / 1e6, passages);
    return sum == -1 ? fail(ErrorKind::internal, "never") : Result<void>();
}

Result<ChunkOptions> chunk_options(const std::vector<std::string>& given) {
    ChunkOptions options;
    if (given.size() > 3) {
        if (given[3] == "window") options.method = ChunkMethod::window;
        if (given[3] == "sentences") options.method = ChunkMethod::sentences;
    }
    if (given.size() > 4) options.max_tokens = std::stoul(given[4]);
    if (given.size() > 5) options.overlap_tokens = std::stoul(given[5]);
    return options;
}

Result<void> rank(const std::vector<Document>& documents, const json::Value& queries, const ChunkOptions& options) {
    const auto embedder = make_static_embedder();
    std::vector<Vector> vectors;
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        std::vector<std::string> texts;
        for (const auto& passage : make_passages(documents[i], options))
            texts.push_back(text_to_embed(passage, documents[i].title));
        TRY(auto found, embedder->embed(texts, TextRole::document, {}));
        for (auto& vector : found) vectors.push_back(std::move(vector));
        owners.resize(vectors.size(), i);
    }
    for (const auto& [id, question] : queries.members()) {
        const std::vector<std::string> texts{question.text()};
        TRY(const auto asked, embedder->embed(texts, TextRole::question, {}));
        std::vector<double> scores(documents.size(), -2);
        for (std::size_t i = 0; i < vectors.size(); ++i)
            scores[owners[i]] = std::max(scores[owners[i]], std::inner_product(vectors[i].begin(), vectors[i].end(),
                                                                               asked.front().begin(), 0.0));
        std::vector<std::size_t> order(documents.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::stable_sort(order, std::greater<>{}, [&](std::size_t i) { return scores[i]; });
        for (std::size_t place = 0; place < order.size(); ++place)
            std::printf("%s Q0 %s %zu %.6f static\n", id.c_str(), documents[order[place]].id.value.c_str(), place + 1,
                        scores[order[place]]);
    }
    std::fprintf(stderr, "%zu passages\n", vectors.size());
    return {};
}

Result<void> run(const std::vector<std::string>& given) {
    TRY(const auto documents, read_documents(given[1]));
    if (given[0] == "speed") return measure_speed(documents);
    if (given[0] == "texts") {
        for (const auto& text : texts_of_200_words(documents)) std::puts(json::dump(json::Value(text)).c_str());
        return {};
    }
    if (given[0] == "passages") {
        for (const auto& document : documents)
            for (const auto& passage : make_passages(document))
                std::puts(json::dump(json::Array{document.id.value, text_to_embed(passage, document.title)}).c_str());
        return {};
    }
    if (given.size() < 3) return fail(ErrorKind::invalid_argument, "QUERIES are missing");
    TRY(const auto bytes, files::read_file(given[2], kMaxBytes));
    TRY(const auto queries, json::parse(bytes));
    TRY(const auto options, chunk_options(given));
    return rank(documents, queries, options);
}

}  // namespace
}  // namespace winnow

int main(int count, char** arguments) {
    const std::vector<std::string> given(arguments + 1, arguments + count);
    if (given.size() < 2) {
        std::fputs("usage: bench_embedding speed|texts|passages|rank DOCUMENTS [QUERIES [METHOD [TOKENS [OVERLAP]]]]\n",
                   stderr);
        return 2;
    }
    const auto done = winnow::run(given);
    if (!done) std::fprintf(stderr, "bench_embedding: %s\n", done.error().message().c_str());
    return done ? 0 : 1;
}
