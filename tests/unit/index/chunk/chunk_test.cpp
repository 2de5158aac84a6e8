#include "index/chunk.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "config/load.h"
#include "index/wordpiece/wordpiece.h"
#include "text/utf8.h"
#include "text/words/characters.h"

namespace winnow {
namespace {

Document document_of(std::string text, std::string markdown = {}, std::vector<Heading> headings = {}) {
    Document document;
    document.text = std::move(text);
    document.markdown = std::move(markdown);
    document.headings = std::move(headings);
    return document;
}

std::string words(std::size_t count, const std::string& word = "word") {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? " " : "") + word;
    return text;
}

bool is_blank(std::string_view text) {
    for (std::size_t position = 0; position < text.size();)
        if (!text::is_white_space(text::next_code_point(text, position))) return false;
    return true;
}

/// What chunk.h promises for any text.
void expect_sound(const Document& document, const std::vector<Passage>& passages, const ChunkOptions& options) {
    std::size_t covered = 0;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        const auto& passage = passages[i];
        EXPECT_EQ(passage.number, i);
        ASSERT_EQ(document.text.substr(passage.offset, passage.text.size()), passage.text);
        EXPECT_FALSE(is_blank(passage.text));
        EXPECT_TRUE(text::is_valid_utf8(passage.text));
        EXPECT_LE(passage.tokens, options.max_tokens);
        if (passage.offset > covered) {
            EXPECT_TRUE(is_blank(std::string_view(document.text).substr(covered, passage.offset - covered)));
        } else if (i > 0 && passage.offset < covered) {
            EXPECT_GT(passage.offset, passages[i - 1].offset);
            const auto shared = std::string_view(document.text).substr(passage.offset, covered - passage.offset);
            EXPECT_LE(wordpiece::count(shared), options.overlap_tokens);
        }
        covered = passage.offset + passage.text.size();
    }
    EXPECT_TRUE(is_blank(std::string_view(document.text).substr(covered)));
    EXPECT_EQ(make_passages(document, options), passages) << "deterministic";
}

std::vector<Passage> sound_passages(const Document& document, const ChunkOptions& options) {
    auto passages = make_passages(document, options);
    expect_sound(document, passages, options);
    return passages;
}

TEST(Chunk, HasNoPassageForADocumentWithoutText) {
    for (const auto method : {ChunkMethod::structure, ChunkMethod::window, ChunkMethod::sentences}) {
        EXPECT_TRUE(make_passages(document_of(""), {.method = method}).empty());
        EXPECT_TRUE(make_passages(document_of(" \n\t\n\xE2\x80\x83"), {.method = method}).empty());
    }
}

TEST(Chunk, MakesOnePassageOfAShortText) {
    const auto passages = sound_passages(document_of("One line.\nAnother line."), {});
    ASSERT_EQ(passages.size(), 1u);
    EXPECT_EQ(passages[0].text, "One line.\nAnother line.");
    EXPECT_EQ(passages[0].tokens, wordpiece::count(passages[0].text));
}

TEST(Chunk, SlidesAWindowOfWordsWithTheOverlapAskedFor) {
    const auto document = document_of(words(50));
    const auto passages =
        sound_passages(document, {.method = ChunkMethod::window, .max_tokens = 20, .overlap_tokens = 5});
    ASSERT_EQ(passages.size(), 3u);
    EXPECT_EQ(passages[0].tokens, 20u);
    EXPECT_EQ(passages[1].offset, 15 * 5u);
    EXPECT_EQ(passages[1].tokens, 20u);
    EXPECT_EQ(passages[2].offset, 30 * 5u);
}

TEST(Chunk, JoinsPassagesWithoutOverlapAtTheWhiteSpaceBetweenThem) {
    const auto document = document_of(words(40));
    const auto passages =
        sound_passages(document, {.method = ChunkMethod::window, .max_tokens = 16, .overlap_tokens = 0});
    std::string joined;
    for (const auto& passage : passages) joined += (joined.empty() ? "" : " ") + passage.text;
    EXPECT_EQ(joined, document.text);
}

TEST(Chunk, CutsBetweenSentences) {
    const auto document =
        document_of("First of all we met. Then we talked about it for long. In the end all was well.");
    const auto passages =
        sound_passages(document, {.method = ChunkMethod::sentences, .max_tokens = 16, .overlap_tokens = 0});
    ASSERT_EQ(passages.size(), 2u);
    EXPECT_EQ(passages[0].text, "First of all we met. Then we talked about it for long.");
    EXPECT_EQ(passages[1].text, "In the end all was well.");
}

TEST(Chunk, CutsBetweenParagraphsAndKeepsThemWhole) {
    const auto first = words(12, "one");
    const auto second = words(12, "two");
    const auto passages = sound_passages(document_of(first + "\n" + second), {.max_tokens = 16, .overlap_tokens = 0});
    ASSERT_EQ(passages.size(), 2u);
    EXPECT_EQ(passages[0].text, first);
    EXPECT_EQ(passages[1].text, second);
}

TEST(Chunk, BeginsAPassageAtAHeadingAndTellsThePathOfHeadings) {
    const auto before = "Guide\n" + words(12, "one") + "\n";
    const auto middle = "Setup\n" + words(12, "two") + "\n";
    const auto document =
        document_of(before + middle + "Tests\n" + words(12, "six"), {},
                    {{1, "Guide", 0}, {2, "Setup", before.size()}, {2, "Tests", before.size() + middle.size()}});
    const auto passages = sound_passages(document, {.max_tokens = 32, .overlap_tokens = 0});
    ASSERT_EQ(passages.size(), 3u);
    EXPECT_EQ(passages[0].headings, std::vector<std::string>{"Guide"});
    EXPECT_EQ(passages[1].headings, (std::vector<std::string>{"Guide", "Setup"}));
    EXPECT_EQ(passages[2].headings, (std::vector<std::string>{"Guide", "Tests"}));
    EXPECT_TRUE(passages[2].text.starts_with("Tests\n"));
}

TEST(Chunk, JoinsSectionsThatAreTooShortAlone) {
    const auto document = document_of("A\none two\nB\nthree four", {}, {{2, "A", 0}, {2, "B", 10}});
    EXPECT_EQ(sound_passages(document, {}).size(), 1u);
}

TEST(Chunk, LeavesNoHeadingAtTheEndOfAPassage) {
    const auto before = words(15, "one") + "\n";
    const auto document = document_of(before + "Title\n" + words(14, "two"), {}, {{2, "Title", before.size()}});
    const auto passages = sound_passages(document, {.max_tokens = 16, .overlap_tokens = 0});
    ASSERT_EQ(passages.size(), 2u);
    EXPECT_TRUE(passages[1].text.starts_with("Title\n"));
}

TEST(Chunk, NeverCutsCodeThatFits) {
    const auto prose = words(20);
    const std::string code = "for (auto x : xs) {\n    use(x);\n}";
    const auto document =
        document_of(prose + "\n" + code + "\n" + prose, prose + "\n\n```cpp\n" + code + "\n```\n\n" + prose);
    const auto passages = sound_passages(document, {.max_tokens = 32, .overlap_tokens = 0});
    bool whole = false;
    for (const auto& passage : passages) whole |= passage.text.find(code) != std::string::npos;
    EXPECT_TRUE(whole);
}

TEST(Chunk, NeverCutsATableThatFits) {
    const auto prose = words(20);
    const std::string table = "Level\nScope\nJunior\na task\nSenior\na project";
    const auto document =
        document_of(prose + "\n" + table + "\n" + prose,
                    prose +
                        "\n\n| Level | Scope |\n| --- | --- |\n| Junior | [a task](https://a.org/x) |\n"
                        "| Senior | **a project** |\n\n" +
                        prose);
    const auto passages = sound_passages(document, {.max_tokens = 24, .overlap_tokens = 0});
    bool whole = false;
    for (const auto& passage : passages) whole |= passage.text.find(table) != std::string::npos;
    EXPECT_TRUE(whole);
}

TEST(Chunk, LosesNothingOfCodeThatBeginsWithEmptyLines) {
    const std::string code = "call(x);\n}";
    const auto passages =
        sound_passages(document_of("Before.\n\n\n{\n" + code, "Before.\n\n```\n\n{\n" + code + "\n```"), {});
    ASSERT_EQ(passages.size(), 1u);
    EXPECT_TRUE(passages[0].text.ends_with("{\n" + code));
}

TEST(Chunk, CutsCodeThatIsTooLongBetweenItsLines) {
    std::string code;
    for (int i = 0; i < 20; ++i) code += "call(first, second);\n";
    const auto document = document_of(code, "```\n" + code + "```\n");
    for (const auto& passage : sound_passages(document, {.max_tokens = 30, .overlap_tokens = 0})) {
        EXPECT_TRUE(passage.text.starts_with("call("));
        EXPECT_TRUE(passage.text.ends_with(");"));
    }
}

TEST(Chunk, CutsWhatHasNoBlanks) {
    std::string chinese;
    for (int i = 0; i < 200; ++i) chinese += "\xE5\xB7\xA5";
    EXPECT_GT(sound_passages(document_of(chinese), {.max_tokens = 64, .overlap_tokens = 8}).size(), 2u);
    EXPECT_GT(sound_passages(document_of(std::string(5'000, 'x')), {.max_tokens = 64, .overlap_tokens = 8}).size(), 4u);
}

TEST(Chunk, HoldsItsPromisesForAnyText) {
    const std::string_view pieces[] = {"word",         " ",
                                       "\n",           ". ",
                                       "\xE5\xB7\xA5", "\xF0\x9F\x9A\x80",
                                       "e\xCC\x81",    "| a | b |",
                                       "```",          "\t",
                                       "\xE2\x80\x8B", "\xE2\x80\xA8",
                                       "# ",           "antidisestablishmentarianism",
                                       "\xEA\xB0\x81"};
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        Document document;
        for (auto left = random() % 120; left > 0; --left) {
            if (random() % 12 == 0)
                document.headings.push_back({static_cast<int>(random() % 6) + 1, "h", document.text.size()});
            const auto piece = pieces[random() % std::size(pieces)];
            document.text += piece;
            document.markdown += piece;
        }
        std::erase_if(document.headings,
                      [&](const Heading& heading) { return heading.offset >= document.text.size(); });
        for (const auto method : {ChunkMethod::structure, ChunkMethod::window, ChunkMethod::sentences}) {
            const std::size_t size = 16 + random() % 40;
            const ChunkOptions options{.method = method, .max_tokens = size, .overlap_tokens = random() % (size / 2)};
            expect_sound(document, make_passages(document, options), options);
            if (HasFailure()) FAIL() << "round " << round << ": " << document.text;
        }
    }
}

TEST(Chunk, ReadsItsOptions) {
    auto section = config::parse("method: sentences\nmax_tokens: 200\noverlap_tokens: 20\n", "x.yaml");
    ASSERT_TRUE(section.has_value());
    const auto options = read_chunk_options(*section);
    ASSERT_TRUE(options.has_value()) << options.error().message();
    EXPECT_EQ(options->method, ChunkMethod::sentences);
    EXPECT_EQ(options->max_tokens, 200u);
    EXPECT_EQ(options->overlap_tokens, 20u);
}

TEST(Chunk, RefusesAnOverlapOfHalfAPassage) {
    auto section = config::parse("max_tokens: 40\noverlap_tokens: 20\n", "x.yaml");
    const auto options = read_chunk_options(*section);
    ASSERT_FALSE(options.has_value());
    EXPECT_EQ(options.error().kind(), ErrorKind::invalid_config);
    EXPECT_NE(options.error().message().find("overlap_tokens"), std::string::npos);
}

TEST(Chunk, EmbedsTitleAndHeadingsBeforeTheTextAndNothingTwice) {
    Passage passage{.text = "Setup\nDo this.", .headings = {"Guide", "Setup"}};
    EXPECT_EQ(text_to_embed(passage, "Guide"), "Guide\nSetup\nDo this.");
    EXPECT_EQ(text_to_embed(passage, "Book"), "Book\nGuide\nSetup\nDo this.");
    EXPECT_EQ(text_to_embed({.text = "x"}, ""), "x");
}

}  // namespace
}  // namespace winnow
