#include <cmath>
#include <thread>

#include <gmock/gmock.h>

#include "index/sqlite_index.h"
#include "index_contract.h"
#include "qdrant/server.h"
#include "text/shingles.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST_P(IndexContract, KnowsNothingAtFirst) {
    EXPECT_THAT(found(words("anything")), IsEmpty());
    EXPECT_THAT(found(meaning(towards({1}))), IsEmpty());
    EXPECT_FALSE(index_->find({"00000000000000000000000000000000"}, {})->has_value());
    const auto stats = index_->stats({});
    ASSERT_TRUE(stats) << stats.error().message();
    EXPECT_EQ(stats->documents, 0);
    EXPECT_EQ(stats->passages, 0);
    EXPECT_TRUE(index_->verify({})->empty());
}

TEST_P(IndexContract, GivesBackWhatWasAdded) {
    auto document = made_document("a", {"One passage.", "Another with ünïcode 漢字."}, towards({1, 2}));
    document.score.reset();
    document.original = "https://example.net/first";
    document.tags = {"c++", "a \"quoted\" tag"};
    add({document});
    const auto back = index_->find(document.id, {});
    ASSERT_TRUE(back && *back);
    EXPECT_EQ((*back)->url, document.url);
    EXPECT_EQ((*back)->title, document.title);
    EXPECT_EQ((*back)->source, document.source);
    EXPECT_EQ((*back)->site, document.site);
    EXPECT_EQ((*back)->language, document.language);
    EXPECT_EQ((*back)->tags, document.tags);
    EXPECT_EQ((*back)->published, document.published);
    EXPECT_EQ((*back)->indexed, document.indexed);
    EXPECT_EQ((*back)->score, document.score);
    EXPECT_EQ((*back)->runs, document.runs);
    EXPECT_EQ((*back)->content_hash, document.content_hash);
    EXPECT_EQ((*back)->original, document.original);
    EXPECT_EQ((*back)->signature, document.signature);
    EXPECT_EQ((*back)->passages, document.passages);
    ASSERT_EQ((*back)->vectors.size(), 2u);
    for (std::size_t i = 0; i < kDimensions; ++i) EXPECT_NEAR((*back)->vectors[0][i], document.vectors[0][i], 0.01);
}

TEST_P(IndexContract, FindsByWordsOfBodyTitleAndHeadings) {
    auto titled = made_document("titled", {"Something else entirely."});
    titled.title = "Blameless postmortems";
    auto headed = made_document("headed", {"Nothing of interest."});
    headed.passages[0].headings = {"Postmortem culture"};
    add({titled, headed, made_document("body", {"We wrote a postmortem after the outage."}),
         made_document("other", {"Gardening in spring."})});
    EXPECT_THAT(found(words("postmortem")), UnorderedElementsAre("titled", "headed", "body"));
    EXPECT_THAT(found(words("the of and")), IsEmpty());
    EXPECT_THAT(found(words("\"postmortem\" OR NEAR( * gardening:")),
                UnorderedElementsAre("titled", "headed", "body", "other"));
}

TEST_P(IndexContract, FindsStemsTechnicalWordsAndScriptsWithoutBlanks) {
    add({made_document("cpp", {"Moving a codebase to C++ modules."}), made_document("c", {"Writing C for embedded."}),
         made_document("han", {"软件工程师的职业发展"})});
    EXPECT_THAT(found(words("codebases moved")), ElementsAre("cpp"));
    EXPECT_THAT(found(words("c++")), ElementsAre("cpp"));
    EXPECT_THAT(found(words("职业")), ElementsAre("han"));
}

TEST_P(IndexContract, OrdersByMeaning) {
    add({made_document("near", {"x"}, towards({1})), made_document("half", {"x"}, towards({1, 2})),
         made_document("far", {"x"}, towards({3}))});
    const auto hits = index_->search(meaning(towards({1})), {});
    ASSERT_TRUE(hits) << hits.error().message();
    EXPECT_THAT(names(hits), ElementsAre("near", "half"));
    EXPECT_NEAR(*hits->at(0).semantic, 1, 0.01);
    EXPECT_NEAR(*hits->at(1).semantic, std::sqrt(0.5), 0.01);
    EXPECT_FALSE(hits->at(0).lexical.has_value());
}

TEST_P(IndexContract, GroupsPassagesByDocumentTheBestFirst) {
    auto document = made_document("long", {"An aside.", "The rollback, rollback and rollback plan.", "A rollback."});
    add({document, made_document("short", {"One rollback among many other words that are not asked for at all."})});
    auto request = words("rollback");
    request.passages_per_document = 1;
    const auto hits = index_->search(request, {});
    ASSERT_TRUE(hits) << hits.error().message();
    ASSERT_EQ(names(hits).size(), 2u);
    ASSERT_EQ(hits->at(0).passages.size(), 1u);
    EXPECT_EQ(hits->at(0).document.url.path(), "/long");
    EXPECT_NE(hits->at(0).passages[0].passage.text.find("ollback"), std::string::npos);
    EXPECT_TRUE(hits->at(0).document.passages.empty());
    EXPECT_TRUE(hits->at(0).document.vectors.empty());
    EXPECT_TRUE(hits->at(0).document.signature.empty());
    request.limit = 1;
    EXPECT_EQ(found(request).size(), 1u);
}

TEST_P(IndexContract, Filters) {
    const auto day = [](int number) { return Timestamp{std::chrono::days{number}}; };
    auto a = made_document("a", {"migration"}, towards({1}));
    a.source = "hackernews";
    a.language = "en-GB";
    a.tags = {"databases", "Postgres", "Ökonomie"};
    a.score = 9;
    a.published = day(100);
    a.runs = {"r1", "r2"};
    auto b = made_document("b", {"migration"}, towards({1, 2}));
    b.source = "https://example.org/feed";
    b.language = "de";
    b.tags = {"databases"};
    b.score = 4;
    b.published = day(200);
    b.runs = {"r2"};
    auto c = made_document("c", {"migration"}, towards({1, 3}));
    c.published.reset();
    c.score.reset();
    c.language = "";
    c.tags.clear();
    c.runs.clear();
    add({a, b, c});
    const auto filtered = [&](const SearchFilter& filter) {
        auto by_words = words("migration");
        auto by_meaning = meaning(towards({1}));
        by_words.filter = by_meaning.filter = filter;
        auto one = found(by_words);
        auto other = found(by_meaning);
        std::ranges::sort(one);
        std::ranges::sort(other);
        EXPECT_EQ(one, other);
        return one;
    };
    EXPECT_THAT(filtered({}), ElementsAre("a", "b", "c"));
    EXPECT_THAT(filtered({.sources = {"hackernews", "nobody"}}), ElementsAre("a"));
    EXPECT_THAT(filtered({.sources = {"HackerNews"}}), ElementsAre("a"));
    EXPECT_THAT(filtered({.languages = {"en"}}), ElementsAre("a"));
    EXPECT_THAT(filtered({.languages = {"EN", "De"}}), ElementsAre("a", "b"));
    EXPECT_THAT(filtered({.languages = {"en-gb"}}), ElementsAre("a"));
    EXPECT_THAT(filtered({.languages = {"en-GB", "de"}}), ElementsAre("a", "b"));
    EXPECT_THAT(filtered({.tags = {"databases"}}), ElementsAre("a", "b"));
    EXPECT_THAT(filtered({.tags = {"Databases", "postgres"}}), ElementsAre("a"));
    EXPECT_THAT(filtered({.tags = {"POSTGRES", "ökonomie"}}), ElementsAre("a"));
    EXPECT_THAT(filtered({.tags = {"postgres", "elsewhere"}}), IsEmpty());
    EXPECT_THAT(filtered({.run = "r2"}), ElementsAre("a", "b"));
    EXPECT_THAT(filtered({.min_score = 5}), ElementsAre("a"));
    EXPECT_THAT(filtered({.published_from = day(100), .published_until = day(200)}), ElementsAre("a"));
    EXPECT_THAT(filtered({.published_from = day(101)}), ElementsAre("b"));
    EXPECT_THAT(filtered({.sources = {"nobody"}}), IsEmpty());
    auto like_a = meaning(towards({1}));
    like_a.without = a.id;
    EXPECT_THAT(found(like_a), UnorderedElementsAre("b", "c"));
}

TEST_P(IndexContract, AddingAgainReplacesAndJoinsRuns) {
    auto document = made_document("a", {"first words", "second passage", "third passage"}, towards({1}));
    add({document});
    add({document});
    document.passages = {{.number = 0, .offset = 0, .text = "fresh wording", .headings = {}, .tokens = 2}};
    document.vectors = {towards({2})};
    document.runs = {"run-2"};
    document.score = 3;
    add({document});
    EXPECT_THAT(found(words("first")), IsEmpty());
    EXPECT_THAT(found(words("passage")), IsEmpty());
    EXPECT_THAT(found(words("wording")), ElementsAre("a"));
    EXPECT_THAT(found(meaning(towards({1}))), IsEmpty());
    EXPECT_THAT(found(meaning(towards({2}))), ElementsAre("a"));
    const auto back = index_->find(document.id, {});
    ASSERT_TRUE(back && *back);
    EXPECT_THAT((*back)->runs, ElementsAre("run-1", "run-2"));
    EXPECT_EQ((*back)->score, 3);
    EXPECT_EQ((*back)->passages.size(), 1u);
    EXPECT_EQ(index_->stats({})->documents, 1);
    EXPECT_EQ(index_->stats({})->passages, 1);
    EXPECT_TRUE(index_->verify({})->empty());
}

TEST_P(IndexContract, RemovesAndClears) {
    const auto a = made_document("a", {"alpha words"}, towards({1}));
    const auto b = made_document("b", {"beta words"}, towards({1}));
    add({a, b});
    EXPECT_THAT(found(meaning(towards({1}))), ElementsAre("a", "b"));
    const std::vector ids{a.id, DocumentId{"ffffffffffffffffffffffffffffffff"}};
    ASSERT_TRUE(index_->remove(ids, {}));
    EXPECT_THAT(found(words("words")), ElementsAre("b"));
    EXPECT_THAT(found(meaning(towards({1}))), ElementsAre("b"));
    EXPECT_FALSE(index_->find(a.id, {})->has_value());
    ASSERT_TRUE(index_->clear({}));
    EXPECT_THAT(found(words("words")), IsEmpty());
    EXPECT_EQ(index_->stats({})->documents, 0);
    add({a});
    EXPECT_THAT(found(words("words")), ElementsAre("a"));
}

TEST_P(IndexContract, VisitsAllInTheOrderOfIds) {
    std::vector<IndexedDocument> documents;
    for (int i = 0; i < 30; ++i) documents.push_back(made_document("d" + std::to_string(i), {"text"}, towards({1})));
    add(documents);
    std::vector<std::string> ids;
    const auto visited = index_->for_each(
        [&](const IndexedDocument& document) {
            ids.push_back(document.id.value);
            EXPECT_EQ(document.passages.size(), 1u);
            EXPECT_EQ(document.vectors.size(), 1u);
            EXPECT_EQ(document.signature.size(), text::kSignatureSize);
            return ids.size() < 25;
        },
        {});
    ASSERT_TRUE(visited) << visited.error().message();
    EXPECT_EQ(ids.size(), 25u);
    EXPECT_TRUE(std::ranges::is_sorted(ids));
}

TEST_P(IndexContract, FindsWhatResembles) {
    std::string text;
    for (int i = 0; i < 120; ++i) text += "sentence " + std::to_string(i * 7919 % 1000) + " says little; ";
    const auto original = made_document("original", {text});
    const auto copy = made_document("copy", {text + "Reprinted with permission."});
    add({original, made_document("unlike", {"Quite another text about gardens and their soil in spring."})});
    const auto alike = index_->resembling(copy.signature, 10, {});
    ASSERT_TRUE(alike) << alike.error().message();
    ASSERT_EQ(alike->size(), 1u);
    EXPECT_EQ(alike->at(0).url, original.url);
    EXPECT_EQ(alike->at(0).signature, original.signature);
    EXPECT_TRUE(index_->resembling({}, 10, {})->empty());
}

TEST_P(IndexContract, MixesNoTwoModels) {
    add({made_document("a", {"words"}, towards({1}))});
    const auto other = GetParam().reopen(folder_.path(), "toy-2", kDimensions);
    ASSERT_NE(other, nullptr);
    const auto added = other->add(std::vector{made_document("b", {"words"}, towards({1}))}, {});
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind(), ErrorKind::invalid_config);
    EXPECT_NE(added.error().message().find("toy-1"), std::string::npos) << added.error().message();
    EXPECT_NE(added.error().message().find("rebuild"), std::string::npos);
    EXPECT_THAT(names(other->search(words("words"), {})), ElementsAre("a"));
    const auto asked = other->search(meaning(towards({1})), {});
    ASSERT_FALSE(asked) << "vectors of two models say nothing of each other";
    EXPECT_EQ(asked.error().kind(), ErrorKind::invalid_config);
    EXPECT_NE(asked.error().message().find("toy-1"), std::string::npos) << asked.error().message();
    EXPECT_EQ(other->stats({})->model, kModel);
}

TEST_P(IndexContract, RefusesVectorsThatDoNotFit) {
    auto document = made_document("a", {"one", "two"}, towards({1}));
    document.vectors.pop_back();
    EXPECT_EQ(index_->add(std::vector{document}, {}).error().kind(), ErrorKind::invalid_argument);
    auto wide = made_document("a", {"one"}, towards({1}, kDimensions + 1));
    EXPECT_EQ(index_->add(std::vector{wide}, {}).error().kind(), ErrorKind::invalid_config);
    add({made_document("b", {"one"}, towards({1}))});
    EXPECT_EQ(index_->search(meaning(towards({1}, kDimensions + 1)), {}).error().kind(), ErrorKind::invalid_config);
    EXPECT_EQ(index_->stats({})->documents, 1);
}

TEST_P(IndexContract, KeepsDocumentsWithoutVectorsAndWithZeros) {
    add({made_document("none", {"plain words"}), made_document("zero", {"plain words"}, Vector(kDimensions, 0)),
         made_document("some", {"plain words"}, towards({1}))});
    EXPECT_THAT(found(words("plain")), UnorderedElementsAre("none", "zero", "some"));
    EXPECT_THAT(found(meaning(towards({1}))), ElementsAre("some"));
    EXPECT_THAT(found(meaning(Vector(kDimensions, 0))), IsEmpty());
    EXPECT_THAT(found({.question = "plain", .vector = Vector(kDimensions, 0)}),
                UnorderedElementsAre("none", "zero", "some"));
}

TEST_P(IndexContract, EqualScoresGoByUrl) {
    add({made_document("c", {"alike"}, towards({1})), made_document("a", {"alike"}, towards({1})),
         made_document("b", {"alike"}, towards({1}))});
    EXPECT_THAT(found(words("alike")), ElementsAre("a", "b", "c"));
    EXPECT_THAT(found(meaning(towards({1}))), ElementsAre("a", "b", "c"));
}

TEST_P(IndexContract, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const auto deadline = Deadline::after(std::chrono::seconds{10}, stop.get_token());
    EXPECT_EQ(index_->search(words("x"), deadline).error().kind(), ErrorKind::cancelled);
    EXPECT_EQ(index_->add(std::vector{made_document("a", {"x"})}, deadline).error().kind(), ErrorKind::cancelled);
}

TEST_P(IndexContract, ServesThreadsThatReadAndWrite) {
    add({made_document("first", {"steady words"}, towards({1}))});
    std::vector<std::jthread> threads;
    for (int worker = 0; worker < 3; ++worker)
        threads.emplace_back([this, worker] {
            for (int i = 0; i < 8; ++i) {
                const auto name = "w" + std::to_string(worker) + "-" + std::to_string(i);
                EXPECT_TRUE(index_->add(std::vector{made_document(name, {"new words"}, towards({2}))}, {}));
                EXPECT_EQ(found({.question = "steady", .vector = towards({1})}).at(0), "first");
            }
        });
    threads.clear();
    EXPECT_EQ(index_->stats({})->documents, 25);
    auto all = meaning(towards({2}));
    all.limit = 100;
    EXPECT_EQ(found(all).size(), 24u);
}

std::unique_ptr<SearchIndex> open_sqlite(const std::filesystem::path& folder, const std::string& model,
                                         std::size_t dimensions) {
    auto opened = open_sqlite_index(folder / "index.sqlite", {.model = model, .dimensions = dimensions});
    EXPECT_TRUE(opened) << opened.error().message();
    return opened ? std::move(opened->index) : nullptr;
}

std::vector<Implementation> implementations() {
    return {{.name = "sqlite",
             .make = [](const auto& folder) { return open_sqlite(folder, kModel, kDimensions); },
             .reopen = open_sqlite},
            qdrant_implementation("qdrant", simulated_qdrant),
            qdrant_implementation("qdrant_server", real_qdrant)};
}

INSTANTIATE_TEST_SUITE_P(All, IndexContract, testing::ValuesIn(implementations()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace winnow
