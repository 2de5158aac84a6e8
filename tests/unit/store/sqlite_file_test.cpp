#include <fcntl.h>
#include <fstream>
#include <random>
#include <sys/mount.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <sqlite3.h>

#include "files/files.h"
#include "store/sqlite_store.h"
#include "store_contract.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

class SqliteFile : public testing::Test {
protected:
    Result<OpenedStore> open(std::chrono::milliseconds patience = std::chrono::seconds{15}) const {
        return open_sqlite_store(file_, {.patience = patience});
    }
    std::unique_ptr<Store> open_or_fail() const {
        auto opened = open();
        EXPECT_TRUE(opened) << opened.error().message();
        return opened ? std::move(opened->store) : nullptr;
    }
    void fill(int pages) const {
        const auto store = open_or_fail();
        for (int i = 0; i < pages; ++i) {
            auto page = made_page("p" + std::to_string(i));
            for (int n = 0; n < 400; ++n) page.document.text += std::to_string((n + i) * 7919) + " ";
            ASSERT_TRUE(store->save_page(page));
        }
        ASSERT_TRUE(store->start_run(made_run("a")));
        ASSERT_TRUE(store->save_outcome("a", made_outcome("x")));
    }
    std::vector<fs::path> set_aside() const {
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(folder_.path()))
            if (entry.path().string().find(".corrupt-") != std::string::npos) found.push_back(entry.path());
        return found;
    }
    void execute(const char* sql) const {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(file_.c_str(), &handle), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }

    ScratchFolder folder_;
    fs::path file_ = folder_.path() / "memory.sqlite";
};

/// What a child process does; it ends with 0 if `work` returned true. The parent gets its id.
template <typename Work>
pid_t in_child(Work work) {
    const auto child = ::fork();
    if (child == 0) ::_exit(work() ? 0 : 1);
    return child;
}

int exit_code_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(SqliteFile, RemembersAcrossOpenings) {
    fill(3);
    const auto store = open_or_fail();
    EXPECT_EQ(store->stats()->pages, 3);
    EXPECT_TRUE(store->find_page(made_page("p1").url)->has_value());
    EXPECT_EQ(store->outcomes("a")->size(), 1U);
}

TEST_F(SqliteFile, SaysNothingWhenAllIsWell) {
    fill(1);
    EXPECT_EQ(open()->note, "");
    EXPECT_TRUE(set_aside().empty());
}

TEST_F(SqliteFile, SetsAsideAFileThatIsNoDatabase) {
    std::ofstream(file_) << std::string(5000, 'x');
    const auto opened = open();
    ASSERT_TRUE(opened) << opened.error().message();
    EXPECT_NE(opened->note.find("was set aside as"), std::string::npos) << opened->note;
    ASSERT_EQ(set_aside().size(), 1U);
    EXPECT_EQ(fs::file_size(set_aside()[0]), 5000U);
    EXPECT_TRUE(opened->store->save_page(made_page("one")));
}

TEST_F(SqliteFile, SetsAsideATruncatedFile) {
    fill(50);
    fs::resize_file(file_, fs::file_size(file_) / 2);
    const auto opened = open();
    ASSERT_TRUE(opened) << opened.error().message();
    EXPECT_NE(opened->note, "");
    EXPECT_EQ(opened->store->stats()->pages, 0);
    EXPECT_EQ(set_aside().size(), 1U);
}

TEST_F(SqliteFile, BeginsInAnEmptyFile) {
    std::ofstream{file_};
    EXPECT_EQ(open()->note, "");
}

/// Whatever was overwritten: the memory opens, answers only with what was saved, and can be written to.
TEST_F(SqliteFile, SurvivesRandomBytesAtRandomPlaces) {
    fill(20);
    const auto sound = *files::read_file(file_, 1u << 30);
    std::mt19937 random(7);
    int noted = 0;
    for (int round = 0; round < 90; ++round) {
        for (const auto& left : set_aside()) fs::remove(left);
        auto bytes = sound;
        // Every third round hits the first page, where header and schema lie.
        const auto range = round % 3 == 0 ? std::size_t{4096} : bytes.size();
        const auto begin = random() % range;
        for (std::size_t i = begin; i < std::min(begin + 1 + random() % 64, bytes.size()); ++i)
            bytes[i] = static_cast<char>(random());
        std::ofstream(file_, std::ios::binary) << bytes;  // unlike ours, does not wait for the disk
        auto opened = open();
        if (!opened) {  // the header now claims to be another program's or a newer one's
            EXPECT_EQ(opened.error().kind(), ErrorKind::unsupported) << round << opened.error().message();
            continue;
        }
        noted += opened->note.empty() ? 0 : 1;
        for (int i = 0; i < 20; ++i) {
            const auto expected = made_page("p" + std::to_string(i));
            const auto found = opened->store->find_page(expected.url);
            if (found && *found) {
                EXPECT_TRUE((*found)->document.text.starts_with(expected.document.text)) << round;
            }
            if (!found) {
                EXPECT_EQ(found.error().kind(), ErrorKind::storage);
            }
        }
        const auto saved = opened->store->save_page(made_page("new"));
        if (!saved) {
            EXPECT_EQ(saved.error().kind(), ErrorKind::storage) << round << saved.error().message();
        }
        static_cast<void>(opened->store->outcomes("a"));
    }
    EXPECT_GT(noted, 15);
}

TEST_F(SqliteFile, ARecordThatCannotBeReadCountsAsMissing) {
    fill(2);
    execute("UPDATE pages SET document = zeroblob(50) WHERE url LIKE '%/p0'; UPDATE outcomes SET outcome = x'ff'");
    const auto store = open_or_fail();
    EXPECT_FALSE(store->find_page(made_page("p0").url)->has_value());
    EXPECT_TRUE(store->find_page(made_page("p1").url)->has_value());
    EXPECT_TRUE(store->outcomes("a")->empty());
    EXPECT_TRUE(store->save_page(made_page("p0")));
    EXPECT_TRUE(store->find_page(made_page("p0").url)->has_value());
}

TEST_F(SqliteFile, ADamagedFileInUseElsewhereIsNotTakenAway) {
    fill(50);
    const auto store = open_or_fail();
    ASSERT_TRUE(store->save_page(made_page("later")));
    const auto child = in_child([&] {  // a process of its own, since locks belong to processes
        const int descriptor = ::open(file_.c_str(), O_WRONLY);
        const std::string zeros(8192, '\0');
        if (::pwrite(descriptor, zeros.data(), zeros.size(), 4096) != 8192) return false;
        const auto opened = open(std::chrono::milliseconds{100});
        return !opened && opened.error().kind() == ErrorKind::conflict;
    });
    EXPECT_EQ(exit_code_of(child), 0);
    EXPECT_TRUE(set_aside().empty());
}

TEST_F(SqliteFile, TakesOverTheFormBeforeExchangesWereKept) {
    fill(1);
    execute("DROP TABLE exchanges");
    execute("PRAGMA user_version = 2");
    const auto opened = open();
    ASSERT_TRUE(opened) << opened.error().message();
    EXPECT_TRUE(opened->note.empty()) << opened->note;
    EXPECT_EQ(opened->store->stats()->pages, 1);
    const auto key = made_key("judged");
    ASSERT_TRUE(opened->store->save_assessment(key, made_assessment(), at(1)));
    ASSERT_TRUE(opened->store->save_exchanges(key, {Exchange{.model = "m"}}));
    EXPECT_EQ(opened->store->exchanges("judged", made_assessment())->size(), 1U);
}

TEST_F(SqliteFile, RefusesTheFormOfANewerVersion) {
    fill(1);
    execute("PRAGMA user_version = 99");
    const auto opened = open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind(), ErrorKind::unsupported);
    EXPECT_NE(opened.error().message().find("newer version of winnow (form 99, this one reads up to form 3)"),
              std::string::npos)
        << opened.error().message();
    EXPECT_TRUE(set_aside().empty());
}

TEST_F(SqliteFile, RefusesTheDatabaseOfAnotherProgram) {
    execute("CREATE TABLE bookmarks (x)");
    const auto opened = open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind(), ErrorKind::unsupported);
    EXPECT_TRUE(set_aside().empty());
}

TEST_F(SqliteFile, NamesAMissingFolder) {
    const auto opened = open_sqlite_store(folder_.path() / "none" / "memory.sqlite");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind(), ErrorKind::storage);
    EXPECT_NE(opened.error().message().find("none/memory.sqlite"), std::string::npos) << opened.error().message();
    EXPECT_NE(opened.error().message().find("No such file"), std::string::npos) << opened.error().message();
}

TEST_F(SqliteFile, RefusesAFolderAsItsFile) {
    const auto opened = open_sqlite_store(folder_.path());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind(), ErrorKind::storage);
}

/// Opens the memory as somebody whom permissions bind, and checks the complaint.
bool complains_of_permissions(const fs::path& file) {
    if (::geteuid() == 0 && (::setegid(65534) != 0 || ::seteuid(65534) != 0)) return false;
    const auto opened = open_sqlite_store(file);
    if (opened) return false;
    const auto& message = opened.error().message();
    return opened.error().kind() == ErrorKind::storage && message.find(file.string()) != std::string::npos &&
           (message.find("read-only") != std::string::npos || message.find("may be written to") != std::string::npos);
}

TEST_F(SqliteFile, ComplainsOfAReadOnlyFolderWithoutAMemory) {
    fs::permissions(folder_.path(), fs::perms(0555));
    EXPECT_EQ(exit_code_of(in_child([&] { return complains_of_permissions(file_); })), 0);
}

TEST_F(SqliteFile, ComplainsOfAReadOnlyFolderWithAMemory) {
    fill(1);
    fs::permissions(file_, fs::perms(0444));
    fs::permissions(folder_.path(), fs::perms(0555));
    EXPECT_EQ(exit_code_of(in_child([&] { return complains_of_permissions(file_); })), 0);
}

TEST_F(SqliteFile, AWriterThatHoldsTheMemoryForLongIsAConflict) {
    fill(1);
    sqlite3* holder = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &holder), SQLITE_OK);
    const auto opened = open(std::chrono::milliseconds{20});
    ASSERT_TRUE(opened) << opened.error().message();
    ASSERT_EQ(sqlite3_exec(holder, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    const auto saved = opened->store->save_page(made_page("new"));
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().kind(), ErrorKind::conflict);
    EXPECT_NE(saved.error().message().find(file_.string()), std::string::npos);
    EXPECT_TRUE(opened->store->find_page(made_page("p0").url)->has_value());  // readers are not held up
    sqlite3_exec(holder, "COMMIT", nullptr, nullptr, nullptr);
    EXPECT_TRUE(opened->store->save_page(made_page("new")));
    sqlite3_close(holder);
}

TEST_F(SqliteFile, ReadsWhileAnotherProcessWrites) {
    fill(10);
    const auto writer = in_child([&] {
        const auto store = open();
        for (int i = 0; store && i < 200; ++i)
            if (!store->store->save_page(made_page("w" + std::to_string(i)))) return false;
        return store.has_value();
    });
    const auto store = open_or_fail();
    for (int i = 0; i < 200; ++i)
        EXPECT_TRUE(store->find_page(made_page("p" + std::to_string(i % 10)).url)->has_value());
    EXPECT_EQ(exit_code_of(writer), 0);
    EXPECT_EQ(store->stats()->pages, 210);
}

TEST_F(SqliteFile, TwoProcessesWriteAtTheSameTime) {
    std::vector<pid_t> children;
    for (const auto* name : {"a", "b", "c"})
        children.push_back(in_child([&] {
            const auto opened = open();
            if (!opened || !opened->store->start_run(made_run(name))) return false;
            for (int i = 0; i < 100; ++i) {
                if (!opened->store->save_page(made_page(name + std::to_string(i)))) return false;
                if (!opened->store->save_outcome(name, made_outcome(std::to_string(i)))) return false;
            }
            return true;
        }));
    for (const auto child : children) EXPECT_EQ(exit_code_of(child), 0);
    const auto store = open_or_fail();
    EXPECT_EQ(store->stats()->pages, 300);
    for (const auto* name : {"a", "b", "c"}) EXPECT_EQ(store->outcomes(name)->size(), 100U);
}

/// The child tells by a pipe after each write that returned; what it told must be there after it was killed.
TEST_F(SqliteFile, HasWhatWasSavedBeforeTheProcessWasKilled) {
    for (int round = 0; round < 5; ++round) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const auto child = in_child([&] {
            const auto opened = open();
            if (!opened || !opened->store->start_run(made_run("a"))) return false;
            for (int i = 0; i < 100'000; ++i) {
                if (!opened->store->save_outcome("a", made_outcome(std::to_string(i)))) return false;
                if (::write(ends[1], "x", 1) != 1) return false;
            }
            return true;
        });
        ::close(ends[1]);
        char byte = 0;
        std::size_t told = 0;
        const auto wanted = static_cast<std::size_t>(37 * (round + 1));
        while (told < wanted && ::read(ends[0], &byte, 1) == 1) ++told;
        ASSERT_EQ(told, wanted);
        ::kill(child, SIGKILL);
        while (::read(ends[0], &byte, 1) == 1) ++told;
        ::close(ends[0]);
        EXPECT_EQ(exit_code_of(child), -1);
        const auto opened = open();
        ASSERT_TRUE(opened) << opened.error().message();
        EXPECT_EQ(opened->note, "");
        const auto found = opened->store->outcomes("a")->size();
        EXPECT_GE(found, told);
        EXPECT_LE(found, told + 1);
        EXPECT_EQ((*opened->store->unfinished_run(""))->id, "a");
        ASSERT_TRUE(opened->store->clear());
    }
}

TEST_F(SqliteFile, NamesAFullDiskAndStaysUsable) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root to mount a small disk";
    const auto disk = folder_.path() / "disk";
    fs::create_directory(disk);
    if (::mount("none", disk.c_str(), "tmpfs", 0, "size=400k") != 0) GTEST_SKIP() << "may not mount a small disk";
    {
        const auto opened = open_sqlite_store(disk / "memory.sqlite");
        EXPECT_TRUE(opened) << opened.error().message();
        Result<void> saved;
        int count = 0;
        for (; opened && saved && count < 1000; ++count) {
            auto page = made_page("p" + std::to_string(count));
            for (int n = 0; n < 3000; ++n) page.document.text += std::to_string((n + count) * 7919) + " ";
            saved = opened->store->save_page(page);
        }
        EXPECT_FALSE(saved);
        if (!saved) {
            EXPECT_EQ(saved.error().kind(), ErrorKind::storage);
            EXPECT_NE(saved.error().message().find("disk is full"), std::string::npos) << saved.error().message();
            EXPECT_NE(saved.error().message().find("memory.sqlite"), std::string::npos);
            EXPECT_EQ(opened->store->stats()->pages, count - 1);
        }
        const auto again = open_sqlite_store(disk / "memory.sqlite");
        EXPECT_TRUE(again) << again.error().message();
        if (again) {
            EXPECT_EQ(again->note, "");
        }
    }
    ::umount(disk.c_str());
}

TEST_F(SqliteFile, EightThreadsShareOneStore) {
    const auto store = open_or_fail();
    ASSERT_TRUE(store->start_run(made_run("a")));
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 50; ++i) {
                const auto name = std::to_string(thread) + "-" + std::to_string(i);
                failures += store->save_page(made_page(name)) ? 0 : 1;
                failures += store->save_outcome("a", made_outcome(name)) ? 0 : 1;
                const auto found = store->find_page(made_page(name).url);
                failures += found && *found ? 0 : 1;
                failures += store->save_assessment(made_key(name), made_assessment(), at(1)) ? 0 : 1;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(store->stats()->pages, 400);
    EXPECT_EQ(store->outcomes("a")->size(), 400U);
}

}  // namespace
}  // namespace winnow
