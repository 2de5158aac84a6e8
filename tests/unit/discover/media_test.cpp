#include "discover/media/media.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.h"
#include "discover/media/transcript.h"
#include "sources.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kVideo = "abcdefghijk";
constexpr auto kWatch = "https://www.youtube.com/watch?v=abcdefghijk";
constexpr auto kPlayer = "POST https://www.youtube.com/youtubei/v1/player?key=AIza-key";
constexpr auto kCaptions = "https://www.youtube.com/api/timedtext?v=abcdefghijk&lang=en";
constexpr auto kPage = R"(<html><script>{"INNERTUBE_API_KEY":"AIza-key","x":1}</script>)";

http::Response answer(int status, std::string body) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

TEST(VideoOf, KnowsTheFormsOfAddresses) {
    const auto of = [](const char* url) { return video_of(*Url::parse(url)); };
    EXPECT_EQ(of(kWatch), kVideo);
    EXPECT_EQ(of("https://m.youtube.com/watch?app=m&v=abcdefghijk&t=3"), kVideo);
    EXPECT_EQ(of("https://youtu.be/abcdefghijk?si=x"), kVideo);
    EXPECT_EQ(of("https://www.youtube.com/shorts/abcdefghijk"), kVideo);
    EXPECT_EQ(of("https://www.youtube.com/embed/abcdefghijk"), kVideo);
    EXPECT_EQ(of("https://www.youtube.com/watch?v=short"), "");
    EXPECT_EQ(of("https://www.youtube.com/@channel"), "");
    EXPECT_EQ(of("https://notyoutube.com/watch?v=abcdefghijk"), "");
}

class TranscriptTest : public testing::Test {
protected:
    Result<std::string> read(std::vector<std::string> languages = {"en"}) {
        Api api(web_.context(), {.endpoint = "https://www.youtube.com"}, {});
        return Transcripts(api, "https://www.youtube.com", std::move(languages)).read(kVideo, {});
    }
    std::string problem() {
        const auto speech = read();
        return speech ? "none" : std::string(to_string(speech.error().kind())) + ": " + speech.error().message();
    }
    void player(const std::string& tracks) {
        web_.http.answer(kWatch, 200, kPage)
            .script(kPlayer,
                    answer(200, R"({"playabilityStatus":{"status":"OK"},"captions":{"playerCaptionsTracklistRenderer":
                {"captionTracks":[)" +
                                    tracks + "]}}}"));
    }
    SourceFixture web_;
};

TEST_F(TranscriptTest, PrefersPeopleToMachinesInTheLanguageWanted) {
    player(R"({"baseUrl":"https://www.youtube.com/api/timedtext?v=x&lang=fr","languageCode":"fr"},
              {"baseUrl":"https://www.youtube.com/api/timedtext?v=x&lang=en&kind=asr","languageCode":"en","kind":"asr"},
              {"baseUrl":"/api/timedtext?v=abcdefghijk&lang=en&fmt=srv3","languageCode":"en-GB"})");
    web_.http.answer(kCaptions, 200, R"(<?xml version="1.0"?><transcript><text start="0" dur="2">It&amp;#39;s a
        test</text><text start="2" dur="1">&amp;lt;b&amp;gt; of captions.</text><text/></transcript>)");
    const auto speech = read();
    ASSERT_TRUE(speech) << speech.error().message();
    EXPECT_EQ(*speech, "<p>It's a test &lt;b&gt; of captions.</p>\n");
}

TEST_F(TranscriptTest, SaysWhyThereIsNone) {
    player("");
    EXPECT_THAT(problem(), HasSubstr("not_found: the video has no captions"));
}

TEST_F(TranscriptTest, CaptionsForItsOwnPlayerAreNotToBeHad) {
    player(R"({"baseUrl":"https://www.youtube.com/api/timedtext?v=x&exp=xpe","languageCode":"en"})");
    EXPECT_THAT(problem(), HasSubstr("unsupported"));
}

TEST_F(TranscriptTest, EmptyCaptionsAreNone) {
    player(R"({"baseUrl":"/api/timedtext?v=abcdefghijk&lang=en","languageCode":"en"})");
    web_.http.answer(kCaptions, 200, "");
    EXPECT_THAT(problem(), HasSubstr("the captions are empty"));
}

TEST_F(TranscriptTest, KnowsTheWaysOfBeingTakenForARobot) {
    const std::vector<http::Response> pages{
        answer(429, "slow down"),
        answer(200, R"(<form action="https://consent.youtube.com/s" method="POST">)"),
        answer(200, R"(<div class="g-recaptcha"></div>)"),
        {.status = 302, .headers = {{"Location", "https://www.google.com/sorry/index?continue=x"}}, .body = {}}};
    for (const auto& page : pages) {
        SourceFixture web;
        web.http.answer(kWatch, page).answer("https://www.google.com/sorry/index?continue=x", 200, "unusual traffic");
        Api api(web.context(), {.endpoint = "https://www.youtube.com"}, {});
        const auto speech = Transcripts(api, "https://www.youtube.com", {}).read(kVideo, {});
        ASSERT_FALSE(speech);
        EXPECT_EQ(speech.error().kind(), ErrorKind::blocked) << speech.error().message();
    }
}

TEST_F(TranscriptTest, KnowsTheStatesOfAVideo) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {R"({"playabilityStatus":{"status":"LOGIN_REQUIRED","reason":"Sign in to confirm you're not a bot"}})",
         "blocked"},
        {R"({"playabilityStatus":{"status":"LOGIN_REQUIRED","reason":"This video may be inappropriate"}})",
         "forbidden"},
        {R"({"playabilityStatus":{"status":"UNPLAYABLE","reason":"Join this channel"}})", "forbidden: Join"},
        {R"({"playabilityStatus":{"status":"ERROR","reason":"Video unavailable"}})", "not_found: Video"},
        {"{}", "malformed"},
        {"<html>", "malformed"}};
    for (const auto& [body, expected] : cases) {
        SourceFixture web;
        web.http.answer(kWatch, 200, kPage).script(kPlayer, answer(200, body));
        Api api(web.context(), {.endpoint = "https://www.youtube.com"}, {});
        const auto speech = Transcripts(api, "https://www.youtube.com", {}).read(kVideo, {});
        ASSERT_FALSE(speech);
        EXPECT_THAT(std::string(to_string(speech.error().kind())) + ": " + speech.error().message(),
                    HasSubstr(expected));
    }
    web_.http.answer(kWatch, 200, "<html>no key here");
    EXPECT_THAT(problem(), HasSubstr("without the key of its player"));
}

class YoutubeTest : public testing::Test {
protected:
    std::unique_ptr<Source> source(YoutubeOptions options) {
        options.api.pause = {};
        return need(make_youtube_source(std::move(options), web_.context("youtube")));
    }
    SourceFixture web_;
};

TEST_F(YoutubeTest, AVideoIsItsTranscript) {
    YoutubeOptions options;
    options.urls = {"https://youtu.be/abcdefghijk A <talk>"};
    web_.http.answer(kWatch, 200, kPage)
        .script(kPlayer,
                answer(200, R"({"playabilityStatus":{"status":"OK"},"captions":{"playerCaptionsTracklistRenderer":
            {"captionTracks":[{"baseUrl":"/api/timedtext?v=abcdefghijk&lang=en","languageCode":"en"}]}}})"))
        .answer(kCaptions, 200, "<transcript><text>Hello.</text></transcript>");
    const auto found = source(options)->discover(query(), {});
    ASSERT_EQ(urls_of(found), kWatch);
    EXPECT_TRUE(found->candidates.front().inline_is_page);
    EXPECT_THAT(found->candidates.front().inline_html, HasSubstr("<p>Hello.</p>"));
    EXPECT_THAT(found->candidates.front().inline_html, HasSubstr("A &lt;talk"));
}

TEST_F(YoutubeTest, VideosWithoutATranscriptSayWhy) {
    YoutubeOptions options;
    options.transcripts = 1;
    options.urls = {kWatch, "https://youtu.be/00000000000"};
    web_.http.answer(kWatch, 200, kPage).script(kPlayer, answer(200, R"({"playabilityStatus":{"status":"OK"}})"));
    const auto found = source(options)->discover(query(), {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->candidates[0].unreadable, "no transcript: the video has no captions");
    EXPECT_EQ(found->candidates[1].unreadable, "no transcript: only the first 1 of a run get one");
}

TEST_F(YoutubeTest, ABlockedAddressIsNotTriedTwice) {
    YoutubeOptions options;
    options.urls = {kWatch, "https://youtu.be/00000000000"};
    web_.http.answer(kWatch, 429, "");
    const auto found = source(options)->discover(query(), {});
    ASSERT_TRUE(found);
    EXPECT_EQ(web_.http.requests.size(), 1U);
    EXPECT_THAT(found->candidates[1].unreadable, HasSubstr("robot"));
    EXPECT_THAT(found->warnings, ElementsAre(HasSubstr("robot")));
}

constexpr auto kSearch =
    "https://www.googleapis.com/youtube/v3/search?part=snippet&type=video&order=relevance&q=rust&maxResults=50&"
    "relevanceLanguage=en";

TEST_F(YoutubeTest, SearchesWithAKeyAndReadsChannels) {
    web_.variables["YOUTUBE_API_KEY"] = "yt-key-1";
    YoutubeOptions options;
    options.transcripts = 0;
    options.channels = {"UC1"};
    web_.http
        .answer(std::string(kSearch) + "&key=yt-key-1", 200,
                R"({"nextPageToken":"CDIQAA","items":[{"id":{"videoId":"aaaaaaaaaaa"},
                "snippet":{"title":"Rust &amp; you","publishedAt":"2024-01-02T03:04:05Z"}},{"id":{"channelId":"UCx"}}]})")
        .answer(std::string(kSearch) + "&pageToken=CDIQAA&key=yt-key-1", 200, R"({"items":[]})")
        .answer("https://www.youtube.com/feeds/videos.xml?channel_id=UC1", 200,
                R"(<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>New</title>
                <link rel="alternate" href="https://www.youtube.com/watch?v=bbbbbbbbbbb"/></entry></feed>)");
    const auto found = source(options)->discover(query("rust"), {});
    EXPECT_EQ(urls_of(found),
              "https://www.youtube.com/watch?v=bbbbbbbbbbb\nhttps://www.youtube.com/watch?v=aaaaaaaaaaa");
    EXPECT_EQ(found->candidates[1].title, "Rust & you");
}

TEST_F(YoutubeTest, ItsQuotaIsNoMatterOfWaiting) {
    web_.variables["YOUTUBE_API_KEY"] = "yt-key-1";
    const auto failing = [](const std::string& reason, const std::string& message) {
        return R"({"error":{"code":403,"message":")" + message + R"(","errors":[{"domain":"x","reason":")" + reason +
               "\"}]}}";
    };
    const auto address = std::string(kSearch) + "&key=yt-key-1";
    web_.http.answer(address, 403, failing("quotaExceeded", "you have exceeded your <a href=\\\"/q\\\">quota</a>."))
        .answer(address, 429, failing("rateLimitExceeded", "slow"))
        .answer(address, 400, failing("badRequest", "API key not valid: yt-key-1"))
        .answer(address, 200, R"({"items":)");
    EXPECT_THAT(urls_of(source({})->discover(query("rust"), {})), HasSubstr("quota_exhausted"));
    EXPECT_THAT(urls_of(source({})->discover(query("rust"), {})), HasSubstr("rate_limited"));
    const auto wrong = urls_of(source({})->discover(query("rust"), {}));
    EXPECT_THAT(wrong, HasSubstr("unauthorized"));
    EXPECT_THAT(wrong, testing::Not(HasSubstr("yt-key-1")));
    EXPECT_THAT(urls_of(source({})->discover(query("rust"), {})), HasSubstr("malformed"));
}

TEST_F(YoutubeTest, NeedsSomethingToAsk) {
    EXPECT_EQ(make_youtube_source({}, web_.context()).error().kind(), ErrorKind::unauthorized);
}

TEST(Medium, ReadsItsFeedsAndDropsWhatLedThere) {
    SourceFixture web;
    MediumOptions options;
    options.tags = {"rust"};
    options.publications = {"netflix-techblog"};
    options.authors = {"somebody"};
    const auto feed = [](const std::string& link) {
        return "<rss version='2.0'><channel><item><title>T</title><link>" + link + "</link></item></channel></rss>";
    };
    web.http
        .answer("https://medium.com/feed/netflix-techblog", 200,
                feed("https://netflixtechblog.com/a-1?source=rss----2615"))
        .answer("https://medium.com/feed/@somebody", 200, feed("https://medium.com/@somebody/b-2?source=rss-1"))
        .answer("https://medium.com/feed/tag/rust", 200,
                feed("https://medium.com/@somebody/b-2?source=rss------rust-5"));
    EXPECT_EQ(urls_of(need(make_medium_source(options, web.context("medium")))->discover(query(), {})),
              "https://netflixtechblog.com/a-1\nhttps://medium.com/@somebody/b-2");
}

TEST(Substack, ReadsFeedsOfNamesAndHosts) {
    SourceFixture web;
    SubstackOptions options;
    options.publications = {"tidyfirst", "refactoring.fm"};
    const std::string feed =
        "<rss "
        "version='2.0'><channel><item><title>T</title><link>https://refactoring.fm/p/x</link></item></channel></rss>";
    web.http.answer("https://tidyfirst.substack.com/feed", 503, "").answer("https://refactoring.fm/feed", 200, feed);
    const auto found = need(make_substack_source(options, web.context("substack")))->discover(query(), {});
    EXPECT_EQ(urls_of(found), "https://refactoring.fm/p/x");
    EXPECT_THAT(found->warnings, ElementsAre(HasSubstr("tidyfirst.substack.com")));
}

TEST(Substack, SearchesArchivesPageByPageAndMarksWhatMustBePaid) {
    SourceFixture web;
    SubstackOptions options;
    options.publications = {"refactoring.fm"};
    options.archive = true;
    options.api.pause = {};
    const auto archive = [](int offset) {
        return "https://refactoring.fm/api/v1/archive?sort=new&search=rust&offset=" + std::to_string(offset) +
               "&limit=12";
    };
    std::string first = "[";
    for (int i = 0; i < 12; ++i)
        first += (i == 0 ? "" : ",") + std::string(R"({"canonical_url":"https://refactoring.fm/p/)") +
                 std::to_string(i) + R"(","title":"T","audience":"everyone","post_date":"2024-01-02T03:04:05.000Z"})";
    web.http.answer(archive(0), 200, first + "]")
        .answer(archive(12), 200,
                R"([{"canonical_url":"https://refactoring.fm/p/paid","title":"P","audience":"only_paid"}])");
    const auto found = need(make_substack_source(options, web.context()))->discover(query("rust"), {});
    ASSERT_TRUE(found);
    ASSERT_EQ(found->candidates.size(), 13U);
    EXPECT_EQ(found->candidates[0].unreadable, "");
    EXPECT_EQ(found->candidates[12].unreadable, "for paying subscribers only");
    web.http.answer("https://refactoring.fm/api/v1/archive?sort=new&search=go&offset=0&limit=12", 429,
                    "Too Many Requests");
    EXPECT_THAT(urls_of(need(make_substack_source(options, web.context()))->discover(query("go"), {})),
                HasSubstr("rate_limited"));
}

TEST(MediaOptions, RefuseWhatMakesNoSense) {
    const auto problem = [](auto read, std::string_view text) {
        auto section = std::move(*config::parse(text, "winnow.yaml"));
        const auto options = read(section);
        return options ? std::string() : options.error().message();
    };
    EXPECT_THAT(problem(read_medium_options, "tags: ['a b']"), HasSubstr("tags"));
    EXPECT_EQ(problem(read_medium_options, "authors: ['@somebody']"), "");
    EXPECT_THAT(problem(read_substack_options, "publications: ['https://a.org/']"), HasSubstr("neither a host"));
    EXPECT_THAT(problem(read_youtube_options, "channels: ['https://x']"), HasSubstr("no id"));
}

}  // namespace
}  // namespace winnow
