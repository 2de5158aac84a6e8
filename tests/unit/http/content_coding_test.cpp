#include <gtest/gtest.h>

#include "encoders.h"
#include "http/message.h"

namespace winnow::http {
namespace {

constexpr std::size_t kNoLimit = SIZE_MAX;

struct Coding {
    const char* name;
    std::string (*encode)(const std::string&);
};

void PrintTo(const Coding& coding, std::ostream* out) {
    *out << coding.name;
}

class ContentCoding : public testing::TestWithParam<Coding> {
protected:
    static Result<std::string> round_trip(const std::string& text, std::size_t max_bytes = kNoLimit) {
        return decode_content(GetParam().encode(text), GetParam().name, max_bytes);
    }
};

INSTANTIATE_TEST_SUITE_P(All, ContentCoding,
                         testing::Values(Coding{"gzip", gzip}, Coding{"X-GZip", gzip}, Coding{"deflate", zlib},
                                         Coding{"deflate", raw_deflate}, Coding{"br", brotli}, Coding{"zstd", zstd}));

TEST_P(ContentCoding, IsUndone) {
    EXPECT_EQ(*round_trip("some text"), "some text");
    EXPECT_EQ(*round_trip(""), "");
}

TEST_P(ContentCoding, IsUndoneAtEverySizeOfTheBuffer) {
    for (const std::size_t size : {65'535u, 65'536u, 65'537u, 131'072u, 1'000'000u}) {
        std::string text(size, 'x');
        for (std::size_t i = 0; i < size; i += 7) text[i] = static_cast<char>('a' + i % 23);
        EXPECT_EQ(*round_trip(text), text) << size;
    }
}

TEST_P(ContentCoding, StopsABombAtTheLimit) {
    const std::string text(3'000'000, '\0');
    EXPECT_EQ(*round_trip(text, text.size()), text);
    const auto cut = round_trip(text, text.size() - 1);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().kind(), ErrorKind::too_large);
    EXPECT_EQ(round_trip(text, 1000).error().kind(), ErrorKind::too_large);
}

TEST_P(ContentCoding, IsMalformedWhenCutOffOrDamaged) {
    const auto coded = GetParam().encode("a text that is long enough to be cut somewhere in its middle");
    for (std::size_t size = 3; size < coded.size(); ++size)
        EXPECT_FALSE(decode_content(coded.substr(0, size), GetParam().name, kNoLimit)) << size;
    auto damaged = coded;
    for (std::size_t i = 4; i < damaged.size(); ++i) damaged[i] = static_cast<char>(~damaged[i]);
    const auto decoded = decode_content(damaged, GetParam().name, 1'000'000);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().kind(), ErrorKind::malformed);
}

TEST(ContentCodings, AreUndoneInReverse) {
    EXPECT_EQ(*decode_content(brotli(gzip("text")), "gzip, br", kNoLimit), "text");
    EXPECT_EQ(*decode_content(gzip(zstd("text")), "zstd,\tgzip ,", kNoLimit), "text");
    EXPECT_EQ(*decode_content("text", "identity", kNoLimit), "text");
}

TEST(ContentCodings, AreNotUndoneWithoutEnd) {
    const auto coded = gzip(gzip(gzip(gzip("text"))));
    EXPECT_EQ(decode_content(coded, "gzip, gzip, gzip, gzip", kNoLimit).error().kind(), ErrorKind::malformed);
}

TEST(ContentCodings, LimitEachLayer) {
    const auto coded = gzip(gzip(std::string(5'000'000, '\0')));
    EXPECT_EQ(decode_content(coded, "gzip, gzip", 10'000).error().kind(), ErrorKind::too_large);
}

TEST(ContentCodings, LeaveABodyThatIsNotCodedAsDeclared) {
    EXPECT_EQ(*decode_content("<html>", "gzip", kNoLimit), "<html>");
    EXPECT_EQ(*decode_content("", "br", kNoLimit), "");
}

TEST(ContentCodings, ReadSeveralMembersOfGzipAndSkipWhatIsBehind) {
    EXPECT_EQ(*decode_content(gzip("one ") + gzip("") + gzip("two"), "gzip", kNoLimit), "one two");
    EXPECT_EQ(*decode_content(gzip("one") + "tail", "gzip", kNoLimit), "one");
    EXPECT_EQ(decode_content(gzip("1234") + gzip("5678"), "gzip", 7).error().kind(), ErrorKind::too_large);
}

TEST(ContentCodings, ReadSeveralFramesOfZstd) {
    EXPECT_EQ(*decode_content(zstd("one ") + zstd("two"), "zstd", kNoLimit), "one two");
}

TEST(ContentCodings, RefuseThoseThatNobodyKnows) {
    const auto decoded = decode_content("x", "compress", kNoLimit);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().kind(), ErrorKind::unsupported);
}

}  // namespace
}  // namespace winnow::http
