// Scores the extractor on tests/data/extraction with the metric of the article-extraction-benchmark: shingles of four
// words, compared page by page; F1 of the mean precision and the mean recall over pages.

#include <algorithm>
#include <filesystem>
#include <map>
#include <unictype.h>
#include <unistr.h>
#include <vector>

#include <zlib.h>

#include "extracted.h"
#include "files/files.h"
#include "json/value.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

// What the model of src/extract/content/model/model.inc reaches on the pages that it learned from, less a little. A
// change that lowers it must say why; one that raises it raises this number.
constexpr double kFloor = 0.987;

std::filesystem::path data_folder() {
    return source_folder() / "tests/data/extraction";
}

std::string unzipped(const std::filesystem::path& path) {
    std::string text;
    gzFile file = gzopen(path.c_str(), "rb");
    char buffer[65536];
    for (int size = 0; file && (size = gzread(file, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(size));
    gzclose(file);
    return text;
}

/// Runs of letters, digits and underscores of any script.
std::vector<std::string> words(const std::string& text) {
    const auto mask = uc_general_category_or(UC_CATEGORY_L, UC_CATEGORY_N);
    std::vector<std::string> result;
    std::string word;
    const auto* at = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t left = text.size(); left > 0;) {
        ucs4_t character = 0;
        const int size = u8_mbtouc(&character, at, left);
        if (character == '_' || uc_is_general_category(character, mask))
            word.append(reinterpret_cast<const char*>(at), static_cast<std::size_t>(size));
        else if (!word.empty())
            result.push_back(std::exchange(word, {}));
        at += size;
        left -= static_cast<std::size_t>(size);
    }
    if (!word.empty()) result.push_back(word);
    return result;
}

std::map<std::string, int> shingles(const std::string& text) {
    const auto found = words(text);
    std::map<std::string, int> result;
    if (found.empty()) return result;
    const auto size = std::min<std::size_t>(4, found.size());
    for (std::size_t i = 0; i + size <= found.size(); ++i) {
        std::string shingle;
        for (std::size_t j = i; j < i + size; ++j) shingle += found[j] + ' ';
        ++result[shingle];
    }
    return result;
}

struct Score {
    double precision = 0, recall = 0;
    double f1() const { return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall); }
};

Score score(const std::string& truth, const std::string& guess) {
    const auto expected = shingles(truth);
    const auto given = shingles(guess);
    double shared = 0, all_expected = 0, all_given = 0;
    for (const auto& [shingle, count] : given) {
        all_given += count;
        const auto known = expected.find(shingle);
        if (known != expected.end()) shared += std::min(count, known->second);
    }
    for (const auto& [shingle, count] : expected) all_expected += count;
    if (shared == all_expected && shared == all_given) return {1, 1};
    return {all_given == 0 ? 0 : shared / all_given, all_expected == 0 ? 0 : shared / all_expected};
}

TEST(ExtractionQuality, StaysAboveTheRecordedFloor) {
    const auto truth = json::parse(*files::read_file(data_folder() / "ground-truth.json", 64u << 20));
    ASSERT_TRUE(truth);
    Score mean;
    for (const auto& [id, entry] : truth->members()) {
        const auto html = unzipped(data_folder() / "html" / (id + ".html.gz"));
        ASSERT_FALSE(html.empty()) << id;
        const auto document = extracted(html_page(html, entry["url"].text()));
        const auto page = score(entry["articleBody"].text(), document.text);
        if (page.f1() < 0.8) std::printf("%s %.3f %s\n", id.c_str(), page.f1(), entry["url"].text().c_str());
        mean.precision += page.precision / static_cast<double>(truth->members().size());
        mean.recall += page.recall / static_cast<double>(truth->members().size());
    }
    RecordProperty("f1", std::to_string(mean.f1()));
    EXPECT_GE(mean.f1(), kFloor) << "precision " << mean.precision << ", recall " << mean.recall;
}

TEST(ExtractionQuality, TakesFewPagesOfTheCorpusForSomethingElse) {
    const auto truth = json::parse(*files::read_file(data_folder() / "ground-truth.json", 64u << 20));
    std::string mistaken;
    int count = 0;
    for (const auto& [id, entry] : truth->members()) {
        const auto document =
            extracted(html_page(unzipped(data_folder() / "html" / (id + ".html.gz")), entry["url"].text()));
        if (document.kind == PageKind::article) continue;
        ++count;
        mistaken +=
            entry["url"].text() + ": " + std::string(to_string(document.kind)) + ", " + document.kind_reason + "\n";
    }
    EXPECT_LE(count, 1) << mistaken;
}

}  // namespace
}  // namespace winnow
