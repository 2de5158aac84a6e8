#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "files/files.h"

namespace winnow::files {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string gzipped(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// Text that gzip cannot make small, so that it spans many blocks of the reader.
std::string noise(std::size_t bytes) {
    std::string text(bytes, '\0');
    std::uint32_t state = 1;
    for (auto& c : text) {
        state = state * 1664525u + 1013904223u;
        c = static_cast<char>(state >> 24);
    }
    return text;
}

class GzipFile : public testing::Test {
protected:
    GzipFile() : folder_(*TemporaryFolder::create(fs::temp_directory_path(), "winnow-gzip")) {}

    Result<std::string> read(const std::string& bytes, std::size_t max_bytes = SIZE_MAX) {
        const auto path = folder_.path() / "x.gz";
        EXPECT_TRUE(write_file_atomically(path, bytes));
        return read_gzip_file(path, max_bytes);
    }

    TemporaryFolder folder_;
};

TEST_F(GzipFile, ReadsOneMember) {
    EXPECT_EQ(*read(gzipped("hello")), "hello");
    EXPECT_EQ(*read(gzipped("")), "");
}

TEST_F(GzipFile, ReadsMembersOneAfterTheOther) {
    EXPECT_EQ(*read(gzipped("one,") + gzipped("") + gzipped("two")), "one,two");
}

TEST_F(GzipFile, ReadsWhatSpansManyBlocks) {
    const auto text = noise(1'000'003) + std::string(5'000'000, 'x') + noise(300'000);
    EXPECT_EQ(*read(gzipped(text)), text);
}

TEST_F(GzipFile, ReadsManySmallMembersOverBlockBoundaries) {
    std::string bytes, expected;
    for (int i = 0; i < 5000; ++i) {
        bytes += gzipped(std::to_string(i) + "\n");
        expected += std::to_string(i) + "\n";
    }
    EXPECT_EQ(*read(bytes), expected);
}

TEST_F(GzipFile, TakesZerosBehindTheLastMemberForPadding) {
    EXPECT_EQ(*read(gzipped("x") + std::string(200'000, '\0')), "x");
}

TEST_F(GzipFile, AllowsExactlyTheLimitAndNotOneByteMore) {
    EXPECT_EQ(*read(gzipped("1234567"), 7), "1234567");
    const auto text = read(gzipped("1234567"), 6);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind(), ErrorKind::too_large);
    EXPECT_THAT(text.error().message(), HasSubstr("6 bytes"));
}

TEST_F(GzipFile, CutsABombAtTheLimit) {
    const auto text = read(gzipped(std::string(50'000'000, '\0')), 1'000'000);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind(), ErrorKind::too_large);
}

TEST_F(GzipFile, CountsTheMembersTogetherForTheLimit) {
    EXPECT_EQ(read(gzipped("1234") + gzipped("5678"), 7).error().kind(), ErrorKind::too_large);
}

TEST_F(GzipFile, RefusesWhatIsNotGzip) {
    for (const std::string bytes : {"plain text", "", "\x1f", "\x1f\x8b"}) {
        const auto text = read(bytes);
        ASSERT_FALSE(text) << bytes;
        EXPECT_EQ(text.error().kind(), ErrorKind::malformed);
        EXPECT_THAT(text.error().message(), HasSubstr("x.gz"));
    }
}

TEST_F(GzipFile, RefusesAFileCutOffAnywhere) {
    const auto whole = gzipped("a text that is long enough to be cut");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto text = read(whole.substr(0, size));
        ASSERT_FALSE(text) << size;
        EXPECT_EQ(text.error().kind(), ErrorKind::malformed) << size;
    }
}

TEST_F(GzipFile, RefusesASecondMemberCutOff) {
    const auto second = gzipped("second");
    EXPECT_EQ(read(gzipped("first") + second.substr(0, second.size() - 1)).error().kind(), ErrorKind::malformed);
}

TEST_F(GzipFile, RefusesAWrongChecksumAndForeignBytesBehind) {
    auto damaged = gzipped("hello");
    damaged[damaged.size() - 5] ^= 1;
    EXPECT_EQ(read(damaged).error().kind(), ErrorKind::malformed);
    EXPECT_EQ(read(gzipped("hello") + "tail").error().kind(), ErrorKind::malformed);
}

TEST_F(GzipFile, NamesTheFileThatIsMissingAndTheFolder) {
    EXPECT_EQ(read_gzip_file(folder_.path() / "none.gz", 10).error().kind(), ErrorKind::not_found);
    EXPECT_EQ(read_gzip_file(folder_.path(), 10).error().kind(), ErrorKind::storage);
}

}  // namespace
}  // namespace winnow::files
