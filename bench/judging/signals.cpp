// Prints what the local judge counts in documents and how it scores them, one JSON object a line: the input of
// tools/fit-judge.py. Times go to standard error.
// usage: bench_judging DOCUMENTS [RUBRIC]        DOCUMENTS as bench/ranking/corpus.py writes them
#include "evaluate/local/reading/signals.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

#include "evaluate/local.h"
#include "evaluate/rubric_file.h"
#include "files/files.h"
#include "json/codec.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxBytes = 1u << 30;

json::Value row(const Document& document, const Assessment& assessment) {
    const auto reading = evaluate::read_closely(document);
    const auto signals = evaluate::measure(document, reading);
    json::Value values, counts, scores, explanations;
    for (std::size_t i = 0; i < evaluate::kSignals; ++i) {
        const auto signal = static_cast<evaluate::Signal>(i);
        values.set(evaluate::name_of(signal), signals[signal].value);
        counts.set(evaluate::name_of(signal), signals[signal].count);
    }
    for (const auto& score : assessment.scores) {
        scores.set(score.criterion, score.score);
        explanations.set(score.criterion, score.explanation);
    }
    return json::object({{"url", document.url.href()},
                         {"values", values},
                         {"counts", counts},
                         {"scores", scores},
                         {"explanations", explanations},
                         {"assessment", json::encode(assessment)}});
}

Result<void> run(const std::string& path, const std::string& rubric_name) {
    TRY(const auto rubric, load_rubric_named(rubric_name));
    TRY(const auto bytes, files::read_file(path, kMaxBytes));
    const auto judge = make_local_evaluator();
    std::clock_t time = 0;  // of the processor: the machine may be busy
    double words = 0;
    for (std::size_t begin = 0; begin < bytes.size();) {
        const auto end = std::min(bytes.find('\n', begin), bytes.size());
        TRY(const auto value, json::parse(std::string_view(bytes).substr(begin, end - begin)));
        TRY(const auto document, json::decode_document(value));
        const auto start = std::clock();
        TRY(const auto assessment, judge->evaluate(document, {}, rubric, {}));
        time += std::clock() - start;
        words += document.words;
        std::puts(json::dump(row(document, assessment)).c_str());
        begin = end + 1;
    }
    std::fprintf(stderr, "judging: %.2f ms per 2,000 words\n",
                 static_cast<double>(time) * 1000 / CLOCKS_PER_SEC / words * 2000);
    return {};
}

}  // namespace
}  // namespace winnow

int main(int count, char** arguments) {
    if (count < 2) {
        std::fputs("usage: bench_judging DOCUMENTS [RUBRIC]\n", stderr);
        return 2;
    }
    const auto done = winnow::run(arguments[1], count > 2 ? arguments[2] : "default");
    if (!done) std::fprintf(stderr, "bench_judging: %s\n", done.error().message().c_str());
    return done ? 0 : 1;
}
