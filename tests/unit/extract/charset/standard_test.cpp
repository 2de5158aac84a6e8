#include <gtest/gtest.h>

#include "extract/charset/charset.h"
#include "unit/extract/charset/samples.h"

namespace winnow::extract {
namespace {

using std::string_view_literals::operator""sv;

std::string found(std::string_view bytes, std::string_view content_type = {}) {
    return find_charset(bytes, content_type).name;
}

TEST(Charset, TrustsTheByteOrderMarkMost) {
    EXPECT_EQ(found("\xEF\xBB\xBF<meta charset=koi8-r>", "text/html; charset=big5"), "utf-8");
    EXPECT_EQ(found("\xFF\xFE"
                    "a\0"sv,
                    "text/html; charset=big5"),
              "utf-16le");
    EXPECT_EQ(found("\xFE\xFF\0a"sv), "utf-16be");
    EXPECT_EQ(find_charset("\xEF\xBB\xBF", "").source, CharsetSource::bom);
}

TEST(Charset, TrustsTheHeaderMoreThanThePage) {
    EXPECT_EQ(found("<meta charset=koi8-r>", "text/html; charset=Shift_JIS"), "shift_jis");
    EXPECT_EQ(found("<meta charset=koi8-r>", "text/html;CHARSET = \"ISO-8859-1\" ; x=y"), "windows-1252");
    EXPECT_EQ(found("<meta charset=koi8-r>", "text/html; charset=nonsense"), "koi8-r");
    EXPECT_EQ(found("<meta charset=koi8-r>", "text/html; charset="), "koi8-r");
    EXPECT_EQ(found("a", "text/html; charset=utf-16"), "utf-16le");
    EXPECT_EQ(find_charset("a", "text/html; charset=utf8").source, CharsetSource::header);
}

TEST(Charset, FindsTheMetaElement) {
    const auto is = [](std::string_view html) { return found(html); };
    EXPECT_EQ(is("<!doctype html><html><head><META CharSet='koi8-r'>"), "koi8-r");
    EXPECT_EQ(is("<meta charset=koi8-r/>\xFF"), "windows-1252");  // the slash belongs to the value
    EXPECT_EQ(is("<meta/charset=koi8-r>"), "koi8-r");
    EXPECT_EQ(is("<meta name=x charset = \" koi8-r \">"), "koi8-r");
    EXPECT_EQ(is("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>"), "koi8-r");
    EXPECT_EQ(is("<meta content=\"text/html; charset='koi8-r'\" http-equiv=\"content-type\">"), "koi8-r");
    EXPECT_EQ(is("<meta http-equiv=content-type content='charset;charset=koi8-r'>"), "koi8-r");
    EXPECT_EQ(find_charset("<meta charset=koi8-r>", "").source, CharsetSource::meta);
}

TEST(Charset, PassesOverWhatOnlyLooksLikeAMetaElement) {
    const auto is = [](std::string_view html) { return found(html); };
    EXPECT_EQ(is("<!-- <meta charset=koi8-r> --><meta charset=big5>"), "big5");
    EXPECT_EQ(is("<!--><meta charset=koi8-r>"), "koi8-r");
    EXPECT_EQ(is("<a title='<meta charset=koi8-r>'><meta charset=big5>"), "big5");
    EXPECT_EQ(is("<a title=\"><meta charset=koi8-r>\"><meta charset=big5>"), "big5");
    EXPECT_EQ(is("<metadata charset=koi8-r><meta charset=big5>"), "big5");
    EXPECT_EQ(is("</meta charset=koi8-r><meta charset=big5>"), "big5");
    EXPECT_EQ(is("<!meta charset=koi8-r><meta charset=big5>"), "big5");
    EXPECT_EQ(is("<meta name=description content='charset=koi8-r'><meta charset=big5>"), "big5");
    EXPECT_EQ(is("<meta charset=nonsense><meta charset=big5>"), "big5");
    EXPECT_EQ(is("<meta charset=big5 charset=koi8-r>"), "big5");
    EXPECT_EQ(is("<meta charset='koi8-r"), "koi8-r");
}

TEST(Charset, KnowsThatAMetaElementCannotBeUtf16) {
    EXPECT_EQ(found("<meta charset=utf-16>"), "utf-8");
    EXPECT_EQ(found("<meta charset=utf-16be>"), "utf-8");
    EXPECT_EQ(found("<meta charset=x-user-defined>"), "windows-1252");
}

TEST(Charset, ReadsXmlDeclarations) {
    EXPECT_EQ(found("<?xml version='1.0' encoding=\"koi8-r\"?><html>"), "koi8-r");
    EXPECT_EQ(found("<?xml version='1.0' encoding='koi8-r'?><html><meta charset=big5>"), "big5");
    EXPECT_EQ(found("<?xml version='1.0' encoding='utf-16'?>"), "utf-8");
    EXPECT_EQ(found("<\0?\0x\0m\0l\0"sv), "utf-16le");
    EXPECT_EQ(found("\0<\0?\0x\0m\0l"sv), "utf-16be");
}

TEST(Charset, KnowsLabels) {
    EXPECT_EQ(charset_name("latin1"), "windows-1252");
    EXPECT_EQ(charset_name(" \tUTF8\n"), "utf-8");
    EXPECT_EQ(charset_name("x-sjis"), "shift_jis");
    EXPECT_EQ(charset_name("GB2312"), "gb18030");
    EXPECT_EQ(charset_name("ks_c_5601-1987"), "euc-kr");
    EXPECT_EQ(charset_name("utf-8 utf8"), "");
    EXPECT_EQ(charset_name("utf-7"), "");
    EXPECT_EQ(charset_name(""), "");
}

TEST(Charset, ConvertsEveryEncoding) {
    for (const auto& sample : charset_samples())
        EXPECT_EQ(to_nfc(to_utf8(sample.bytes, sample.charset)), sample.utf8) << sample.charset;
}

TEST(Charset, DetectsWhatBytesTell) {
    for (const auto& sample : charset_samples()) {
        if (sample.is_detected) {
            EXPECT_EQ(found(sample.bytes), sample.charset);
        }
        EXPECT_EQ(found(sample.utf8), "utf-8") << sample.charset;
        EXPECT_EQ(found("<html><title>x</title><p>" + std::string(sample.utf8)), "utf-8");
    }
    EXPECT_EQ(found("plain"), "utf-8");
    EXPECT_EQ(found("caf\xE9 na\xEFve r\xE9sum\xE9"), "windows-1252");
    EXPECT_EQ(found("Gr\xC3\xB6\xC3"), "utf-8");  // cut off
    EXPECT_EQ(find_charset("caf\xE9", "").source, CharsetSource::fallback);
}

TEST(Charset, FollowsTheStandardWhereTablesHaveHoles) {
    EXPECT_EQ(to_utf8("\x80\x81\x9D", "windows-1252"), "\xE2\x82\xAC\xC2\x81\xC2\x9D");
    EXPECT_EQ(to_utf8("\xAA", "windows-1253"), "\xEF\xBF\xBD");
    EXPECT_EQ(to_utf8("\x80", "gb18030"), "\xE2\x82\xAC");
    EXPECT_EQ(to_utf8("\x81\x30\x81\x30", "gb18030"), "\xC2\x80");
    EXPECT_EQ(to_utf8("a\x80", "x-user-defined"), "a\xEF\x9E\x80");
    EXPECT_EQ(to_utf8("\xB1\xB2", "shift_jis"), "\xEF\xBD\xB1\xEF\xBD\xB2");
    EXPECT_EQ(to_utf8("\x87\x40", "shift_jis"), "\xE2\x91\xA0");  // NEC's circled one
    EXPECT_EQ(to_utf8("\x1b(I1\x1b(B!", "iso-2022-jp"), "\xEF\xBD\xB1!");
}

TEST(Charset, ReplacesWhatIsInvalidAndGoesOn) {
    EXPECT_EQ(to_utf8("a\xE3\x81", "utf-8"), "a\xEF\xBF\xBD");
    EXPECT_EQ(to_utf8("\xED\xA0\x80", "utf-8"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(to_utf8("\xF0\x9F\x98"
                      "a\xC0\x80",
                      "utf-8"),
              "\xEF\xBF\xBD"
              "a\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(to_utf8("a\0b"sv, "utf-8"),
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(to_utf8("\x00\xD8"
                      "a\0b\0"sv,
                      "utf-16le"),
              "\xEF\xBF\xBD"
              "ab");
    EXPECT_EQ(to_utf8("a\0b"sv, "utf-16le"), "a\xEF\xBF\xBD");
    EXPECT_EQ(to_utf8("\x82<b>", "shift_jis"), "\xEF\xBF\xBD<b>");
    EXPECT_EQ(to_utf8("\xB0<b>\xB0", "euc-kr"), "\xEF\xBF\xBD<b>\xEF\xBF\xBD");
    EXPECT_EQ(to_utf8("\xEF\xBB\xBF\xEF\xBB\xBFx", "utf-8"), "\xEF\xBB\xBFx");
}

TEST(Charset, GivesValidUtf8ForAnyBytes) {
    std::string bytes;
    std::uint32_t state = 1;
    for (int i = 0; i < 20'000; ++i) {
        state = state * 1664525U + 1013904223U;
        bytes += static_cast<char>(state >> 24);
    }
    for (const auto& sample : charset_samples()) {
        const auto text = to_utf8(bytes, sample.charset);
        EXPECT_TRUE(is_utf8(text)) << sample.charset;
        EXPECT_EQ(text.find('\0'), std::string::npos);
        EXPECT_TRUE(is_utf8(to_nfc(text)));
        std::size_t removed = 0;
        EXPECT_TRUE(is_utf8(without_invisible(text, removed)));
    }
    EXPECT_TRUE(is_utf8(to_utf8(bytes, "no-such")));
    EXPECT_FALSE(found(bytes).empty());
}

TEST(Charset, ComposesCharacters) {
    EXPECT_EQ(to_nfc("e\xCC\x81 \xE1\x84\x80\xE1\x85\xA1"), "\xC3\xA9 \xEA\xB0\x80");
    EXPECT_EQ(to_nfc(""), "");
}

TEST(Charset, RemovesWhatNobodySees) {
    const auto seen = [](std::string_view text) {
        std::size_t removed = 0;
        return without_invisible(text, removed);
    };
    EXPECT_EQ(seen("ig\xE2\x80\x8Bno\xC2\xADre\xE2\x80\x8D \xE2\x80\xAE"
                   "x\xE2\x81\xA0\xEF\xBB\xBF"),
              "ignore x");
    EXPECT_EQ(seen("\xD9\x85\xE2\x80\x8C\xD9\x86"), "\xD9\x85\xE2\x80\x8C\xD9\x86");  // Persian
    EXPECT_EQ(seen("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB"), "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB");
    EXPECT_EQ(seen("\xE2\x9D\xA4\xEF\xB8\x8F"), "\xE2\x9D\xA4\xEF\xB8\x8F");          // red heart
    EXPECT_EQ(seen("\xE8\x91\x9B\xF3\xA0\x84\x80"), "\xE8\x91\x9B\xF3\xA0\x84\x80");  // form of a Han character
}

TEST(Charset, CountsCharactersThatHideText) {
    std::size_t removed = 0;
    EXPECT_EQ(without_invisible("a\xF3\xA0\x81\xA9\xF3\xA0\x81\xA7z\xF3\xA0\x84\x92", removed), "az");
    EXPECT_EQ(removed, 3U);
    removed = 0;
    // The flag of Wales is written with tags, which hide nothing.
    EXPECT_EQ(without_invisible("\xF0\x9F\x8F\xB4\xF3\xA0\x81\xA7\xF3\xA0\x81\xA2\xF3\xA0\x81\xBF", removed),
              "\xF0\x9F\x8F\xB4");
    EXPECT_EQ(removed, 0U);
}

TEST(Charset, TakesLinearTime) {
    constexpr std::size_t kMany = 500'000;  // four times as much takes the thread sanitizer eight minutes
    for (const std::string_view part : {"<", "<!--", "<meta ", "<a '", "\x1b", "\xE3\x81", "\xCC\x81", "charset "}) {
        std::string bytes;
        while (bytes.size() < kMany) bytes += part;
        const auto charset = find_charset(bytes, bytes.substr(0, 10'000));
        EXPECT_TRUE(is_utf8(to_utf8(bytes, charset.name)));
    }
}

}  // namespace
}  // namespace winnow::extract
