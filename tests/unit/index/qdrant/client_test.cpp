#include <gmock/gmock.h>

#include "http/retry.h"
#include "index/qdrant/points.h"
#include "index/qdrant_index.h"
#include "server.h"
#include "support/fake_http.h"

namespace winnow {
namespace {

using testing::HasSubstr;
using testing::Not;

Result<std::unique_ptr<SearchIndex>> open_with(const std::string& key, http::Client& client,
                                               const std::string& collection = "winnow_client") {
    return open_qdrant_index({.url = simulated_qdrant()->url,
                              .api_key = Secret(key),
                              .collection = collection,
                              .model = kModel,
                              .dimensions = kDimensions},
                             client, {});
}

TEST(QdrantPoints, HaveIdsThatAreTheSameEverywhere) {
    // Python: uuid.uuid5(uuid.NAMESPACE_URL, "winnow:passage:abc/0")
    EXPECT_EQ(qdrant::passage_point({"abc"}, 0), "bae4c4ec-fb06-527f-866c-d2358d2eb9ea");
    EXPECT_EQ(qdrant::document_point({"0123456789abcdef0123456789abcdef"}), "01234567-89ab-cdef-0123-456789abcdef");
    EXPECT_EQ(qdrant::document_point({"odd"}), qdrant::uuid_v5("winnow:document:odd"));
    EXPECT_EQ(qdrant::sparse_index("kubernet"), qdrant::sparse_index("kubernet"));
    EXPECT_NE(qdrant::sparse_index(""), 0u);
}

TEST(QdrantPoints, WeighRepeatedTermsMoreAndLongPassagesLess) {
    const auto weight = [](const std::string& text) {
        const auto vector = qdrant::sparse_vector("", Passage{.text = text});
        const auto wanted = static_cast<std::int64_t>(qdrant::sparse_index("cach"));
        for (std::size_t i = 0; i < vector["indices"].items().size(); ++i)
            if (vector["indices"][i].as_int() == wanted) return vector["values"][i].as_double();
        return 0.0;
    };
    const auto words = [](int count) {
        std::string text;
        for (int i = 0; i < count; ++i) text += " word" + std::to_string(i);
        return text;
    };
    EXPECT_GT(weight("cache"), 0);
    EXPECT_GT(weight("cache cache"), weight("cache"));
    EXPECT_LT(weight("cache cache"), 2 * weight("cache"));
    EXPECT_LT(weight("cache" + words(100)), weight("cache"));
    EXPECT_NEAR(weight("cache" + words(49)), 1, 1e-6) << "in a passage as long as passages are";
}

/// Between the index and the stand-in: notes what is asked, and may answer as a server before 1.16 does.
class Overheard final : public http::Client {
public:
    bool is_old = false;
    std::vector<json::Value> bodies;
    std::vector<std::string> paths;

    Result<http::Response> send(const http::Request& request, const Deadline& deadline) override {
        paths.emplace_back(request.url.path().substr(request.url.path().find("/points") + 1));
        bodies.push_back(json::parse(request.body).value_or(json::Value()));
        if (is_old && bodies.back()["query"].contains("rrf"))
            return http::Response{.status = 400,
                                  .headers = {},
                                  .body = R"({"status":{"error":"Format error in JSON body: data did not match any )"
                                          R"(variant of untagged enum QueryInterface"},"time":0.0})"};
        return loopback_client().send(request, deadline);
    }
    std::size_t count(const std::string& path) const {
        return static_cast<std::size_t>(std::ranges::count(paths, path));
    }
};

class QdrantFusion : public testing::Test {
protected:
    void SetUp() override {
        auto opened = open_with(simulated_qdrant()->key.reveal(), http_, "winnow_fusion");
        ASSERT_TRUE(opened) << opened.error().message();
        index_ = std::move(*opened);
        ASSERT_TRUE(index_->clear({}));
        std::vector<IndexedDocument> documents;
        for (int i = 0; i < 6; ++i)
            documents.push_back(made_document("d" + std::to_string(i), {"teams deploy", "teams"}, towards({1})));
        documents.push_back(made_document("best", {"teams deploy, teams deploy"}, towards({1})));
        ASSERT_TRUE(index_->add(documents, {}));
        http_.paths.clear();
        http_.bodies.clear();
    }
    void TearDown() override { static_cast<void>(index_->clear({})); }

    Overheard http_;
    std::unique_ptr<SearchIndex> index_;
    SearchRequest request_{
        .question = "teams deploy", .vector = towards({1}), .fusion = Fusion::reciprocal_rank, .limit = 5};
};

TEST_F(QdrantFusion, IsTheServersForReciprocalRanks) {
    request_.filter.languages = {"en"};
    const auto hits = index_->search(request_, {});
    ASSERT_TRUE(hits) << hits.error().message();
    ASSERT_EQ(hits->size(), 5u);
    EXPECT_FALSE(hits->at(0).lexical || hits->at(0).semantic);
    EXPECT_EQ(http_.count("points/query"), 1u);
    EXPECT_EQ(http_.count("points/query/groups"), 0u) << "no list comes alone, so none can be fused here";
    const auto& asked =
        http_.bodies[static_cast<std::size_t>(std::ranges::find(http_.paths, "points/query") - http_.paths.begin())];
    EXPECT_EQ(json::dump(asked["query"]), R"({"rrf":{"k":61}})");
    ASSERT_EQ(asked["prefetch"].items().size(), 2u);
    for (const auto& way : asked["prefetch"].items()) {
        EXPECT_EQ(json::dump(way["filter"]), json::dump(qdrant::passages_where(request_.filter, {})));
        EXPECT_GE(way["limit"].as_int(), 300);
    }
    EXPECT_EQ(asked["prefetch"][0]["using"].text(), "sparse");
    EXPECT_EQ(asked["prefetch"][1]["using"].text(), "dense");
    EXPECT_GT(asked["prefetch"][1]["score_threshold"].as_double(), 0);
}

TEST_F(QdrantFusion, IsOursForWeightsAndWhereThereIsOneList) {
    for (const auto mode : {SearchMode::lexical, SearchMode::semantic}) {
        request_.mode = mode;
        ASSERT_TRUE(index_->search(request_, {}));
    }
    request_.mode = SearchMode::hybrid;
    request_.fusion = Fusion::weighted;
    ASSERT_TRUE(index_->search(request_, {}));
    EXPECT_EQ(http_.count("points/query"), 0u);
    EXPECT_EQ(http_.count("points/query/groups"), 4u);
}

TEST_F(QdrantFusion, AsksForTheFirstOfTheLexicalListOnlyIfAWordIsRare) {
    ASSERT_TRUE(index_->add(std::vector{made_document("word", {"teams deploy the zorbulator"}, towards({7}))}, {}));
    request_.question = "teams deploy the zorbulator";
    const auto hits = index_->search(request_, {});
    ASSERT_TRUE(hits) << hits.error().message();
    EXPECT_EQ(hits->at(0).document.url.path(), "/word");
    EXPECT_EQ(http_.count("points/query/groups"), 1u);
}

TEST_F(QdrantFusion, NamesTheVersionThatReciprocalRanksTake) {
    http_.is_old = true;
    const auto refused = index_->search(request_, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(refused.error().message(), HasSubstr("1.16"));
    EXPECT_THAT(refused.error().message(), HasSubstr("--fusion weighted"));
    EXPECT_THAT(refused.error().message(), HasSubstr("QueryInterface")) << "what the server said";
    request_.fusion = Fusion::weighted;
    EXPECT_TRUE(index_->search(request_, {}));
}

TEST(QdrantClient, SaysThatTheKeyIsWrong) {
    for (const auto* const key : {"", "wrong-key"}) {
        const auto opened = open_with(key, loopback_client());
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().kind(), ErrorKind::unauthorized);
        EXPECT_THAT(opened.error().message(), HasSubstr("index.api_key"));
        EXPECT_THAT(opened.error().message(), Not(HasSubstr("wrong-key")));
    }
    const auto read_only = open_with("contract-readonly-key", loopback_client(), "not_there");
    ASSERT_FALSE(read_only);
    EXPECT_EQ(read_only.error().kind(), ErrorKind::forbidden);
}

/// A request to the stand-in, past the index.
void send(const std::string& method, const std::string& path, const std::string& body) {
    const auto response = loopback_client().send({.method = method,
                                                  .url = *Url::parse_exact(path, simulated_qdrant()->url),
                                                  .headers = {{"api-key", simulated_qdrant()->key.reveal()}},
                                                  .body = body},
                                                 {});
    ASSERT_TRUE(response);
    ASSERT_EQ(response->status, 200) << response->body;
}

TEST(QdrantClient, FindsPointsOfEarlierVersionsByTheirTagsAsTheyStand) {
    const auto index = open_with(simulated_qdrant()->key.reveal(), loopback_client(), "winnow_earlier");
    ASSERT_TRUE(index);
    auto document = made_document("a", {"words"}, towards({1}));
    document.source = "HN";
    document.tags = {"Postgres"};
    ASSERT_TRUE((*index)->add(std::vector{document}, {}));
    send("POST", "/collections/winnow_earlier/points/payload/delete?wait=true",
         R"({"keys":["folded_source","folded_tags"],"filter":{}})");
    const auto find = [&](const SearchFilter& filter) {
        return names((*index)->search({.question = "words", .mode = SearchMode::lexical, .filter = filter}, {})).size();
    };
    EXPECT_EQ(find({.sources = {"HN"}, .tags = {"Postgres"}}), 1u);
    EXPECT_EQ(find({.tags = {"postgres"}}), 0u) << "winnow index rebuild makes it anew";
    EXPECT_TRUE((*index)->clear({}));
}

TEST(QdrantClient, ReadsACollectionOfAnEarlierVersionWithAKeyThatMayOnlyRead) {
    send("PUT", "/collections/winnow_read",
         R"({"vectors":{"dense":{"size":16,"distance":"Cosine"}},"sparse_vectors":{"sparse":{"modifier":"idf"}}})");
    EXPECT_TRUE(open_with("contract-readonly-key", loopback_client(), "winnow_read"));
    send("DELETE", "/collections/winnow_read", "");
}

TEST(QdrantClient, NoticesThatTheCollectionIsGone) {
    const auto index = open_with(simulated_qdrant()->key.reveal(), loopback_client());
    ASSERT_TRUE(index);
    const http::Request drop{.method = "DELETE",
                             .url = *Url::parse_exact("/collections/winnow_client", simulated_qdrant()->url),
                             .headers = {{"api-key", simulated_qdrant()->key.reveal()}}};
    ASSERT_EQ(loopback_client().send(drop, {})->status, 200);
    const auto searched = (*index)->search({.question = "words", .mode = SearchMode::lexical}, {});
    ASSERT_FALSE(searched);
    EXPECT_EQ(searched.error().kind(), ErrorKind::not_found);
    EXPECT_THAT(searched.error().message(), HasSubstr("winnow_client"));
}

TEST(QdrantClient, RefusesACollectionThatIsNotItsOwn) {
    http::Request make{.method = "PUT",
                       .url = *Url::parse_exact("/collections/foreign", simulated_qdrant()->url),
                       .headers = {{"api-key", simulated_qdrant()->key.reveal()}},
                       .body = R"({"vectors":{"dense":{"size":4,"distance":"Cosine"}}})"};
    ASSERT_TRUE(loopback_client().send(make, {}));
    const auto opened = open_with(simulated_qdrant()->key.reveal(), loopback_client(), "foreign");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(opened.error().message(), HasSubstr("index.collection"));
}

TEST(QdrantClient, RefusesNamesThatAreNone) {
    FakeHttp http;
    for (const auto* const name : {"", "a/b", "../x"})
        EXPECT_EQ(open_qdrant_index({.url = simulated_qdrant()->url, .collection = name}, http, {}).error().kind(),
                  ErrorKind::invalid_config);
    EXPECT_EQ(open_qdrant_index({}, http, {}).error().kind(), ErrorKind::invalid_config);
    EXPECT_TRUE(http.requests.empty());
}

TEST(QdrantClient, TellsServersThatAreNoQdrant) {
    FakeHttp http;
    http.answer("http://db.example/collections/winnow", 404, "");
    const auto opened = open_qdrant_index({.url = *Url::parse("http://db.example/")}, http, {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(opened.error().message(), HasSubstr("index.url"));
}

TEST(QdrantClient, KeepsWhatTheServerSaysOfWaiting) {
    FakeHttp http;
    http.answer("http://db.example/collections/winnow", 429,
                R"({"status":{"error":"Rate limiting exceeded: Retry after 30s"},"time":0.0})",
                {{"retry-after", "30"}});
    const auto opened = open_qdrant_index({.url = *Url::parse("http://db.example/")}, http, {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(opened.error().retry_after(), std::chrono::seconds{30});
}

TEST(QdrantClient, TriesAgainWhenTheServerWasAwayForAMoment) {
    FakeHttp http;
    http.answer("http://db.example/collections/winnow", 503, "");
    http.answer("http://db.example/collections/winnow", 401, "Invalid API key or JWT");
    const auto patient = http::make_retrying_client(http, {.retries = 2, .sleep = [](auto, const auto&) {}});
    const auto opened = open_qdrant_index({.url = *Url::parse("http://db.example/")}, *patient, {});
    EXPECT_EQ(opened.error().kind(), ErrorKind::unauthorized);
    EXPECT_EQ(http.requests.size(), 2u);
}

}  // namespace
}  // namespace winnow
