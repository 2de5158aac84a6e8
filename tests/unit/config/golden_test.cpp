#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "config/load.h"
#include "config/values.h"
#include "files/files.h"
#include "sample.h"
#include "support/source_folder.h"

namespace winnow::config {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> cases(const std::string& ending) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(source_folder() / "tests/golden/config"))
        if (entry.path().string().ends_with(ending)) found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

/// What the lines that begin with "# expect: " say.
std::string expected(const std::string& text) {
    constexpr std::string_view kMark = "# expect: ";
    std::istringstream lines(text);
    std::string all;
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with('\r')) line.pop_back();
        if (line.starts_with(kMark)) all += line.substr(kMark.size()) + "\n";
    }
    return all;
}

/// Every value that differs from its default, in a line "path: value".
class Changes {
public:
    template <typename T>
    void add(const std::string& path, const T& value, const T& usual, std::string text) {
        if (!(value == usual)) text_ += path + ": " + std::move(text) + "\n";
    }
    void add(const std::string& path, const SampleFetch& fetch) {
        const SampleFetch usual;
        add(path + ".delay", fetch.delay, usual.delay, format_duration(fetch.delay));
        add(path + ".retries", fetch.retries, usual.retries, std::to_string(fetch.retries));
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

std::string list(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? "" : ", ") + format_text(text);
    return "[" + all + "]";
}

std::string mapping(const std::vector<std::pair<std::string, std::string>>& texts) {
    std::string all;
    for (const auto& [name, text] : texts) all += (all.empty() ? "" : ", ") + name + ": " + format_text(text);
    return "{" + all + "}";
}

std::string changes(const Sample& sample) {
    const Sample usual;
    Changes changes;
    changes.add("question", sample.question, usual.question, format_text(sample.question));
    changes.add("verbose", sample.verbose, usual.verbose, sample.verbose ? "true" : "false");
    changes.add("workers", sample.workers, usual.workers, std::to_string(sample.workers));
    changes.add("pages", sample.pages, usual.pages, std::to_string(sample.pages));
    changes.add("ratio", sample.ratio, usual.ratio, format_number(sample.ratio));
    changes.add("timeout", sample.timeout, usual.timeout, format_duration(sample.timeout));
    changes.add("limit", sample.limit, usual.limit, format_bytes(sample.limit));
    changes.add("key", sample.key, usual.key, sample.key.text);
    changes.add("languages", sample.languages, usual.languages, list(sample.languages));
    changes.add("mode", sample.mode, usual.mode, sample.mode);
    changes.add("headers", sample.headers, usual.headers, mapping(sample.headers));
    changes.add("fetch", sample.fetch);
    for (std::size_t i = 0; i < sample.sources.size(); ++i) {
        const SampleSource none;
        const auto path = "sources[" + std::to_string(i) + "]";
        changes.add(path + ".url", sample.sources[i].url, none.url, format_text(sample.sources[i].url));
        changes.add(path + ".timeout", sample.sources[i].timeout, none.timeout,
                    format_duration(sample.sources[i].timeout));
    }
    for (const auto& [name, profile] : sample.profiles) changes.add("profiles." + name, profile);
    return changes.take();
}

TEST(ConfigGolden, ReadsGoodFiles) {
    const auto files = cases(".good.yaml");
    ASSERT_GE(files.size(), 8);
    for (const auto& file : files) {
        SCOPED_TRACE(file.filename());
        const auto text = *files::read_file(file, 100'000);
        auto section = parse(text, file.filename().string());
        ASSERT_TRUE(section) << section.error().message();
        const auto sample = read_sample(*section);
        ASSERT_TRUE(sample) << sample.error().message();
        EXPECT_EQ(changes(*sample), expected(text));
    }
}

TEST(ConfigGolden, RefusesBadFilesWithTheMessageTheyExpect) {
    const auto files = cases(".bad.yaml");
    ASSERT_GE(files.size(), 20);
    for (const auto& file : files) {
        SCOPED_TRACE(file.filename());
        const auto text = *files::read_file(file, 100'000);
        auto section = parse(text, file.filename().string());
        auto error = Error(ErrorKind::internal, "it was accepted");
        if (!section)
            error = section.error();
        else if (const auto sample = read_sample(*section); !sample)
            error = sample.error();
        EXPECT_EQ(error.kind(), ErrorKind::invalid_config);
        EXPECT_EQ(error.message() + "\n", expected(text));
    }
}

}  // namespace
}  // namespace winnow::config
