#include <fstream>
#include <map>
#include <thread>

#include "store/blobs.h"
#include "store_contract.h"
#include "support/contracts/blob_contract.h"
#include "support/contracts/kept_blobs.h"

namespace winnow {

#include "support/contracts/blob_contract.inc"

namespace {

/// The folder goes with the store.
std::unique_ptr<BlobStore> in_scratch_folder() {
    auto folder = std::make_unique<ScratchFolder>();
    auto blobs = make_folder_blobs(folder->path() / "blobs");
    return std::make_unique<KeptBlobs<std::unique_ptr<ScratchFolder>>>(std::move(folder), std::move(*blobs));
}

INSTANTIATE_TEST_SUITE_P(Folder, BlobContract, testing::Values(BlobImplementation{"Folder", in_scratch_folder}),
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
