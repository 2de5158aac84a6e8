#include <gmock/gmock.h>

#include "index_contract.h"

namespace winnow {
namespace {

using testing::UnorderedElementsAre;

TEST_P(IndexContract, HybridFindsWhatEitherFinds) {
    add({made_document("said", {"kubernetes autoscaling"}, towards({5})),
         made_document("meant", {"growing clusters by load"}, towards({1})),
         made_document("both", {"kubernetes autoscaling by load"}, towards({1, 2})),
         made_document("neither", {"gardening"}, towards({7}))});
    const SearchRequest request{.question = "kubernetes autoscaling", .vector = towards({1})};
    const auto hits = found(request);
    ASSERT_EQ(hits.size(), 3u);
    EXPECT_THAT(hits, UnorderedElementsAre("said", "meant", "both"));
    auto by_meaning = request;
    by_meaning.semantic_weight = 1;
    EXPECT_THAT(found(by_meaning), UnorderedElementsAre("said", "meant", "both"));
    auto by_rank = request;
    by_rank.fusion = Fusion::reciprocal_rank;
    EXPECT_THAT(found(by_rank), UnorderedElementsAre("said", "meant", "both"));
}

TEST_P(IndexContract, FusionDoesNotWorsenAnAnswerThatHangsOnOneRareWord) {
    std::vector<IndexedDocument> documents;
    for (std::size_t i = 0; i < 30; ++i)
        documents.push_back(made_document("usual" + std::to_string(i), {"How teams deploy services and review them."},
                                          towards({1, 2 + i % 8})));
    documents.push_back(made_document("word", {"How teams deploy the zorbulator."}, towards({12})));
    add(documents);
    const SearchRequest request{.question = "how do teams deploy the zorbulator", .vector = towards({1})};
    auto lexical = request;
    lexical.mode = SearchMode::lexical;
    EXPECT_EQ(found(lexical).at(0), "word");
    EXPECT_EQ(found(request).at(0), "word");
    auto by_rank = request;
    by_rank.fusion = Fusion::reciprocal_rank;
    EXPECT_EQ(found(by_rank).at(0), "word");
}

TEST_P(IndexContract, FiltersBothListsBeforeTheyAreFused) {
    std::vector<IndexedDocument> documents;
    for (std::size_t i = 0; i < 12; ++i)
        documents.push_back(made_document("other" + std::to_string(i), {"migration of a database"}, towards({1})));
    for (auto& document : documents) document.language = "de";
    documents.push_back(made_document("said", {"migration"}, towards({5})));
    documents.push_back(made_document("meant", {"moving"}, towards({1, 2})));
    const auto without = documents.front().id;
    add(documents);
    for (const auto fusion : {Fusion::reciprocal_rank, Fusion::weighted}) {
        SearchRequest request{.question = "migration", .vector = towards({1}), .fusion = fusion};
        request.filter.languages = {"en"};
        EXPECT_THAT(found(request), UnorderedElementsAre("said", "meant"));
        request.filter.languages = {"de"};
        request.limit = 50;
        request.without = without;
        EXPECT_EQ(found(request).size(), 11u);
    }
}

TEST_P(IndexContract, ReciprocalRanksPutFirstWhatIsInFrontOfBothLists) {
    for (const auto* const name : {"w", "x", "y", "z"})  // so that no word is rare
        add({made_document(name, {"a kubernetes with its autoscaling among many other words"})});
    add({made_document("said", {"kubernetes kubernetes autoscaling autoscaling"}, towards({1, 2, 3, 4})),
         made_document("both", {"kubernetes autoscaling"}, towards({1})),
         made_document("meant", {"growing clusters"}, towards({1, 2})),
         made_document("long", {"kubernetes", "autoscaling of kubernetes", "other words"}, towards({9}))});
    SearchRequest request{
        .question = "kubernetes autoscaling", .vector = towards({1}), .fusion = Fusion::reciprocal_rank};
    request.passages_per_document = 1;
    const auto hits = index_->search(request, {});
    ASSERT_TRUE(hits) << hits.error().message();
    EXPECT_EQ(names(hits).at(0), "both");
    EXPECT_EQ(names(hits).size(), 8u);
    EXPECT_GT(hits->at(0).score, 1 / 62.0 + 1 / 63.0);
    EXPECT_LE(hits->at(0).score, 2 / 61.0 + 1e-6);
    for (const auto& hit : *hits) EXPECT_EQ(hit.passages.size(), 1u);
}

TEST_P(IndexContract, AShortAnswerIsTheBeginningOfALongOne) {
    std::vector<IndexedDocument> documents;
    for (std::size_t i = 0; i < 90; ++i) {
        std::string text = "deploying";
        for (std::size_t n = 0; n < i; ++n) text += " more";
        auto vector = towards({2});
        vector[1] = 0.01F * static_cast<float>(i * 37 % 90 + 1);
        documents.push_back(made_document("d" + std::to_string(i), {text}, vector));
    }
    add(documents);
    SearchRequest request{.question = "deploying", .vector = towards({1}), .limit = 90};
    const auto all = found(request);
    ASSERT_EQ(all.size(), 90u);
    request.limit = 5;
    EXPECT_EQ(found(request), std::vector(all.begin(), all.begin() + 5));
}

}  // namespace
}  // namespace winnow
