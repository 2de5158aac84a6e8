#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/charset/charset.h"
#include "extract/formats/formats.h"
#include "unit/extract/formats/page_at.h"

namespace winnow::extract {
namespace {

using ::testing::HasSubstr;

Result<Document> try_read(std::string_view text, SubtitleForm form) {
    return read_subtitles(page_at("https://example.org/talks/scaling-teams.en.vtt"), text, form);
}

Document read(std::string_view text, SubtitleForm form = SubtitleForm::vtt) {
    auto document = try_read(text, form);
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    return document ? std::move(*document) : Document();
}

TEST(Subtitles, JoinsTheCuesOfAWebVtt) {
    const auto document = read(
        "WEBVTT - A talk\nLanguage: en\n\nNOTE not\nthis\n\nSTYLE\n::cue {}\n\nid 1\n00:01.000 --> 00:03.000 "
        "align:start\n"
        "Hello <i>every</i>one,\nwelcome &amp; good\n\n00:03.000 --> 00:05.500\nmorning.\n\n01:02:03.000 --> "
        "01:02:04.000\nLater.\n");
    EXPECT_EQ(document.title, "A talk");
    EXPECT_EQ(document.language, "en");
    EXPECT_EQ(document.text, "Hello everyone, welcome & good morning.\nLater.");
    EXPECT_EQ(document.markdown, "[00:00:01] Hello everyone, welcome & good morning.\n\n[01:02:03] Later.");
}

TEST(Subtitles, DividesWhereAnotherSpeaks) {
    const auto document = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Lee>How are you?\n<v.loud Bob>Fine.\n\n00:02.000 --> 00:03.000\n<v "
        "Bob>And you?\n\n"
        "00:03.000 --> 00:04.000\n>> Well, thanks.\n");
    EXPECT_EQ(document.text, "Ann Lee: How are you?\nBob: Fine. And you?\nWell, thanks.");
    EXPECT_THAT(document.markdown, HasSubstr("[00:00:01] **Bob:** Fine. And you?"));
}

TEST(Subtitles, CountsLinesThatRollUpOnce) {
    const auto document = read(
        "WEBVTT\n\n00:00.000 --> 00:02.000\n \nhello<00:00:00.500><c> and</c> welcome\n\n"
        "00:02.000 --> 00:02.010\nhello and welcome\n \n\n00:02.010 --> 00:04.000\nhello and welcome\nto the<c> "
        "show</c>\n\n"
        "00:04.000 --> 00:04.010\nto the show\n \n\n00:04.010 --> 00:06.000\nto the show\nabout teams\n");
    EXPECT_EQ(document.text, "hello and welcome to the show about teams");
}

TEST(Subtitles, KeepsWhatIsReallySaidTwice) {
    const auto document = read(
        "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo.\n\n3\n00:00:03,000 --> "
        "00:00:04,000\nNever.\n\n"
        "4\n00:00:04,000 --> 00:00:05,000\nI said so.\n\n5\n00:00:05,000 --> 00:00:06,000\nYes.\n",
        SubtitleForm::srt);
    EXPECT_EQ(document.text, "No. No. Never. I said so. Yes.");
}

TEST(Subtitles, ReadsSubRipWithItsMarkup) {
    const auto document = read(
        "\xEF\xBB\xBF"
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<font color=\"red\">Hi</font> 3 < 4\r\n\r\n"
        "2\r\n00:00:02,000 --> 00:00:03,000\r\n[Music]\r\n\r\n3\r\n00:00:03,000 --> 00:00:04,000\r\n- Bye.\r\n",
        SubtitleForm::srt);
    EXPECT_EQ(document.text, "Hi 3 < 4\nBye.");
    EXPECT_EQ(document.title, "Scaling teams.en");
}

TEST(Subtitles, DividesLongSpeech) {
    std::string text;
    for (int i = 0; i < 12; ++i)
        text += "00:00:0" + std::to_string(i % 10) + ",000 --> 00:00:0" + std::to_string(i % 10) + ",900\nSentence " +
                std::to_string(i) + ".\n\n";
    EXPECT_EQ(std::ranges::count(read(text, SubtitleForm::srt).text, '\n'), 1);
}

TEST(Subtitles, ReadsTtml) {
    const auto document = read(
        "<?xml version='1.0'?><tt xmlns='http://www.w3.org/ns/ttml' xmlns:ttm='http://www.w3.org/ns/ttml#metadata' "
        "xmlns:ttp='http://www.w3.org/ns/ttml#parameter' xml:lang='de' ttp:frameRate='25' ttp:tickRate='1000'><head>"
        "<metadata><ttm:title>Ein Vortrag</ttm:title><ttm:agent "
        "xml:id='a'><ttm:name>Ann</ttm:name></ttm:agent></metadata></head>"
        "<body><div><p begin='1s' end='00:00:02:10'>Eins &amp;<br/>zwei\n drei.</p><p begin='10000t' dur='500ms' "
        "ttm:agent='a'>"
        "<span>Vier.</span></p></div></body></tt>",
        SubtitleForm::ttml);
    EXPECT_EQ(document.title, "Ein Vortrag");
    EXPECT_EQ(document.language, "de");
    EXPECT_EQ(document.text, "Eins & zwei drei.\nAnn: Vier.");
    EXPECT_THAT(document.markdown, HasSubstr("[00:00:10] **Ann:** Vier."));
}

TEST(Subtitles, ReadsTimedText) {
    const auto document = read(
        R"({"wireMagic":"pb3","events":[{"tStartMs":0,"dDurationMs":9000},{"tStartMs":120,"dDurationMs":4000,"segs":[{"utf8":"so"},
        {"utf8":" today","tOffsetMs":100}]},{"tStartMs":2000,"aAppend":1,"segs":[{"utf8":"\n"}]},
        {"tStartMs":2010,"dDurationMs":3000,"segs":[{"utf8":"we talk"}]},{"tStartMs":60000,"segs":[{"utf8":"again"}]}]})",
        SubtitleForm::youtube_json);
    EXPECT_EQ(document.text, "so today we talk\nagain");
    EXPECT_EQ(document.markdown, "[00:00:00] so today we talk\n\n[00:01:00] again");
}

TEST(Subtitles, RefusesWhatIsNotOfTheForm) {
    EXPECT_EQ(try_read("just text", SubtitleForm::vtt).error().kind(), ErrorKind::malformed);
    EXPECT_EQ(try_read("just text", SubtitleForm::srt).error().kind(), ErrorKind::malformed);
    EXPECT_EQ(try_read("<html/>", SubtitleForm::ttml).error().kind(), ErrorKind::malformed);
    EXPECT_EQ(try_read("", SubtitleForm::ttml).error().kind(), ErrorKind::malformed);
    EXPECT_EQ(try_read("{}", SubtitleForm::youtube_json).error().kind(), ErrorKind::malformed);
    EXPECT_EQ(try_read("{", SubtitleForm::youtube_json).error().kind(), ErrorKind::malformed);
}

TEST(Subtitles, ExpandsNoEntitiesOfATtml) {
    std::string text = "<!DOCTYPE tt [<!ENTITY a0 'aaaaaaaaaa'>";
    for (int i = 1; i < 12; ++i) {
        const auto before = "&a" + std::to_string(i - 1) + ";";
        text += "<!ENTITY a" + std::to_string(i) + " '" + repeated(before, 10) + "'>";
    }
    text += "<!ENTITY x SYSTEM 'file:///etc/passwd'>]><tt><body><p begin='1s'>x &a11; &x; y</p></body></tt>";
    const auto document = try_read(text, SubtitleForm::ttml);
    const auto found = document ? document->text : std::string();
    EXPECT_LE(found.size(), 200U);
    EXPECT_EQ(found.find("root:"), std::string::npos);
}

TEST(Subtitles, SurvivesWhatMustNotTakeLong) {
    constexpr std::size_t kMany = 50'000;
    const std::string inputs[] = {"WEBVTT\n\n" + repeated("00:01.000 --> 00:02.000\na\n\n", kMany),
                                  "WEBVTT\n\n" + repeated("-->\n", kMany),
                                  "WEBVTT\n\n00:01.000 --> 00:02.000\n" + repeated("<c", kMany),
                                  "WEBVTT\n\n00:01.000 --> 00:02.000\n" + repeated("<v a>b", kMany),
                                  "WEBVTT\n\n00:01.000 --> 00:02.000\n" + repeated("a. ", kMany),
                                  "WEBVTT" + repeated("\n", kMany),
                                  "WEBVTT\n\n" + repeated("9", kMany) + ":00.000 --> 00:02.000\na"};
    for (const auto& input : inputs) EXPECT_TRUE(is_utf8(read(input).text));
    EXPECT_TRUE(try_read("<tt>" + repeated("<p>", kMany), SubtitleForm::ttml).has_value());
    EXPECT_FALSE(try_read(repeated("[", kMany), SubtitleForm::youtube_json).has_value());
}

}  // namespace
}  // namespace winnow::extract
