#include <fstream>
#include <map>
#include <thread>

#include "store/blobs.h"
#include "store_contract.h"
#include "support/contracts/blob_contract.h"

namespace winnow {

#include "support/contracts/blob_contract.inc"

namespace {

/// The folder goes with the store.
class InScratchFolder final : public BlobStore {
public:
    InScratchFolder() : inner_(std::move(*make_folder_blobs(folder_.path() / "blobs"))) {}
    Result<void> put(const std::string& name, std::string_view bytes, std::string_view type,
                     const Deadline& deadline) override {
        return inner_->put(name, bytes, type, deadline);
    }
    Result<std::optional<std::string>> get(const std::string& name, const Deadline& deadline) override {
        return inner_->get(name, deadline);
    }
    Result<std::vector<std::string>> list(const std::string& prefix, const Deadline& deadline) override {
        return inner_->list(prefix, deadline);
    }
    Result<void> remove(const std::string& name, const Deadline& deadline) override {
        return inner_->remove(name, deadline);
    }
    std::string location(const std::string& name) const override { return inner_->location(name); }

private:
    ScratchFolder folder_;
    std::unique_ptr<BlobStore> inner_;
};

INSTANTIATE_TEST_SUITE_P(Folder, BlobContract,
                         testing::Values(BlobImplementation{"Folder",
                                                            [] { return std::make_unique<InScratchFolder>(); }}),
                         [](const auto& test) { return test.param.name; });

TEST(FolderBlobs, TakesNoFolderForABlob) {
    const ScratchFolder folder;
    const auto blobs = std::move(*make_folder_blobs(folder.path()));
    ASSERT_TRUE(blobs->put("a/b", "x", "", Deadline()));
    EXPECT_FALSE(blobs->get("a", Deadline())->has_value());
    EXPECT_FALSE(blobs->get("a/b/c", Deadline())->has_value());
    ASSERT_TRUE(blobs->remove("a", Deadline()));
    EXPECT_EQ(**blobs->get("a/b", Deadline()), "x");
}

TEST(FolderBlobs, PassesOverWhatIsNoBlob) {
    const ScratchFolder folder;
    std::ofstream(folder.path() / "a file of somebody else") << "x";
    const auto blobs = std::move(*make_folder_blobs(folder.path()));
    EXPECT_EQ(*blobs->list("", Deadline()), std::vector<std::string>());
}

TEST(FolderBlobs, CannotBeMadeInAFile) {
    const ScratchFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    EXPECT_EQ(make_folder_blobs(folder.path() / "file").error().kind(), ErrorKind::storage);
}

TEST(FolderBlobs, ShowsNoHalfToReaders) {
    const ScratchFolder folder;
    const auto blobs = std::move(*make_folder_blobs(folder.path()));
    const std::string one(200'000, '1'), two(200'000, '2');
    ASSERT_TRUE(blobs->put("x", one, "", Deadline()));
    std::jthread writer([&] {
        for (int i = 0; i < 10; ++i) EXPECT_TRUE(blobs->put("x", i % 2 == 0 ? two : one, "", Deadline()));
    });
    for (int i = 0; i < 50; ++i) {
        const auto got = **blobs->get("x", Deadline());
        EXPECT_TRUE(got == one || got == two);
    }
}

}  // namespace
}  // namespace winnow
