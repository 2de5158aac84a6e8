#include <set>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files/files.h"
#include "json/value.h"
#include "made_report.h"
#include "parsed_markup.h"
#include "publish/publisher.h"
#include "publish/terminal.h"
#include "text/digest.h"
#include "text/utf8.h"

namespace winnow {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// The records of a CSV text, read as RFC 4180 says; a fault in the quoting gives a record "fault".
std::vector<std::vector<std::string>> parsed_csv(const std::string& text) {
    std::vector<std::vector<std::string>> records{{""}};
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto& cell = records.back().back();
        if (quoted) {
            if (text[i] != '"')
                cell += text[i];
            else if (text.substr(i + 1, 1) == "\"")
                cell += text[++i];
            else
                quoted = false;
        } else if (text[i] == '"') {
            if (!cell.empty()) return {{"fault"}};
            quoted = true;
        } else if (text[i] == ',') {
            records.back().emplace_back();
        } else if (text.substr(i, 2) == "\r\n") {
            ++i;
            records.push_back({""});
        } else {
            cell += text[i];
        }
    }
    records.pop_back();
    return records;
}

TEST(Csv, HasOneRecordPerEntryAndTheSameCellsInEach) {
    for (const auto& report : {made_report(), empty_report(), hostile_report()}) {
        const auto records = parsed_csv(to_csv(report));
        ASSERT_EQ(records.size(), report.results.size() + report.gone.size() + 1);
        for (const auto& record : records) EXPECT_EQ(record.size(), records[0].size());
    }
}

TEST(Csv, PutsEachScoreUnderItsCriterion) {
    auto report = made_report();
    auto& scores = report.results[1].assessment.scores;
    std::swap(scores[0], scores[1]);
    scores.erase(scores.begin() + 2);
    const auto records = parsed_csv(to_csv(report));
    const auto column = std::ranges::find(records[0], "score_technical_accuracy") - records[0].begin();
    EXPECT_EQ(records[2][static_cast<std::size_t>(column)], "7.0");
    EXPECT_EQ(records[2][static_cast<std::size_t>(column) + 1], "8.0");
    EXPECT_EQ(records[2][static_cast<std::size_t>(column) + 2], "");
}

TEST(Csv, NoCellIsAFormula) {
    auto report = made_report();
    report.results[0].title = "=HYPERLINK(\"http://e.org\")";
    report.results[0].authors = {"+cmd"};
    report.results[0].assessment.tags = {"@x"};
    for (const auto& record : parsed_csv(to_csv(report)))
        for (const auto& cell : record)
            EXPECT_FALSE(!cell.empty() && std::string("=+-@\t\r").contains(cell[0])) << cell;
}

/// What RFC 4287 demands of a feed and its entries.
void expect_atom(const Report& report) {
    const auto elements = parsed_xml(to_atom(report));
    ASSERT_FALSE(elements.empty()) << "not well-formed";
    EXPECT_EQ(elements[0].name, "feed");
    const auto count = [&](std::string_view name, std::string_view parent) {
        return std::ranges::count_if(elements, [&](const auto& e) { return e.name == name && e.parent == parent; });
    };
    const auto entries = static_cast<std::ptrdiff_t>(report.results.size());
    EXPECT_EQ(count("entry", "feed"), entries);
    for (const auto* name : {"id", "title", "updated"}) {
        EXPECT_EQ(count(name, "feed"), 1) << name;
        EXPECT_EQ(count(name, "entry"), entries) << name;
    }
    EXPECT_EQ(count("author", "feed"), 1);
    std::set<std::string> ids;
    for (const auto& element : elements) {
        if (element.name == "id") {
            EXPECT_TRUE(ids.insert(element.text).second);
        }
        if (element.name == "updated" || element.name == "published") {
            EXPECT_TRUE(parse_rfc3339(element.text));
        }
        if (element.name == "name") {
            EXPECT_THAT(element.text, Not(IsEmpty()));
        }
        if (element.name == "link") {
            EXPECT_TRUE(element.attributes.at("href").starts_with("https://"));
        }
        if (element.name == "category") {
            EXPECT_THAT(element.attributes.at("term"), Not(IsEmpty()));
        }
    }
}

TEST(Atom, IsAFeedAsTheStandardSays) {
    for (const auto& report : {made_report(), empty_report(), hostile_report(), Report{}}) expect_atom(report);
}

TEST(Atom, KeepsItsNameForAQuestion) {
    auto later = made_report();
    later.run_id = "another";
    later.started += std::chrono::hours{24};
    auto other = made_report();
    other.query = "日本";
    const auto id = [](const Report& report) { return named(parsed_xml(to_atom(report)), "id")[0].text; };
    EXPECT_EQ(id(made_report()), id(later));
    EXPECT_NE(id(made_report()), id(other));
    EXPECT_THAT(id(other),
                testing::MatchesRegex("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
}

TEST(Atom, ContentIsHtmlWithoutForeignMarkup) {
    const auto content = named(parsed_xml(to_atom(hostile_report())), "content");
    ASSERT_EQ(content.size(), 1U);
    EXPECT_EQ(content[0].attributes.at("type"), "html");
    const auto inner = parsed_html(content[0].text);
    EXPECT_FALSE(named(inner, "p").empty());
    EXPECT_TRUE(named(inner, "script").empty());
    EXPECT_TRUE(named(inner, "img").empty());
}

TEST(JsonFeed, IsAFeedAsVersion11Says) {
    for (const auto& report : {made_report(), empty_report(), hostile_report()}) {
        const auto feed = json::parse(to_json_feed(report));
        ASSERT_TRUE(feed);
        EXPECT_EQ((*feed)["version"].as_string(), "https://jsonfeed.org/version/1.1");
        EXPECT_FALSE((*feed)["title"].as_string().empty());
        ASSERT_EQ((*feed)["items"].items().size(), report.results.size());
        for (const auto& item : (*feed)["items"].items()) {
            EXPECT_TRUE(item["id"].as_string().starts_with("https://"));
            EXPECT_TRUE(item["content_html"].is_string());
            EXPECT_TRUE(item["_winnow"].is_object());
            if (item.contains("date_published")) {
                EXPECT_TRUE(parse_rfc3339(item["date_published"].as_string()));
            }
            for (const auto& author : item["authors"].items()) EXPECT_FALSE(author["name"].as_string().empty());
        }
    }
}

TEST(Html, HoldsNoForeignMarkup) {
    const auto elements = parsed_html(to_html(hostile_report()));
    EXPECT_EQ(named(elements, "script").size(), 1U);
    EXPECT_EQ(named(elements, "style").size(), 1U);
    EXPECT_EQ(named(elements, "title").size(), 1U);
    EXPECT_TRUE(named(elements, "img").empty());
    for (const auto& element : elements)
        for (const auto& [name, value] : element.attributes) {
            EXPECT_FALSE(name.starts_with("on")) << element.name << " " << name;
            EXPECT_NE(name, "style") << element.name;
            EXPECT_NE(name, "src") << element.name;
            if (name == "href" && element.name == "a") {
                EXPECT_TRUE(value.starts_with("https://") || value == "#list") << value;
            }
        }
}

TEST(Html, HasNoMarksThatTurnTheDirection) {
    const auto page = to_html(hostile_report());
    EXPECT_THAT(page, Not(HasSubstr("\u202E")));
    EXPECT_TRUE(text::is_valid_utf8(page));
}

TEST(Html, AllowsNothingButItsOwnStyleAndScript) {
    const auto elements = parsed_html(to_html(made_report()));
    std::string policy;
    for (const auto& meta : named(elements, "meta"))
        if (const auto found = meta.attributes.find("http-equiv"); found != meta.attributes.end())
            policy = meta.attributes.at("content");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_THAT(policy, HasSubstr("style-src 'sha256-" + text::sha256_base64(named(elements, "style")[0].text) + "'"));
    EXPECT_THAT(policy,
                HasSubstr("script-src 'sha256-" + text::sha256_base64(named(elements, "script")[0].text) + "'"));
    for (const auto& link : named(elements, "link")) EXPECT_TRUE(link.attributes.at("href").starts_with("data:"));
}

TEST(Html, NamesEachThingOnce) {
    std::set<std::string> ids;
    const auto elements = parsed_html(to_html(made_report()));
    for (const auto& element : elements)
        if (const auto id = element.attributes.find("id"); id != element.attributes.end()) {
            EXPECT_TRUE(ids.insert(id->second).second) << id->second;
        }
    for (const auto& element : elements)
        if (const auto label = element.attributes.find("aria-labelledby"); label != element.attributes.end()) {
            EXPECT_TRUE(ids.contains(label->second)) << label->second;
        }
}

TEST(Html, GivesEveryPictureWordsOrHidesIt) {
    for (const auto& svg : named(parsed_html(to_html(made_report())), "svg")) {
        const auto& attributes = svg.attributes;
        EXPECT_TRUE(attributes.contains("aria-label") || attributes.contains("aria-hidden"));
    }
}

TEST(Html, SaysWhyThereIsNothing) {
    const auto page = to_html(empty_report());
    EXPECT_THAT(page, HasSubstr("Nothing to read this time"));
    EXPECT_THAT(page, HasSubstr(empty_report().explanation));
}

TEST(Html, ShowsAnAddressThatIsNoneAsText) {
    auto report = made_report();
    report.results[0].url = Url();
    EXPECT_TRUE(std::ranges::none_of(named(parsed_html(to_html(report)), "a"),
                                     [](const auto& link) { return link.attributes.at("href").empty(); }));
}

TEST(Markdown, AnAddressCannotEndItsLink) {
    auto report = made_report();
    report.results[0].url = url("https://example.org/a)(b?q=`x`\\");
    EXPECT_THAT(to_markdown(report), HasSubstr("](https://example.org/a%29%28b?q=%60x%60%5C)\n"));
}

TEST(Terminal, KeepsWithinItsWidth) {
    for (const std::size_t width : {40U, 80U, 100U}) {
        const auto list = terminal_list(made_report(), {.width = width});
        for (std::size_t at = 0; at < list.size();) {
            const auto end = list.find('\n', at);
            const auto line = list.substr(at, end - at);
            std::size_t characters = 0;
            for (const char c : line) characters += (c & 0xC0) != 0x80 ? 1 : 0;
            if (!line.contains("https://")) {
                EXPECT_LE(characters, width) << line;
            }
            at = end + 1;
        }
    }
}

TEST(Terminal, SendsNoSequenceUnlessAskedForColour) {
    for (const auto& report : {made_report(), hostile_report()})
        EXPECT_THAT(terminal_list(report, {}), Not(HasSubstr("\x1b")));
    EXPECT_THAT(terminal_list(made_report(), {.colour = true}), HasSubstr("\x1b[32m"));
}

TEST(Terminal, SaysWhyThereIsNothing) {
    EXPECT_THAT(terminal_list(empty_report(), {}), HasSubstr("Nothing to read this time.\nNone of 8 URLs"));
}

TEST(Terminal, ShowsAnAssessmentWithReasonsAndQuotes) {
    Evaluated item;
    item.candidate.url = url("https://example.org/");
    item.candidate.title = "A title";
    item.state = UrlState::judged;
    item.assessment = made_report().results[0].assessment;
    const auto shown = terminal_assessment(item, default_rubric(), {});
    EXPECT_THAT(shown, HasSubstr("A title\nhttps://example.org/\n"));
    EXPECT_THAT(shown, HasSubstr("████████▌·  8.5  Technical accuracy  weight 30\u00A0%\n"));
    EXPECT_THAT(shown, HasSubstr("\u201CA Staff engineer is not simply a faster Senior engineer.\u201D"));
}

TEST(Terminal, SaysWhyThereIsNoScore) {
    Evaluated item;
    item.candidate.url = url("https://example.org/");
    item.state = UrlState::too_short;
    item.reason = "48 words, fewer than 150";
    EXPECT_THAT(terminal_assessment(item, default_rubric(), {}), HasSubstr("No score: Too short.\n48 words"));
}

class FolderTest : public testing::Test {
protected:
    FolderTest() : folder_(*files::TemporaryFolder::create(std::filesystem::temp_directory_path(), "publish")) {}
    files::TemporaryFolder folder_;
    std::unique_ptr<Publisher> publisher_ = make_publisher();
};

TEST_F(FolderTest, WritesEveryFormIntoAFolderThatItMakes) {
    const auto done = publisher_->publish(made_report(), {.folder = folder_.path() / "a/b", .formats = {}});
    ASSERT_TRUE(done) << done.error().message();
    std::vector<std::string> names;
    for (const auto& file : done->files) {
        names.push_back(file.filename());
        EXPECT_GT(std::filesystem::file_size(file), 100U);
    }
    EXPECT_THAT(names, testing::ElementsAre("results.json", "report.md", "report.html", "results.csv", "feed.xml",
                                            "feed.json"));
}

TEST_F(FolderTest, WritesTheFormsAskedForInTheirOrder) {
    const auto done = publisher_->publish(made_report(), {.folder = folder_.path(), .formats = {"csv", "json", "csv"}});
    ASSERT_TRUE(done);
    EXPECT_THAT(done->files, testing::ElementsAre(folder_.path() / "results.csv", folder_.path() / "results.json"));
}

TEST_F(FolderTest, RemovesWhatAKilledProcessLeftOfTheSameForm) {
    const auto left = folder_.path() / ".report.html.4UYSLX";
    const auto other = folder_.path() / ".mine";
    ASSERT_TRUE(files::write_file_atomically(left, "half"));
    ASSERT_TRUE(files::write_file_atomically(other, "kept"));
    ASSERT_TRUE(publisher_->publish(made_report(), {.folder = folder_.path(), .formats = {"html"}}));
    EXPECT_FALSE(std::filesystem::exists(left));
    EXPECT_TRUE(std::filesystem::exists(other));
}

TEST_F(FolderTest, RefusesAFormThatThereIsNotAndWritesNothing) {
    const auto done = publisher_->publish(made_report(), {.folder = folder_.path(), .formats = {"json", "pdf"}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind(), ErrorKind::invalid_argument);
    EXPECT_THAT(done.error().message(), HasSubstr("'pdf'"));
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(FolderTest, NamesAFolderThatCannotBeMade) {
    ASSERT_TRUE(files::write_file_atomically(folder_.path() / "file", "x"));
    const auto done = publisher_->publish(made_report(), {.folder = folder_.path() / "file/below", .formats = {}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind(), ErrorKind::storage);
    EXPECT_THAT(done.error().message(), HasSubstr("file"));
}

Report report_from_two_sides() {
    auto report = made_report();
    report.results.resize(1);
    auto& assessment = report.results[0].assessment;
    assessment.perspectives = {{.name = "engineering_manager", .overall = 8.2, .verdict = "Read it <b>now</b>."},
                               {.name = "staff_engineer", .overall = 5.1, .verdict = ""}};
    assessment.insights = {"They disagree by 3.1 points."};
    return report;
}

TEST(Perspectives, StandInThePageWithTheirScores) {
    const auto page = to_html(report_from_two_sides());
    EXPECT_THAT(page, testing::HasSubstr("<b>Engineering manager 8.2</b> <bdi>Read it &lt;b&gt;now&lt;/b&gt;.</bdi>"));
    EXPECT_THAT(page, testing::HasSubstr("They disagree by 3.1 points."));
    EXPECT_THAT(to_html(made_report()), testing::Not(testing::HasSubstr("Points of view")));
}

TEST(Perspectives, StandInMarkdownWithTheirScores) {
    const auto text = to_markdown(report_from_two_sides());
    EXPECT_THAT(text, testing::HasSubstr("- **Engineering manager 8.2** Read it"));
    EXPECT_THAT(text, testing::HasSubstr("They disagree by 3.1 points."));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("<b>now")));
}

}  // namespace
}  // namespace winnow
