#include "files/files.h"

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow::files {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Files : public testing::Test {
protected:
    Files() : folder_(*TemporaryFolder::create(fs::temp_directory_path(), "winnow-files")) {}

    fs::path path(const char* name) const { return folder_.path() / name; }
    std::size_t entries() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_.path()), {}));
    }

    TemporaryFolder folder_;
};

TEST_F(Files, ReadsBackWhatWasWritten) {
    const std::string bytes("a\0b\r\n\xFF", 6);
    ASSERT_TRUE(write_file_atomically(path("x"), bytes));
    EXPECT_EQ(*read_file(path("x"), 6), bytes);
}

TEST_F(Files, ReadsAnEmptyFileAndOneOfManyBlocks) {
    const std::string large(1'000'003, 'x');
    ASSERT_TRUE(write_file_atomically(path("empty"), ""));
    ASSERT_TRUE(write_file_atomically(path("large"), large));
    EXPECT_EQ(*read_file(path("empty"), 0), "");
    EXPECT_EQ(*read_file(path("large"), SIZE_MAX), large);
}

TEST_F(Files, RefusesToReadMoreThanTheLimit) {
    ASSERT_TRUE(write_file_atomically(path("x"), "1234567"));
    const auto text = read_file(path("x"), 6);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind(), ErrorKind::too_large);
    EXPECT_THAT(text.error().message(), HasSubstr("6 bytes"));
}

TEST_F(Files, StopsReadingAnEndlessDeviceAtTheLimit) {
    const auto text = read_file("/dev/zero", 1'000'000);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind(), ErrorKind::too_large);
}

TEST_F(Files, NamesTheFileThatIsMissing) {
    const auto text = read_file(path("missing"), 10);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind(), ErrorKind::not_found);
    EXPECT_THAT(text.error().message(), HasSubstr(path("missing").string() + ": it does not exist"));
}

TEST_F(Files, DoesNotReadAFolder) {
    const auto text = read_file(folder_.path(), 10);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind(), ErrorKind::storage);
    EXPECT_THAT(text.error().message(), HasSubstr("it is a folder"));
}

TEST_F(Files, ReplacesAFileAndLeavesNothingElseBehind) {
    ASSERT_TRUE(write_file_atomically(path("x"), "old and longer"));
    ASSERT_TRUE(write_file_atomically(path("x"), "new"));
    EXPECT_EQ(*read_file(path("x"), 100), "new");
    EXPECT_EQ(entries(), 1);
}

TEST_F(Files, KeepsThePermissionsOfAFileAndGivesNewOnesTheUsual) {
    ASSERT_TRUE(write_file_atomically(path("x"), "1"));
    std::ofstream(path("ordinary")) << "1";
    EXPECT_EQ(fs::status(path("x")).permissions(), fs::status(path("ordinary")).permissions());
    fs::permissions(path("x"), fs::perms::owner_read | fs::perms::owner_write);
    ASSERT_TRUE(write_file_atomically(path("x"), "2"));
    EXPECT_EQ(fs::status(path("x")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Files, WritesThroughASymbolicLink) {
    ASSERT_TRUE(write_file_atomically(path("x"), "old"));
    fs::create_symlink("x", path("link"));
    ASSERT_TRUE(write_file_atomically(path("link"), "new"));
    EXPECT_TRUE(fs::is_symlink(path("link")));
    EXPECT_EQ(*read_file(path("x"), 100), "new");
}

TEST_F(Files, CannotReplaceAFolderAndLeavesNothingBehind) {
    fs::create_directory(path("folder"));
    const auto written = write_file_atomically(path("folder"), "x");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind(), ErrorKind::storage);
    EXPECT_EQ(entries(), 1);
}

TEST_F(Files, CannotWriteIntoAFolderThatIsMissing) {
    const auto written = write_file_atomically(path("missing/x"), "x");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind(), ErrorKind::not_found);
    EXPECT_THAT(written.error().message(), HasSubstr(path("missing/x").string()));
}

TEST_F(Files, SaysThatTheDiskIsFull) {
    const auto error = system_error("write", "/data/x", ENOSPC);
    EXPECT_EQ(error.kind(), ErrorKind::storage);
    EXPECT_EQ(error.message(), "cannot write /data/x: the disk is full (No space left on device)");
}

TEST_F(Files, ShowsReadersOneWholeVersionWhileWritersReplaceIt) {
    ASSERT_TRUE(write_file_atomically(path("x"), std::string(100'000, 'a')));
    std::jthread writer([&] {
        for (const char c : {'b', 'c', 'd', 'e', 'f'})
            EXPECT_TRUE(write_file_atomically(path("x"), std::string(100'000, c)));
    });
    std::string text = "a";
    while (text[0] != 'f' && !HasFailure()) {
        text = *read_file(path("x"), SIZE_MAX);
        ASSERT_EQ(text, std::string(100'000, text[0]));
    }
}

TEST_F(Files, MakesFoldersThatMayExistAlready) {
    EXPECT_TRUE(make_folders(path("a/b/c")));
    EXPECT_TRUE(make_folders(path("a/b/c/")));
    EXPECT_TRUE(fs::is_directory(path("a/b/c")));
}

TEST_F(Files, NamesThePartOfAFolderThatCannotBeMade) {
    ASSERT_TRUE(write_file_atomically(path("file"), ""));
    const auto made = make_folders(path("file/a/b"));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind(), ErrorKind::storage);
    EXPECT_THAT(made.error().message(), HasSubstr(path("file").string() + ":"));
}

TEST_F(Files, KnowsTheFreeSpaceOfADisk) {
    EXPECT_GT(*free_space(folder_.path()), 0);
    EXPECT_EQ(free_space(path("missing")).error().kind(), ErrorKind::not_found);
}

TEST_F(Files, RemovesATemporaryFolderWithAllItHolds) {
    fs::path gone;
    {
        const auto temporary = TemporaryFolder::create(folder_.path(), "run");
        gone = temporary->path();
        ASSERT_TRUE(make_folders(gone / "a/b"));
        ASSERT_TRUE(write_file_atomically(gone / "a/b/x", "x"));
    }
    EXPECT_FALSE(fs::exists(gone));
    EXPECT_EQ(entries(), 0);
}

TEST_F(Files, KeepsATemporaryFolderUnderItsFinalName) {
    auto temporary = TemporaryFolder::create(folder_.path(), "run");
    ASSERT_TRUE(write_file_atomically(temporary->path() / "x", "1"));
    ASSERT_TRUE(temporary->keep_as(path("run")));
    fs::create_directory(path("ordinary"));
    EXPECT_EQ(*read_file(path("run/x"), 10), "1");
    EXPECT_EQ(fs::status(path("run")).permissions(), fs::status(path("ordinary")).permissions());
}

TEST_F(Files, DoesNotReplaceAFolderThatHoldsSomething) {
    ASSERT_TRUE(make_folders(path("run/old")));
    auto temporary = TemporaryFolder::create(folder_.path(), "run");
    const auto kept = temporary->keep_as(path("run"));
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().kind(), ErrorKind::conflict);
    EXPECT_TRUE(fs::exists(temporary->path()));
}

}  // namespace
}  // namespace winnow::files
