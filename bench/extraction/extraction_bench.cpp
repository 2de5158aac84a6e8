// Extracts every HTML file of a folder and says how fast.
// usage: extraction_bench FOLDER [ROUNDS [GROUND_TRUTH.json]] > predictions.json
// Predictions go to standard output, figures to standard error. GROUND_TRUTH.json gives each page its URL.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <sys/resource.h>

#include "extract/extractor.h"
#include "files/files.h"
#include "json/value.h"

using namespace winnow;

namespace {

constexpr std::size_t kMostBytes = 200u << 20;

std::vector<Page> read_pages(const std::filesystem::path& folder, const json::Value& truth) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".html") paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<Page> pages;
    for (const auto& path : paths) {
        auto body = files::read_file(path, kMostBytes);
        if (!body) continue;
        const auto id = path.stem().string();
        auto url = Url::parse(truth[id]["url"].as_string("https://example.org/" + id));
        Page page{.status = 200, .content_type = "text/html"};
        if (url) page.url = page.final_url = *url;
        page.body = std::move(*body);
        page.headers.push_back({"id", id});
        pages.push_back(std::move(page));
    }
    return pages;
}

/// Of this process: other programs on the machine do not count.
double processor_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) return 2;
    const int rounds = count > 2 ? std::atoi(arguments[2]) : 1;
    json::Value truth;
    if (count > 3)
        if (auto text = files::read_file(arguments[3], kMostBytes))
            if (auto value = json::parse(*text)) truth = std::move(*value);
    const auto pages = read_pages(arguments[1], truth);
    const auto extractor = make_extractor();
    json::Value predictions;
    std::size_t bytes = 0;
    for (const auto& page : pages) {
        bytes += page.body.size();
        const auto document = extractor->extract(page);
        predictions.set(page.headers[0].value, json::object({{"articleBody", document ? document->text : ""}}));
    }
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) {
        const auto start = processor_seconds();
        for (const auto& page : pages)
            if (!extractor->extract(page)) std::fputs("a page failed\n", stderr);
        best = std::min(best, processor_seconds() - start);
    }
    std::puts(json::dump(predictions).c_str());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::fprintf(
        stderr,
        "{\"pages\": %zu, \"pages_per_second\": %.0f, \"megabytes_per_second\": %.1f, \"peak_megabytes\": %.0f}\n",
        pages.size(), static_cast<double>(pages.size()) / best, static_cast<double>(bytes) / best / 1e6,
        static_cast<double>(usage.ru_maxrss) / 1024.0);
}
