#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "index/embedders.h"

namespace winnow {
namespace {

/// Counts the texts that reach it.
class CountingEmbedder final : public Embedder {
public:
    CountingEmbedder(std::string model, std::vector<std::string>& asked) : model_(std::move(model)), asked_(asked) {}
    const std::string& model() const override { return model_; }
    std::size_t dimensions() const override { return 2; }
    Result<std::vector<Vector>> embed(std::span<const std::string> texts, TextRole, const Deadline&) override {
        std::vector<Vector> vectors;
        for (const auto& text : texts) {
            if (text == "fails") return fail(ErrorKind::unavailable, "down");
            asked_.push_back(text);
            vectors.push_back({static_cast<float>(text.size()), 1});
        }
        return vectors;
    }

private:
    std::string model_;
    std::vector<std::string>& asked_;
};

class RememberingEmbedder : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("remember-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path file() const { return folder_ / "vectors.db"; }
    Result<std::unique_ptr<Embedder>> make(const std::string& model = "m") {
        return make_remembering_embedder(std::make_unique<CountingEmbedder>(model, asked_), file());
    }
    Result<std::vector<Vector>> embed(Embedder& embedder, std::vector<std::string> texts,
                                      TextRole role = TextRole::document) {
        return embedder.embed(texts, role, {});
    }

    std::filesystem::path folder_;
    std::vector<std::string> asked_;
};

using Texts = std::vector<std::string>;

TEST_F(RememberingEmbedder, AsksForEachTextOnceInThisRunAndInLaterOnes) {
    {
        auto embedder = make();
        ASSERT_TRUE(embedder.has_value()) << embedder.error().message();
        EXPECT_EQ(*embed(**embedder, {"a", "bb"}), (std::vector<Vector>{{1, 1}, {2, 1}}));
    }
    auto embedder = make();
    EXPECT_EQ(*embed(**embedder, {"bb", "ccc", "a"}), (std::vector<Vector>{{2, 1}, {3, 1}, {1, 1}}));
    EXPECT_EQ(asked_, (Texts{"a", "bb", "ccc"}));
}

TEST_F(RememberingEmbedder, KeepsModelsAndRolesApart) {
    auto first = make("m");
    auto second = make("n");
    ASSERT_TRUE(embed(**first, {"a"}).has_value());
    ASSERT_TRUE(embed(**first, {"a"}, TextRole::question).has_value());
    ASSERT_TRUE(embed(**second, {"a"}).has_value());
    EXPECT_EQ(asked_.size(), 3u);
}

TEST_F(RememberingEmbedder, KeepsWhatWasPaidForBeforeAFailure) {
    auto embedder = make();
    Texts texts(256, "paid");
    texts.emplace_back("fails");
    EXPECT_EQ(embed(**embedder, texts).error().kind(), ErrorKind::unavailable);
    const auto before = asked_.size();
    ASSERT_TRUE(embed(**embedder, {"paid"}).has_value());
    EXPECT_EQ(asked_.size(), before);
}

TEST_F(RememberingEmbedder, AnswersWithoutItsFile) {
    auto embedder = make();
    ASSERT_TRUE(embed(**embedder, {"a"}).has_value());
    // Another process replaces the table by something else.
    std::filesystem::resize_file(file(), 0);
    std::ofstream(file()) << std::string(8'192, 'x');
    std::filesystem::remove(folder_ / "vectors.db-wal");
    EXPECT_EQ(*embed(**embedder, {"new"}), (std::vector<Vector>{{3, 1}}));
}

TEST_F(RememberingEmbedder, IsNotMadeOfAFileThatIsNoDatabase) {
    std::ofstream(file()) << std::string(8'192, 'x');
    EXPECT_EQ(make().error().kind(), ErrorKind::storage);
    std::filesystem::remove_all(folder_);
    EXPECT_EQ(make().error().kind(), ErrorKind::storage);
}

}  // namespace
}  // namespace winnow
