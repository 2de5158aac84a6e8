#include "discover/lists/lists.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files/files.h"
#include "sources.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kAwesome = R"(# Awesome things

[![badge](https://badge.example/x.svg)](https://badge.example) A [paragraph](https://paragraph.example/) is no entry.

- [Contents](#contents)

## Incident reviews
* [Postmortem *culture*](https://a.org/culture "title") - How to learn &amp; not to blame. [Mirror](https://mirror.example/).
* [Relative](docs/x.md) - In the repository.
  * [Nested](https://a.org/nested)
* No link at all

| Name | About |
|---|---|
| [Row](https://a.org/row) | queues |
)";

std::vector<std::string> urls_in(const std::vector<ListEntry>& entries) {
    std::vector<std::string> urls;
    for (const auto& entry : entries) urls.push_back(entry.url.href());
    return urls;
}

TEST(MarkdownList, HasAnEntryForEachItemWithALink) {
    const auto entries = read_markdown_list(kAwesome, *Url::parse("https://raw.example/o/r/HEAD/README.md"));
    EXPECT_THAT(urls_in(entries), ElementsAre("https://a.org/culture", "https://raw.example/o/r/HEAD/docs/x.md",
                                              "https://a.org/nested", "https://a.org/row"));
    EXPECT_EQ(entries[0].title, "Postmortem culture");
    EXPECT_EQ(entries[0].about, "Incident reviews - How to learn & not to blame. Mirror.");
}

TEST(MarkdownList, RelativeLinksOfAFileLeadNowhere) {
    EXPECT_EQ(read_markdown_list(kAwesome, Url()).size(), 3U);
}

TEST(MarkdownList, NonsenseHasNoEntries) {
    EXPECT_TRUE(read_markdown_list("", Url()).empty());
    EXPECT_TRUE(read_markdown_list(std::string("* [a](\0http://x)", 16), Url()).empty());
    EXPECT_TRUE(read_markdown_list(std::string(100'000, '['), Url()).empty());
}

class ListTest : public testing::Test {
protected:
    ListTest() : folder_(*files::TemporaryFolder::create(std::filesystem::temp_directory_path(), "lists")) {}
    std::string file(const std::string& name, std::string_view text) {
        const auto path = folder_.path() / name;
        EXPECT_TRUE(files::write_file_atomically(path, text));
        return path.string();
    }
    files::TemporaryFolder folder_;
    SourceFixture web_;
};

TEST_F(ListTest, ReadsBooksFromYamlAndPutsWhatFitsTheQuestionFirst) {
    ListOptions options;
    options.files = {file("books.yaml",
                          "items:\n- url: https://a.org/1\n  title: Databases\n"
                          "- url: https://a.org/2\n  title: A book\n  note: about blameless postmortems\n")};
    const auto found = need(make_list_source(options, web_.context("list")))->discover(query("a postmortem"), {});
    EXPECT_EQ(urls_of(found), "https://a.org/2\nhttps://a.org/1");
    EXPECT_EQ(found->candidates.front().title, "A book");
}

TEST_F(ListTest, SaysWhatIsWrongWithAFileAndWhere) {
    const auto problem = [&](const std::string& name, std::string_view text) {
        return make_list_source({.files = {file(name, text)}, .urls = {}}, web_.context("list")).error().message();
    };
    EXPECT_THAT(problem("a.yaml", "items:\n- title: Databases\n"), HasSubstr("url: is missing"));
    EXPECT_THAT(problem("b.yaml", "items:\n- url: nonsense\n"), HasSubstr("b.yaml:2"));
    EXPECT_THAT(problem("c.yaml", "books: []\n"), HasSubstr("unknown key"));
    EXPECT_THAT(problem("d.txt", "x"), HasSubstr("ends in"));
    EXPECT_THAT(problem("e.md", "no links"), HasSubstr("without a list"));
    EXPECT_FALSE(make_list_source({.files = {"/nowhere.md"}, .urls = {}}, web_.context("list")));
}

TEST_F(ListTest, ARepositoryStandsForItsReadmeHoweverItIsSpelled) {
    web_.http.answer("https://raw.githubusercontent.com/o/awesome/HEAD/README.md", 404)
        .answer("https://raw.githubusercontent.com/o/awesome/HEAD/readme.md", 200, "* [A](https://a.org/)")
        .answer("https://raw.githubusercontent.com/o/r/main/docs/list.md", 200, "<!DOCTYPE html><html><body>no")
        .answer("https://b.org/list.md", 200, "nothing");
    const auto source =
        need(make_list_source({.files = {},
                               .urls = {"https://github.com/o/awesome/",
                                        "https://github.com/o/r/blob/main/docs/list.md", "https://b.org/list.md"}},
                              web_.context("list")));
    const auto found = source->discover(query(), {});
    EXPECT_EQ(urls_of(found), "https://a.org/");
    EXPECT_THAT(found->warnings, ElementsAre(testing::AllOf(HasSubstr("2 of 3 lists failed"), HasSubstr("HTML"))));
}

TEST_F(ListTest, TheExampleInTheRepositoryIsRight) {
    EXPECT_GE(read_yaml_list(source_folder().string() + "/examples/reading-list.yaml")->size(), 5U);
}

}  // namespace
}  // namespace winnow
