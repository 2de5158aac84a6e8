#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "../index_contract.h"
#include "index/sqlite_index.h"

namespace winnow {
namespace {

using testing::HasSubstr;

OpenedIndex open_in(const ScratchFolder& folder) {
    auto opened = open_sqlite_index(folder.path() / "index.sqlite", {.model = kModel, .dimensions = kDimensions});
    EXPECT_TRUE(opened) << opened.error().message();
    return std::move(*opened);
}

std::string name_of(int number) {
    return "d" + std::to_string(number);
}

/// A process that adds documents one by one and says so on `output` after each, until it is killed.
[[noreturn]] void add_for_ever(const std::filesystem::path& file, int output) {
    auto opened = open_sqlite_index(file, {.model = kModel, .dimensions = kDimensions});
    for (int number = 0; opened; ++number) {
        const std::vector documents{
            made_document(name_of(number), {"words of one", "words of two", "words of three"}, towards({1}))};
        if (!opened->index->add(documents, {})) break;
        const char byte = '.';
        if (::write(output, &byte, 1) != 1) break;
    }
    ::_exit(1);
}

TEST(SqliteIndexFile, LosesNothingWhenKilledAmidABatch) {
    const ScratchFolder folder;
    for (int round = 0; round < 5; ++round) {
        const auto file = folder.path() / ("index" + std::to_string(round) + ".sqlite");
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const auto child = ::fork();
        if (child == 0) add_for_ever(file, ends[1]);
        ::close(ends[1]);
        int added = 0;
        char byte = 0;
        while (added < 10 + 7 * round && ::read(ends[0], &byte, 1) == 1) ++added;
        ::kill(child, SIGKILL);
        while (::read(ends[0], &byte, 1) == 1) ++added;  // what it said before it died counts
        ::close(ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status));

        auto opened = open_sqlite_index(file, {.model = kModel, .dimensions = kDimensions});
        ASSERT_TRUE(opened) << opened.error().message();
        EXPECT_EQ(opened->note, "");
        const auto stats = opened->index->stats({});
        EXPECT_GE(stats->documents, added);
        EXPECT_LE(stats->documents, added + 1);
        EXPECT_EQ(stats->passages, 3 * stats->documents);  // all of a document or nothing of it
        EXPECT_TRUE(opened->index->verify({})->empty());
    }
}

TEST(SqliteIndexFile, IsReadWhileAnotherProcessWrites) {
    const ScratchFolder folder;
    auto reader = open_in(folder);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const auto child = ::fork();
    if (child == 0) add_for_ever(folder.path() / "index.sqlite", ends[1]);
    ::close(ends[1]);
    char byte = 0;
    std::int64_t seen = 0;
    for (int i = 0; i < 20 && ::read(ends[0], &byte, 1) == 1; ++i) {
        const auto hits = reader.index->search(
            {.question = "words", .vector = towards({1}), .mode = SearchMode::hybrid, .limit = 1000}, {});
        EXPECT_TRUE(hits) << hits.error().message();
        const auto count = hits ? static_cast<std::int64_t>(hits->size()) : 0;
        EXPECT_GE(count, seen);
        seen = count;
    }
    EXPECT_GT(seen, 5);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ends[0]);
}

TEST(SqliteIndexFile, IsSetAsideWhenDamagedAndBegunAnew) {
    for (const auto* const how : {"head", "middle", "cut"}) {
        const ScratchFolder folder;
        const auto file = folder.path() / "index.sqlite";
        {
            auto opened = open_in(folder);
            std::vector<IndexedDocument> documents;
            for (int i = 0; i < 200; ++i)
                documents.push_back(made_document(name_of(i), {"words", "more words"}, towards({1})));
            ASSERT_TRUE(opened.index->add(documents, {}));
        }
        const auto size = std::filesystem::file_size(file);
        if (how == std::string("cut")) {
            std::filesystem::resize_file(file, size / 2 + 100);
        } else {
            std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
            bytes.seekp(how == std::string("head") ? 0 : static_cast<std::streamoff>(size / 3));
            bytes << std::string(20'000, '\xA5');
        }
        auto opened = open_in(folder);
        EXPECT_THAT(opened.note, HasSubstr("the index was damaged; it was set aside as")) << how;
        EXPECT_EQ(opened.index->stats({})->documents, 0);
        ASSERT_TRUE(opened.index->add(std::vector{made_document("new", {"words"}, towards({1}))}, {}));
        EXPECT_THAT(names(opened.index->search({.question = "words", .mode = SearchMode::lexical}, {})),
                    testing::ElementsAre("new"));
    }
}

TEST(SqliteIndexFile, IsNotTakenForTheMemory) {
    const ScratchFolder folder;
    const auto file = folder.path() / "index.sqlite";
    {
        auto opened = open_in(folder);
    }
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(68);  // the application id in SQLite's header
    bytes << std::string("\0\0\0\1", 4);
    bytes.close();
    const auto opened = open_sqlite_index(file, {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind(), ErrorKind::unsupported);
}

TEST(SqliteIndexFile, RereadsOnlyWhatIsNewAndNoticesWhatIsGone) {
    const ScratchFolder folder;
    auto one = open_in(folder);
    auto other = open_in(folder);
    const SearchRequest request{.question = "", .vector = towards({1}), .mode = SearchMode::semantic};
    const auto found = [&] { return names(one.index->search(request, {})).size(); };
    const auto a = made_document("a", {"x"}, towards({1}));
    const auto b = made_document("b", {"x"}, towards({1, 2}));
    ASSERT_TRUE(other.index->add(std::vector{a}, {}));
    EXPECT_EQ(found(), 1u);
    ASSERT_TRUE(other.index->add(std::vector{b}, {}));
    EXPECT_EQ(found(), 2u);
    ASSERT_TRUE(other.index->remove(std::vector{a.id}, {}));
    EXPECT_EQ(found(), 1u);
    ASSERT_TRUE(other.index->clear({}));
    EXPECT_EQ(found(), 0u);
    ASSERT_TRUE(other.index->add(std::vector{b}, {}));
    EXPECT_EQ(found(), 1u);
}

}  // namespace
}  // namespace winnow
