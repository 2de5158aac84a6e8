#include "index/indexer.h"

#include <gmock/gmock.h>

#include "index/sqlite_index.h"
#include "index_contract.h"
#include "support/fake_http.h"
#include "text/digest.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Vectors by the length of the text; counts what it was asked for, fails when told to.
class ToyEmbedder final : public Embedder {
public:
    const std::string& model() const override { return model_; }
    std::size_t dimensions() const override { return kDimensions; }
    Result<std::vector<Vector>> embed(std::span<const std::string> texts, TextRole, const Deadline&) override {
        ++calls;
        if (failure) return fail(*failure);
        return std::vector<Vector>(texts.size(), towards({1}));
    }
    int calls = 0;
    std::optional<Error> failure;

private:
    std::string model_ = kModel;
};

Document made_page(const std::string& url, const std::string& text, std::int64_t published = 0) {
    Document document{.url = *Url::parse(url), .title = "A page", .site = "Example", .language = "en", .text = text};
    document.canonical = document.url;
    document.id = text::document_id(document.canonical);
    document.content_hash = text::sha256_hex(text);
    if (published > 0) document.published = Date{Timestamp{std::chrono::seconds{published}}};
    return document;
}

std::string long_text(int seed) {
    std::string text;
    for (int i = 0; i < 150; ++i)
        text += "Sentence " + std::to_string((i + seed) * 7919 % 1000) + " tells of topic " +
                std::to_string((i * seed + 3) % 89) + ".\n";
    return text;
}

class IndexerTest : public testing::Test {
protected:
    void SetUp() override {
        auto opened = open_sqlite_index(folder_.path() / "index.sqlite", {.model = kModel, .dimensions = kDimensions});
        ASSERT_TRUE(opened) << opened.error().message();
        index_ = std::move(opened->index);
        indexer_ = make_indexer({.index = *index_, .embedder = &embedder_, .clock = clock_});
    }
    void add(const Document& document, const std::string& run = "run-1") {
        const auto added = indexer_->add(document, {.source = "feed", .score = 8, .tags = {"t"}, .run_id = run}, {});
        EXPECT_TRUE(added) << added.error().message();
        clock_.advance(std::chrono::seconds{1});
    }
    std::string original_of(const Document& document) {
        const auto found = index_->find(document.id, {});
        return found && *found ? (*found)->original : "not there";
    }

    ScratchFolder folder_;
    FakeClock clock_;
    ToyEmbedder embedder_;
    std::unique_ptr<SearchIndex> index_;
    std::unique_ptr<Indexer> indexer_;
};

TEST_F(IndexerTest, MakesADocumentFindable) {
    auto page = made_page("https://example.org/a", long_text(1));
    page.tags = {"own", "t"};
    add(page);
    const auto found = index_->find(page.id, {});
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->score, 8);
    EXPECT_EQ((*found)->source, "feed");
    EXPECT_THAT((*found)->tags, ElementsAre("t", "own"));
    EXPECT_THAT((*found)->runs, ElementsAre("run-1"));
    EXPECT_GT((*found)->passages.size(), 1u);
    EXPECT_EQ((*found)->vectors.size(), (*found)->passages.size());
}

TEST_F(IndexerTest, DoesNotEmbedAnUnchangedTextAgain) {
    auto page = made_page("https://example.org/a", long_text(1));
    add(page);
    add(page, "run-2");
    EXPECT_EQ(embedder_.calls, 1);
    EXPECT_THAT((*index_->find(page.id, {}))->runs, ElementsAre("run-1", "run-2"));
    page.text += "More.\n";
    page.content_hash = text::sha256_hex(page.text);
    add(page, "run-3");
    EXPECT_EQ(embedder_.calls, 2);
}

TEST_F(IndexerTest, LinksACopyToTheOriginalThatWasPublishedFirst) {
    const auto original = made_page("https://first.example/post", long_text(1), 1'000'000);
    const auto copy =
        made_page("https://mirror.example/post", long_text(1) + "Republished with permission.\n", 2'000'000);
    const auto other = made_page("https://other.example/", long_text(77), 500);
    add(original);
    add(other);
    add(copy);
    EXPECT_EQ(original_of(copy), "https://first.example/post");
    EXPECT_EQ(original_of(original), "");
    EXPECT_EQ(original_of(other), "");
    EXPECT_EQ(indexer_->summary().copies, 1u);
}

TEST_F(IndexerTest, LinksTheCopyThatCameFirstWhenTheOriginalComesLater) {
    const auto original = made_page("https://first.example/post", long_text(1), 1'000'000);
    const auto copy = made_page("https://mirror.example/post", long_text(1), 2'000'000);
    const auto undated = made_page("https://undated.example/post", long_text(1));
    add(undated);
    add(copy);
    EXPECT_EQ(original_of(undated), "https://mirror.example/post");
    add(original);
    EXPECT_EQ(original_of(copy), "https://first.example/post");
    EXPECT_EQ(original_of(undated), "https://first.example/post");
    EXPECT_EQ(original_of(original), "");
}

TEST_F(IndexerTest, TakesPagesOfOneCanonicalUrlForOneDocument) {
    const auto original = made_page("https://example.org/post", long_text(1));
    auto printed = made_page("https://example.org/post?print=1", long_text(1));
    printed.canonical = original.url;
    printed.id = original.id;
    add(original);
    add(printed, "run-2");
    EXPECT_EQ(index_->stats({})->documents, 1);
    EXPECT_EQ(original_of(original), "");
    EXPECT_EQ((*index_->find(original.id, {}))->url, original.url);
}

TEST_F(IndexerTest, LeavesVectorsOutWhenTheyCannotBeHad) {
    embedder_.failure = Error(ErrorKind::unavailable, "the model is away");
    const auto page = made_page("https://example.org/a", "Words about rollbacks.\n");
    add(page);
    add(made_page("https://example.org/b", "Words about releases.\n"));
    EXPECT_EQ(embedder_.calls, 1);
    EXPECT_THAT(names(index_->search({.question = "rollback", .mode = SearchMode::lexical}, {})), ElementsAre("a"));
    const auto summary = indexer_->summary();
    EXPECT_EQ(summary.added, 2u);
    ASSERT_TRUE(summary.error);
    EXPECT_THAT(summary.error->message(), HasSubstr("the model is away"));
    embedder_.failure.reset();
    make_indexer({.index = *index_, .embedder = &embedder_})->add(page, {}, {}).value();
    EXPECT_EQ((*index_->find(page.id, {}))->vectors.size(), 1u);
}

TEST_F(IndexerTest, TriesNothingMoreOnceTheIndexIsOfAnotherModel) {
    add(made_page("https://example.org/a", long_text(1)));
    auto other = open_sqlite_index(folder_.path() / "index.sqlite", {.model = "toy-2", .dimensions = kDimensions});
    ASSERT_TRUE(other);
    const auto indexer = make_indexer({.index = *other->index, .embedder = &embedder_});
    for (int i = 0; i < 3; ++i) {
        const auto added =
            indexer->add(made_page("https://example.org/" + std::to_string(i), long_text(2 + i)), {}, {});
        ASSERT_FALSE(added);
        EXPECT_EQ(added.error().kind(), ErrorKind::invalid_config);
    }
    EXPECT_EQ(embedder_.calls, 2);
    EXPECT_EQ(indexer->summary().failed, 3u);
}

TEST(DeadIndexer, SaysWhy) {
    const auto indexer = make_dead_indexer({ErrorKind::unauthorized, "no key"});
    EXPECT_FALSE(indexer->add({}, {}, {}));
    EXPECT_EQ(indexer->summary().failed, 1u);
    EXPECT_EQ(indexer->summary().error->message(), "no key");
}

}  // namespace
}  // namespace winnow
