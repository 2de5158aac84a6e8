#include "config/section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.h"
#include "sample.h"

namespace winnow::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string message_of(const Result<void>& result) {
    return result ? "no error" : result.error().message();
}

TEST(ConfigSection, KeepsTheDefaultsWhenThereIsNoFile) {
    auto section = empty({});
    const auto sample = read_sample(section);
    ASSERT_TRUE(sample);
    EXPECT_EQ(sample->workers, 8);
    EXPECT_EQ(sample->timeout, 20s);
}

TEST(ConfigSection, PrefersTheEnvironmentToTheFile) {
    auto section = *parse("workers: 3\nfetch:\n  delay: 2s\n", "c.yaml",
                          {{"WINNOW_WORKERS", "5"}, {"WINNOW_FETCH__DELAY", "7s"}, {"WINNOW_FETCH__RETRIES", "0"}});
    const auto sample = read_sample(section);
    ASSERT_TRUE(sample) << sample.error().message();
    EXPECT_EQ(sample->workers, 5);
    EXPECT_EQ(sample->fetch.delay, 7s);
    EXPECT_EQ(sample->fetch.retries, 0);
}

TEST(ConfigSection, ReadsListsFromTheEnvironmentDividedByCommas) {
    auto section = *parse("languages: [fr]\n", "c.yaml", {{"WINNOW_LANGUAGES", "en, de ,,"}});
    EXPECT_THAT(read_sample(section)->languages, ElementsAre("en", "de"));
}

TEST(ConfigSection, ReachesListElementsFromTheEnvironment) {
    auto section =
        *parse("sources:\n  - url: a\n  - url: b\n", "c.yaml", {{"WINNOW_SOURCES__1__URL", "https://b.org"}});
    const auto sample = read_sample(section);
    ASSERT_TRUE(sample) << sample.error().message();
    EXPECT_EQ(sample->sources[0].url, "a");
    EXPECT_EQ(sample->sources[1].url, "https://b.org");
}

TEST(ConfigSection, TakesAnEmptyVariableAsNotSet) {
    auto section = *parse("workers: 3\n", "c.yaml", {{"WINNOW_WORKERS", ""}});
    EXPECT_EQ(read_sample(section)->workers, 3);
    EXPECT_FALSE(empty({{"WINNOW_WORKERS", ""}}).has("workers"));
}

TEST(ConfigSection, NamesTheVariableThatIsWrong) {
    auto section = empty({{"WINNOW_FETCH__DELAY", "soon"}});
    EXPECT_THAT(read_sample(section).error().message(),
                HasSubstr("WINNOW_FETCH__DELAY: expected a duration such as \"20s\" or \"1h30m\", at least 100ms"));
}

TEST(ConfigSection, RefusesAVariableThatNoKeyAsksFor) {
    auto section = empty({{"WINNOW_FETCH__DELY", "1s"}, {"WINNOW_DATA", "/data"}});
    EXPECT_EQ(read_sample(section).error().message(),
              "WINNOW_FETCH__DELY: no key of the configuration has this variable; did you mean WINNOW_FETCH__DELAY?");
}

TEST(ConfigSection, ReportsProblemsOfAPartInTheWhole) {
    auto section = *parse("fetch:\n  retries: x\n  extra: 1\n", "c.yaml");
    int retries = 0;
    section.child("fetch", "").field("retries", retries, "");
    EXPECT_EQ(message_of(section.finish()),
              "c.yaml:2: fetch.retries: expected a whole number, found \"x\"\n"
              "c.yaml:3: fetch.extra: unknown key; known here: retries");
}

TEST(ConfigSection, ReportsOnlyItsOwnProblemsInAPart) {
    auto section = *parse("other: 1\nfetch:\n  extra: 1\n", "c.yaml");
    auto fetch = section.child("fetch", "");
    EXPECT_EQ(message_of(fetch.finish()), "c.yaml:3: fetch.extra: unknown key");
}

TEST(ConfigSection, LetsTwoReadersShareAPart) {
    auto section = *parse("fetch: {retries: 1, delay: 2s}\n", "c.yaml");
    int retries = 0;
    std::chrono::milliseconds delay{};
    section.child("fetch", "").field("retries", retries, "");
    section.child("fetch", "").field("delay", delay, "");
    EXPECT_TRUE(section.finish());
    EXPECT_EQ(retries, 1);
    EXPECT_EQ(delay, 2s);
}

TEST(ConfigSection, ReportsAProblemOnceThoughTheKeyIsReadTwice) {
    auto section = *parse("retries: x\n", "c.yaml");
    int retries = 0;
    section.field("retries", retries, "");
    section.field("retries", retries, "");
    EXPECT_EQ(message_of(section.finish()), "c.yaml:1: retries: expected a whole number, found \"x\"");
}

TEST(ConfigSection, LeavesTheVariableAsItWasWhenTheValueIsWrong) {
    auto section = *parse("workers: 99\nlanguages: {a: b}\nkey: literal\n", "c.yaml");
    int workers = 7;
    std::vector<std::string> languages{"en"};
    SecretReference key{"env:KEY"};
    section.field("workers", workers, "", {.least = 1, .most = 64});
    section.field("languages", languages, "");
    section.field("key", key, "");
    EXPECT_FALSE(section.finish());
    EXPECT_EQ(workers, 7);
    EXPECT_THAT(languages, ElementsAre("en"));
    EXPECT_EQ(key.text, "env:KEY");
}

TEST(ConfigSection, NeverShowsASecretThatStandsInTheFileOrAVariable) {
    for (const auto* text : {"key: env:sk-123-hidden", "key: user:hidden", "key: [hidden]", "key: {hidden: 1}", ""}) {
        auto section = *parse(text, "c.yaml", {{*text ? "" : "WINNOW_KEY", "hidden"}});
        SecretReference key;
        section.field("key", key, "");
        const auto message = message_of(section.finish());
        EXPECT_THAT(message, HasSubstr("expected a reference such as env:NAME")) << text;
        EXPECT_THAT(message, Not(HasSubstr("hidden")));
    }
}

TEST(ConfigSection, KnowsWhetherAndWhereAKeyIsGiven) {
    auto section = *parse("a: 1\nb:\nc:\n  - d: 2\n", "c.yaml", {{"WINNOW_X__Y", "1"}, {"WINNOW_Z", "1"}});
    EXPECT_TRUE(section.has("a"));
    EXPECT_FALSE(section.has("b"));
    EXPECT_FALSE(section.has("missing"));
    EXPECT_TRUE(section.has("x"));
    EXPECT_EQ(section.where("a"), "c.yaml:1: a");
    EXPECT_EQ(section.where("z"), "WINNOW_Z");
    auto elements = section.children("c", "");
    EXPECT_EQ(elements[0].where("d"), "c.yaml:4: c[0].d");
    EXPECT_EQ(elements[0].where("missing"), "c.yaml:4: c[0].missing");
    EXPECT_EQ(empty({}).where("a"), "a");
}

TEST(ConfigSection, DoesNotAskWhatBelongsToABadChoice) {
    auto section = *parse("type: rsss\nurl: a\n", "c.yaml");
    std::string type;
    section.choice("type", type, {"rss", "sitemap"}, "");
    EXPECT_EQ(message_of(section.finish()),
              "c.yaml:1: type: expected one of rss, sitemap, found \"rsss\"; did you mean \"rss\"?");
}

TEST(ConfigSection, GivesEntriesInTheOrderOfTheFile) {
    auto section = *parse("profiles: {z: {retries: 1}, a: {}, m: }\n", "c.yaml");
    std::vector<std::string> names;
    for (auto& [name, profile] : section.entries("profiles", "")) names.push_back(name);
    EXPECT_THAT(names, ElementsAre("z", "a", "m"));
}

TEST(ConfigSection, CutsForeignTextsInMessagesShort) {
    auto section = *parse(
        "workers: \"" + std::string(10'000, 'x') + "\\n\\e[31m\"\n" + std::string(1'000, 'k') + ": 1\n", "c.yaml");
    int workers = 0;
    section.field("workers", workers, "");
    const auto message = message_of(section.finish());
    EXPECT_LT(message.size(), 400);
    EXPECT_THAT(message, Not(HasSubstr("\x1b")));
}

TEST(ConfigSection, CutsTextsThatAreNoUtf8) {
    auto section = *parse(std::string(1'000, '\x9b') + "i: 1\n", "c.yaml");
    EXPECT_LT(message_of(section.finish()).size(), 400);
}

TEST(ConfigSection, ListsAHundredProblemsAndCountsTheOthers) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "key" + std::to_string(i) + ": 1\n";
    auto section = *parse(text, "c.yaml");
    const auto message = message_of(section.finish());
    EXPECT_EQ(std::ranges::count(message, '\n'), 100);
    EXPECT_TRUE(message.ends_with("\nand 900 more"));
}

TEST(ConfigDescribe, TellsEveryFieldWithTypeDefaultAndDescription) {
    std::vector<FieldDescription> fields;
    auto section = describe(fields);
    ASSERT_TRUE(read_sample(section));
    std::string table;
    for (const auto& field : fields)
        table += field.path + " | " + field.type + " | " + field.default_value + " | " + field.description + "\n";
    EXPECT_EQ(table,
              "question | text | \"\" | What to look for.\n"
              "verbose | true or false | false | Whether to say more.\n"
              "workers | whole number, 1 to 64 | 8 | Threads.\n"
              "pages | whole number, at least 0 | 100 | How many.\n"
              "ratio | number, 0 to 1 | 0.5 | Of what.\n"
              "timeout | duration, at most 5m | 20s | Of all.\n"
              "limit | size | 1MB | Of a page.\n"
              "key | secret reference | \"\" | For the model.\n"
              "languages | list of texts | [] | To keep.\n"
              "mode | one of local, cloud | local | Where to run.\n"
              "headers | mapping of texts | {} | To send.\n"
              "fetch | mapping |  | How to fetch.\n"
              "fetch.delay | duration, at least 100ms | 1s | Between two requests.\n"
              "fetch.retries | whole number | 2 | How often to try again.\n"
              "sources | list of mappings | [] | Where to look.\n"
              "sources[].url | text | \"\" | Address.\n"
              "sources[].timeout | duration | 20s | Of one request.\n"
              "profiles | mapping with names of your own | {} | By name.\n"
              "profiles.<name>.delay | duration, at least 100ms | 1s | Between two requests.\n"
              "profiles.<name>.retries | whole number | 2 | How often to try again.\n");
}

}  // namespace
}  // namespace winnow::config
