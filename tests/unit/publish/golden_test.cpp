#include <cstdlib>

#include <gtest/gtest.h>

#include "files/files.h"
#include "made_report.h"
#include "publish/publisher.h"
#include "publish/terminal.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

const std::filesystem::path kFolder = source_folder() / "tests/golden/publish";

/// Compares with the file; with WINNOW_REBASELINE set it writes the file instead, so that `git diff` shows the change.
void expect_golden(const std::string& name, const std::string& actual) {
    if (std::getenv("WINNOW_REBASELINE") != nullptr) {
        ASSERT_TRUE(files::write_file_atomically(kFolder / name, actual));
        return;
    }
    const auto expected = files::read_file(kFolder / name, 1u << 20);
    ASSERT_TRUE(expected) << expected.error().message();
    EXPECT_EQ(actual, *expected) << "differs from tests/golden/publish/" << name
                                 << "; run again with WINNOW_REBASELINE=1 and look at git diff";
}

struct Case {
    const char* name;
    Report (*report)();
};

class Golden : public testing::TestWithParam<Case> {
protected:
    std::string file(const char* form) const { return std::string(GetParam().name) + "." + form; }
    const Report report_ = GetParam().report();
};

TEST_P(Golden, Json) {
    expect_golden(file("json"), to_json_text(report_));
}
TEST_P(Golden, Markdown) {
    expect_golden(file("md"), to_markdown(report_));
}
TEST_P(Golden, Html) {
    expect_golden(file("html"), to_html(report_));
}
TEST_P(Golden, Csv) {
    expect_golden(file("csv"), to_csv(report_));
}
TEST_P(Golden, Atom) {
    expect_golden(file("atom.xml"), to_atom(report_));
}
TEST_P(Golden, JsonFeed) {
    expect_golden(file("feed.json"), to_json_feed(report_));
}
TEST_P(Golden, TerminalWithoutColour) {
    expect_golden(file("txt"), terminal_list(report_, {.width = 80}));
}
TEST_P(Golden, TerminalWithColour) {
    expect_golden(file("ansi"), terminal_list(report_, {.width = 100, .colour = true}));
}

INSTANTIATE_TEST_SUITE_P(Reports, Golden,
                         testing::Values(Case{"made", made_report}, Case{"later", later_report},
                                         Case{"empty", empty_report}, Case{"hostile", hostile_report}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace winnow
