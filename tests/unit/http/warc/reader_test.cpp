#include <gmock/gmock.h>

#include "../encoders.h"
#include "http/warc/record.h"
#include "warc_file.h"

namespace winnow::http::warc {
namespace {

using testing::HasSubstr;

class WarcReader : public WarcFiles {
protected:
    /// The blocks of all records that can be read; what is wrong then is the last.
    std::vector<std::string> blocks(const std::string& bytes) {
        std::vector<std::string> found;
        auto reader = Reader::open(save(bytes));
        if (!reader) return {reader.error().message()};
        for (;;) {
            auto record = reader->next();
            if (!record) found.push_back("error: " + record.error().message());
            if (!record || !*record) return found;
            found.push_back((*record)->block);
        }
    }
    using Blocks = std::vector<std::string>;
};

TEST_F(WarcReader, ReadsRecordsWithoutCompression) {
    EXPECT_EQ(blocks(warc_record("resource", "", "one") + warc_record("resource", "", "") +
                     warc_record("resource", "", "two")),
              (Blocks{"one", "", "two"}));
}

TEST_F(WarcReader, ReadsAMemberForEachRecordAndAllRecordsInOne) {
    const auto one = warc_record("resource", "", "one");
    const auto two = warc_record("resource", "", std::string(300'000, 'x'));
    EXPECT_EQ(blocks(gzip(one) + gzip(two)), (Blocks{"one", std::string(300'000, 'x')}));
    EXPECT_EQ(blocks(gzip(one + two + one)), (Blocks{"one", std::string(300'000, 'x'), "one"}));
    EXPECT_EQ(blocks(gzip(one + two.substr(0, 100)) + gzip(two.substr(100))),
              (Blocks{"one", std::string(300'000, 'x')}));
}

TEST_F(WarcReader, ReadsTheFieldsOfARecord) {
    auto reader =
        *Reader::open(save("WARC/1.1\r\nwarc-type:  response \r\nWARC-Target-URI: <http://a.org/>\r\nno "
                           "field\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"));
    const auto record = **reader.next();
    EXPECT_EQ(record.type(), "response");
    EXPECT_EQ(record.target(), "http://a.org/");
    EXPECT_EQ(record.field("content-length"), "3");
    EXPECT_EQ(record.field("none"), "");
}

TEST_F(WarcReader, GoesBackToARecord) {
    const auto one = warc_record("resource", "", std::string(100'000, '1'));
    const auto two = warc_record("resource", "", "two");
    for (const auto& bytes : {one + two + one, gzip(one) + gzip(two) + gzip(one)}) {
        auto reader = *Reader::open(save(bytes));
        std::vector<std::uint64_t> offsets;
        while (const auto record = *reader.next()) {
            offsets.push_back(record->offset);
            EXPECT_TRUE(record->can_be_sought);
        }
        ASSERT_EQ(offsets.size(), 3u);
        ASSERT_TRUE(reader.seek(offsets[1]));
        EXPECT_EQ((*reader.next())->block, "two");
        EXPECT_EQ((*reader.next())->block.size(), 100'000u);
        ASSERT_TRUE(reader.seek(offsets[0]));
        EXPECT_EQ((*reader.next())->block.size(), 100'000u);
    }
}

TEST_F(WarcReader, KnowsThatRecordsInsideAMemberCannotBeSought) {
    const auto record = warc_record("resource", "", "x");
    auto reader = *Reader::open(save(gzip(record + record)));
    EXPECT_TRUE((*reader.next())->can_be_sought);
    EXPECT_FALSE((*reader.next())->can_be_sought);
}

TEST_F(WarcReader, SaysWhereAFileIsCutOff) {
    const auto one = warc_record("resource", "", "one");
    const auto two = warc_record("resource", "", "the second one");
    for (std::size_t size = one.size() + 1; size < one.size() + two.size() - 4; ++size) {
        const auto found = blocks((one + two).substr(0, size));
        ASSERT_EQ(found.size(), 2u) << size;
        EXPECT_EQ(found[0], "one");
        EXPECT_THAT(found[1], HasSubstr("offset " + std::to_string(size)));
    }
    const auto whole = gzip(one) + gzip(two);
    for (std::size_t size = gzip(one).size() + 1; size < whole.size(); ++size)
        EXPECT_THAT(blocks(whole.substr(0, size)).back(), HasSubstr("cut off")) << size;
}

TEST_F(WarcReader, RefusesWhatIsNoArchive) {
    EXPECT_EQ(Reader::open(path("none")).error().kind(), ErrorKind::not_found);
    for (const auto* bytes : {"", "hello", "HTTP/1.1 200 OK"})
        EXPECT_EQ(Reader::open(save(bytes)).error().kind(), ErrorKind::malformed) << bytes;
    EXPECT_THAT(blocks(gzip("hello, this is gzip but no archive\r\n\r\n")).back(), HasSubstr("no record"));
}

TEST_F(WarcReader, RefusesBadLengths) {
    for (const auto* length : {"", "x", "-1", "3x", "99999999999999999999999", "999999999999"}) {
        const auto found = blocks("WARC/1.0\r\nContent-Length: " + std::string(length) + "\r\n\r\nabc\r\n\r\n");
        EXPECT_THAT(found.back(), HasSubstr("error: ")) << length;
    }
    EXPECT_THAT(blocks("WARC/1.0\r\nWARC-Type: response\r\n\r\nabc").back(), HasSubstr("without Content-Length"));
    EXPECT_THAT(blocks("WARC/1.0\r\nContent-Length: 2\r\n\r\nabc\r\n\r\n").back(), HasSubstr("no record"));
}

TEST_F(WarcReader, RefusesHeadersWithoutEndHoweverTheyAreCompressed) {
    EXPECT_THAT(blocks("WARC/1.0\r\n" + std::string(1'000'000, 'x')).back(), HasSubstr("without an end"));
    std::string members = gzip("WARC/1.0\r\n");
    const auto member = gzip("x");
    for (int i = 0; i < 270'000; ++i) members += member;
    EXPECT_THAT(blocks(members).back(), HasSubstr("without an end"));
}

}  // namespace
}  // namespace winnow::http::warc
