#include "publish/escape.h"

#include <gtest/gtest.h>

#include "publish/terminal.h"

namespace winnow {
namespace {

TEST(CleanText, KeepsOrdinaryTextOfAnyScript) {
    const std::string text = "Größe, 日本語, العربية, \U0001F468\u200D\U0001F469 and\ttabs\nlines";
    EXPECT_EQ(clean_text(text), text);
}

TEST(CleanText, DropsControlsAndMarksThatTurnTheDirection) {
    EXPECT_EQ(clean_text("a\x01\x1B\x7F\xC2\x85z\uFEFF"), "az");
    EXPECT_EQ(clean_text("invoice\u202Efdp.exe\u202C \u2066x\u2069"), "invoicefdp.exe x");
    EXPECT_EQ(clean_text(std::string("a\0b", 3)), "ab");
}

TEST(CleanText, ReplacesWhatIsNotUtf8) {
    EXPECT_EQ(clean_text("a\xFFz"), "a\uFFFDz");
    EXPECT_EQ(clean_text("\xC3"), "\uFFFD");
    EXPECT_EQ(clean_text("\xED\xA0\x80").find("\xED\xA0"), std::string::npos);  // a surrogate
}

TEST(CleanText, MakesEveryLineBreakOne) {
    EXPECT_EQ(clean_text("a\r\nb\rc\u2028d\u2029e"), "a\nb\nc\nd\ne");
}

TEST(CleanLine, FoldsWhiteSpace) {
    EXPECT_EQ(clean_line("  a \r\n\t b  "), "a b");
    EXPECT_EQ(clean_line(" \n "), "");
}

TEST(EscapeMarkup, LeavesNoMarkup) {
    EXPECT_EQ(escape_markup("<a href=\"x\" title='y'>&amp;</a>\x02"),
              "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

TEST(EscapeMarkdown, LeavesPlainSentencesAlone) {
    EXPECT_EQ(escape_markdown("Well-known (since 2024): C++ is up 3.5 %! So what?"),
              "Well-known (since 2024): C++ is up 3.5 %! So what?");
}

TEST(EscapeMarkdown, BeginsNoBlock) {
    EXPECT_EQ(escape_markdown("# heading"), "\\# heading");
    EXPECT_EQ(escape_markdown("- item"), "\\- item");
    EXPECT_EQ(escape_markdown("+ item"), "\\+ item");
    EXPECT_EQ(escape_markdown("1. item"), "1\\. item");
    EXPECT_EQ(escape_markdown("12) item"), "12\\) item");
    EXPECT_EQ(escape_markdown("===="), "\\====");
    EXPECT_EQ(escape_markdown("> quote"), "\\> quote");
    EXPECT_EQ(escape_markdown("    code\n\n# next"), "code # next");
}

TEST(EscapeMarkdown, MakesNoLinkMentionOrHtml) {
    EXPECT_EQ(escape_markdown("[x](http://e.org)"), "\\[x\\](http\\://e.org)");
    EXPECT_EQ(escape_markdown("see www.example.org"), "see www\\.example.org");
    EXPECT_EQ(escape_markdown("ask @someone"), "ask @\u2060someone");
    EXPECT_EQ(escape_markdown("a <b>&lt; `c` *d* _e_ $f$ ~g~ | h"),
              "a \\<b\\>\\&lt; \\`c\\` \\*d\\* \\_e\\_ \\$f\\$ \\~g\\~ \\| h");
}

TEST(CsvCell, QuotesOnlyWhereNeeded) {
    EXPECT_EQ(csv_cell("plain text"), "plain text");
    EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_cell("say \"hi\""), "\"say \"\"hi\"\"\"");
    EXPECT_EQ(csv_cell("two\r\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csv_cell(""), "");
}

TEST(CsvCell, IsNoFormula) {
    for (const std::string formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\uFF1D1"})
        EXPECT_EQ(csv_cell(formula), "'" + formula);
    EXPECT_EQ(csv_cell("\t=1"), "\"'\t=1\"");
    EXPECT_EQ(csv_cell("\r=1"), "\"'\n=1\"");
    EXPECT_EQ(csv_cell("a;=1"), "\"a;=1\"");  // a spreadsheet may take the semicolon for the separator
}

TEST(PlainTerminalText, RemovesWholeSequences) {
    EXPECT_EQ(plain_terminal_text("\x1b[1;31mred\x1b[0m"), "red");
    EXPECT_EQ(plain_terminal_text("a\x1b]0;title\x07z"), "az");
    EXPECT_EQ(plain_terminal_text("a\x1b]8;;http://e.org\x1b\\link\x1b]8;;\x1b\\z"), "alinkz");
    EXPECT_EQ(plain_terminal_text("a\xC2\x9B"
                                  "31mz"),
              "az");
    EXPECT_EQ(plain_terminal_text("a\xC2\x9D"
                                  "52;c;x\xC2\x9Cz"),
              "az");
    EXPECT_EQ(plain_terminal_text("a\x1bP1$q\x1b\\z"), "az");
    EXPECT_EQ(plain_terminal_text("a\x1b(0z\x1b"
                                  "cz"),
              "azz");
}

TEST(PlainTerminalText, AnUnfinishedSequenceTakesNoMoreThanItsLine) {
    EXPECT_EQ(plain_terminal_text("a\x1b]0;never ended\nnext"), "a next");
    EXPECT_EQ(plain_terminal_text("a\x1b["), "a");
    EXPECT_EQ(plain_terminal_text("a\x1b[12\nnext"), "a next");
    EXPECT_EQ(plain_terminal_text("a\x1b"), "a");
    EXPECT_EQ(plain_terminal_text("a\x1b\x1b[31mz"), "az");
}

TEST(PlainTerminalText, LeavesNoControlWhateverComes) {
    std::string bytes;
    std::uint32_t state = 1;
    for (int i = 0; i < 200'000; ++i) {
        state = state * 1664525U + 1013904223U;
        bytes += "\x1b[]\x07\xC2\x9B\x9D;mP\\a \n"[(state >> 24) % 14];
    }
    for (const char c : plain_terminal_text(bytes)) ASSERT_GE(static_cast<unsigned char>(c), 0x20);
}

}  // namespace
}  // namespace winnow
