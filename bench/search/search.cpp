// Measures the exact scan over a file of vectors, or how an index grows. measure.py runs it beside the peers.
// usage: bench_search scan VECTORS QUESTIONS DIMENSIONS | bench_search growth FOLDER DOCUMENTS STEPS
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include "files/files.h"
#include "index/sqlite/vectors/vector_table.h"
#include "index/sqlite_index.h"
#include "json/value.h"
#include "text/digest.h"

namespace {

using namespace winnow;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMost = std::size_t{4} << 30;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

/// Resident memory of this process in bytes.
double resident_bytes() {
    std::ifstream file("/proc/self/statm");
    double all = 0;
    double resident = 0;
    file >> all >> resident;
    return resident * 4096;
}

std::vector<Vector> read_vectors(const char* path, std::size_t dimensions) {
    const auto bytes = files::read_file(path, kMost).value();
    std::vector<Vector> vectors(bytes.size() / sizeof(float) / dimensions, Vector(dimensions));
    for (std::size_t i = 0; i < vectors.size(); ++i)
        std::memcpy(vectors[i].data(), bytes.data() + i * dimensions * sizeof(float), dimensions * sizeof(float));
    return vectors;
}

int scan(const char* vectors_file, const char* questions_file, std::size_t dimensions) {
    const auto questions = read_vectors(questions_file, dimensions);
    VectorTable table;
    double bytes = 0;
    {
        const auto vectors = read_vectors(vectors_file, dimensions);
        const auto before = resident_bytes();
        table.clear(dimensions);
        table.reserve(vectors.size());
        for (std::size_t i = 0; i < vectors.size(); ++i) {
            const auto number = static_cast<std::int64_t>(i);
            table.add(number + 1, number, quantised(vectors[i]));
        }
        bytes = resident_bytes() - before;
    }
    std::vector<double> times;
    json::Array found;
    for (const auto& question : questions) {
        const auto start = Clock::now();
        const auto near = table.nearest(question, 10, 1, {});
        times.push_back(milliseconds_since(start));
        json::Array ids;
        for (const auto& each : near) ids.emplace_back(each.document);
        found.emplace_back(std::move(ids));
    }
    std::puts(json::dump(json::object({{"median_ms", median(times)}, {"bytes", bytes}, {"found", std::move(found)}}))
                  .c_str());
    return 0;
}

/// Words as often as in language: the n-th word with a frequency of 1 / n.
class Words {
public:
    std::string text(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            const double share = std::uniform_real_distribution<double>(0, 1)(random_);
            text += "word" + std::to_string(static_cast<int>(std::pow(30'000.0, share))) + " ";
        }
        return text;
    }
    Vector vector(std::size_t dimensions) {
        std::normal_distribution<float> normal;
        Vector vector(dimensions);
        for (auto& component : vector) component = normal(random_);
        return vector;
    }

private:
    std::mt19937 random_{11};
};

int growth(const std::filesystem::path& folder, int documents, int steps) {
    constexpr std::size_t kDimensions = 256;
    constexpr int kPassages = 5;
    constexpr int kBatch = 64;
    auto opened = open_sqlite_index(folder / "growth.sqlite", {.model = "bench", .dimensions = kDimensions});
    if (!opened) return std::puts(opened.error().message().c_str()), 1;
    Words words;
    json::Array rows;
    for (int step = 0; step < steps; ++step) {
        std::vector<IndexedDocument> all;
        for (int n = 0; n < documents / steps; ++n) {
            IndexedDocument document{
                .url = *Url::parse("https://example.org/" + std::to_string(step) + "/" + std::to_string(n)),
                .title = words.text(6)};
            document.id = text::document_id(document.url);
            for (int p = 0; p < kPassages; ++p) {
                document.passages.push_back({.number = static_cast<std::uint32_t>(p), .text = words.text(90)});
                document.vectors.push_back(words.vector(kDimensions));
            }
            all.push_back(std::move(document));
        }
        const auto start = Clock::now();
        for (std::size_t begin = 0; begin < all.size(); begin += kBatch)
            if (!opened->index->add(std::span(all).subspan(begin, std::min<std::size_t>(kBatch, all.size() - begin)),
                                    {}))
                return 1;
        const auto added_ms = milliseconds_since(start);
        const auto ask = [&](SearchMode mode) {
            std::vector<double> times;
            for (int i = 0; i < 21; ++i) {
                const SearchRequest request{
                    .question = words.text(5), .vector = words.vector(kDimensions), .mode = mode};
                const auto begin = Clock::now();
                if (!opened->index->search(request, {})) std::abort();
                times.push_back(milliseconds_since(begin));
            }
            return median(times);
        };
        const auto stats = opened->index->stats({}).value();
        rows.push_back(json::object({{"documents", stats.documents},
                                     {"passages", stats.passages},
                                     {"bytes", stats.bytes},
                                     {"documents_per_second", 1000.0 * documents / steps / added_ms},
                                     {"lexical_ms", ask(SearchMode::lexical)},
                                     {"semantic_ms", ask(SearchMode::semantic)},
                                     {"hybrid_ms", ask(SearchMode::hybrid)}}));
    }
    std::puts(json::dump(rows).c_str());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    if (what == "scan" && argc == 5) return scan(argv[2], argv[3], std::stoul(argv[4]));
    if (what == "growth" && argc == 5) return growth(argv[2], std::stoi(argv[3]), std::stoi(argv[4]));
    std::puts("usage: bench_search scan VECTORS QUESTIONS DIMENSIONS | growth FOLDER DOCUMENTS STEPS");
    return 2;
}
