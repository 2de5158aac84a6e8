#include "index/lines.h"

#include <gtest/gtest.h>

#include "index_contract.h"

namespace winnow {
namespace {

TEST(ExportedLines, GiveBackTheDocument) {
    auto document = made_document("a", {"one\nline", "two \"quoted\" 漢字"}, towards({1, 2, 3}));
    document.original = "https://example.net/";
    const auto line = document_line(document);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const auto back = parse_document_line(line);
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->id, document.id);
    EXPECT_EQ(back->url, document.url);
    EXPECT_EQ(back->tags, document.tags);
    EXPECT_EQ(back->runs, document.runs);
    EXPECT_EQ(back->published, document.published);
    EXPECT_EQ(back->indexed, document.indexed);
    EXPECT_EQ(back->score, document.score);
    EXPECT_EQ(back->signature, document.signature);
    EXPECT_EQ(back->passages, document.passages);
    ASSERT_EQ(back->vectors.size(), 2u);
    for (std::size_t i = 0; i < kDimensions; ++i) EXPECT_NEAR(back->vectors[1][i], document.vectors[1][i], 1e-6);
}

TEST(ExportedLines, NameWhatIsWrong) {
    EXPECT_EQ(parse_head_line("{}").error().kind(), ErrorKind::malformed);
    EXPECT_EQ(parse_head_line(R"({"winnow_index":99})").error().kind(), ErrorKind::unsupported);
    EXPECT_EQ(parse_head_line(head_line({.model = "m", .dimensions = 7}))->dimensions, 7u);
    EXPECT_FALSE(parse_document_line("{\"id\":\"x\"}"));
    EXPECT_FALSE(parse_document_line("no json"));
    EXPECT_FALSE(
        parse_document_line(R"({"id":"x","url":"https://a.org/","indexed":"2024-01-01T00:00:00Z","passages":[{}]})"));
}

}  // namespace
}  // namespace winnow
