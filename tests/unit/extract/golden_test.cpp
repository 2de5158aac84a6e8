// Runs the cases of tests/golden/extract; its README says how to add one.

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "extracted.h"
#include "files/files.h"
#include "json/codec.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

std::filesystem::path golden_folder() {
    return source_folder() / "tests/golden/extract";
}

json::Value lines(std::string_view text) {
    json::Array result;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        result.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

/// What a case compares: the document as JSON, texts as lists of lines, without what follows from the rest.
json::Value comparable(const Document& document) {
    const auto all = json::encode(document);
    json::Value result;
    for (const auto& [name, value] : all.members()) {
        if (name == "id" || name == "content_hash" || name == "fetched_at" || name == "words") continue;
        result.set(name, name == "text" || name == "markdown" ? lines(value.as_string()) : value);
    }
    return result;
}

Page page_of(const std::filesystem::path& folder) {
    auto html = *files::read_file(folder / "input.html", 1u << 20);
    std::string url = "https://example.org/" + folder.filename().string();
    constexpr std::string_view kMark = "<!-- url: ";
    if (html.starts_with(kMark)) url = html.substr(kMark.size(), html.find(' ', kMark.size()) - kMark.size());
    return html_page(std::move(html), url);
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, ReadsThePageAsExpected) {
    const auto folder = golden_folder() / GetParam();
    const auto found = comparable(extracted(page_of(folder)));
    if (std::getenv("WINNOW_REBASELINE")) {
        ASSERT_TRUE(files::write_file_atomically(folder / "expected.json", json::dump_pretty(found) + "\n"));
    }
    const auto text = files::read_file(folder / "expected.json", 1u << 20);
    ASSERT_TRUE(text) << text.error().message();
    const auto expected = json::parse(*text);
    ASSERT_TRUE(expected) << expected.error().message();
    for (const auto& [name, value] : expected->members())
        EXPECT_EQ(json::dump_pretty(found[name]), json::dump_pretty(value)) << name;
}

std::vector<std::string> cases() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(golden_folder()))
        if (entry.is_directory()) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& golden_case) {
    auto name = golden_case.param;
    std::ranges::replace(name, '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Extract, Golden, testing::ValuesIn(cases()), test_name);

}  // namespace
}  // namespace winnow
