#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "config/section.h"

namespace winnow::config {

struct SampleFetch {
    std::chrono::milliseconds delay{1000};
    int retries = 2;
};

struct SampleSource {
    std::string url;
    std::chrono::milliseconds timeout{20'000};
};

/// Options with a field of every kind, as an adapter would have them.
struct Sample {
    std::string question;
    bool verbose = false;
    int workers = 8;
    std::size_t pages = 100;
    double ratio = 0.5;
    std::chrono::milliseconds timeout{20'000};
    Bytes limit{1'000'000};
    SecretReference key;
    std::vector<std::string> languages;
    std::string mode = "local";
    std::vector<std::pair<std::string, std::string>> headers;
    SampleFetch fetch;
    std::vector<SampleSource> sources;
    std::vector<std::pair<std::string, SampleFetch>> profiles;
};

inline void read_fetch(Section& section, SampleFetch& fetch) {
    using namespace std::chrono_literals;
    section.field("delay", fetch.delay, "Between two requests.", {.least = 100ms});
    section.field("retries", fetch.retries, "How often to try again.");
}

inline SampleSource read_source(Section& section) {
    SampleSource source;
    section.field("url", source.url, "Address.");
    section.field("timeout", source.timeout, "Of one request.");
    return source;
}

inline Result<Sample> read_sample(Section& section) {
    using namespace std::chrono_literals;
    Sample sample;
    section.field("question", sample.question, "What to look for.");
    section.field("verbose", sample.verbose, "Whether to say more.");
    section.field("workers", sample.workers, "Threads.", {.least = 1, .most = 64});
    section.field("pages", sample.pages, "How many.");
    section.field("ratio", sample.ratio, "Of what.", {.least = 0, .most = 1});
    section.field("timeout", sample.timeout, "Of all.", {.most = 5min});
    section.field("limit", sample.limit, "Of a page.");
    section.field("key", sample.key, "For the model.");
    section.field("languages", sample.languages, "To keep.");
    section.choice("mode", sample.mode, {"local", "cloud"}, "Where to run.");
    section.field("headers", sample.headers, "To send.");
    auto fetch = section.child("fetch", "How to fetch.");
    read_fetch(fetch, sample.fetch);
    for (auto& source : section.children("sources", "Where to look.")) {
        sample.sources.push_back(read_source(source));
        if (source.has("timeout") && !source.has("url")) source.refuse("url", "is missing");
    }
    for (auto& [name, profile] : section.entries("profiles", "By name.")) {
        sample.profiles.emplace_back(name, SampleFetch());
        read_fetch(profile, sample.profiles.back().second);
    }
    TRY_OK(section.finish());
    return sample;
}

}  // namespace winnow::config
