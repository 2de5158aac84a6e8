#include "aws/s3.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture.h"
#include "text/digest.h"

namespace winnow::aws {
namespace {

using testing::HasSubstr;

constexpr const char* kHost = "https://my-bucket.s3.eu-central-1.amazonaws.com/";

std::unique_ptr<S3Bucket> bucket(Fixture& fixture, S3Options options = {.bucket = "my-bucket"}) {
    auto opened = open_bucket(std::move(options), fixture.context());
    EXPECT_TRUE(opened);
    return opened ? std::move(*opened) : nullptr;
}

std::string header(const http::Request& request, std::string_view name) {
    return std::string(http::find_header(request.headers, name).value_or("(none)"));
}

TEST(S3, PutsWithChecksumHashAndEncryption) {
    Fixture fixture;
    fixture.http.script(std::string("PUT ") + kHost + "a/b.json", answer(200));
    const auto kms = bucket(fixture, {.bucket = "my-bucket", .encryption = Encryption::kms, .kms_key = "alias/k"});
    ASSERT_TRUE(
        kms->put("a/b.json", "{}", {.content_type = "application/json", .overwrite = Overwrite::refused}, Deadline()));
    const auto& request = fixture.http.requests[0];
    EXPECT_EQ(header(request, "content-type"), "application/json");
    EXPECT_EQ(header(request, "x-amz-checksum-sha256"), text::sha256_base64("{}"));
    EXPECT_EQ(header(request, "x-amz-content-sha256"), text::sha256_hex("{}"));
    EXPECT_EQ(header(request, "x-amz-server-side-encryption"), "aws:kms");
    EXPECT_EQ(header(request, "x-amz-server-side-encryption-aws-kms-key-id"), "alias/k");
    EXPECT_EQ(header(request, "if-none-match"), "*");
    EXPECT_THAT(header(request, "authorization"), HasSubstr("if-none-match"));
}

TEST(S3, WritesKeysIntoUrlsByteForByte) {
    Fixture fixture;
    const auto aws = bucket(fixture);
    for (const auto& [key, path] :
         std::map<std::string, std::string>{{"a b+c=d&e?f#g%h.txt", "a%20b%2Bc%3Dd%26e%3Ff%23g%25h.txt"},
                                            {"\u00FCber/\u65E5\u672C", "%C3%BCber/%E6%97%A5%E6%9C%AC"},
                                            {"a//b/", "a//b/"},
                                            {"a..b/.c/d.", "a..b/.c/d."}}) {
        fixture.http.script("GET " + (kHost + path), answer(200, key));
        const auto got = aws->get(key, Deadline());
        ASSERT_TRUE(got) << got.error().message();
        EXPECT_EQ(*got, key);
    }
}

TEST(S3, RefusesKeysThatAUrlCannotCarry) {
    Fixture fixture;
    for (const auto& key : {std::string(), std::string("a/../b"), std::string(".."), std::string("./a"),
                            std::string("a/."), std::string("a\nb"), std::string(1025, 'a')})
        EXPECT_EQ(bucket(fixture)->get(key, Deadline()).error().kind(), ErrorKind::invalid_argument) << key;
    EXPECT_TRUE(fixture.http.requests.empty());
}

TEST(S3, RefusesNamesThatNoBucketHas) {
    Fixture fixture;
    for (const auto* name : {"", "ab", "Upper", "a_b_c", "-abc", "abc.", "a..b", "evil/../x", "a@b.c"})
        EXPECT_EQ(open_bucket({.bucket = name}, fixture.context()).error().kind(), ErrorKind::invalid_config) << name;
}

TEST(S3, TakesThePathForDotsAndForEndpointsOfItsOwn) {
    Fixture fixture;
    fixture.http.answer("https://s3.eu-central-1.amazonaws.com/dotted.name/k", 200, "1");
    EXPECT_TRUE(bucket(fixture, {.bucket = "dotted.name"})->get("k", Deadline()));
    auto context = fixture.context();
    context.site.endpoints["s3"] = "http://127.0.0.1:9000/";
    fixture.http.answer("http://127.0.0.1:9000/my-bucket/k", 200, "1");
    EXPECT_TRUE((*open_bucket({.bucket = "my-bucket"}, context))->get("k", Deadline()));
    fixture.http.answer("http://my-bucket.127.0.0.1.nip.io:9000/k", 200, "1");
    context.site.endpoints["s3"] = "http://127.0.0.1.nip.io:9000";
    const auto virtual_host = *open_bucket({.bucket = "my-bucket", .style = AddressStyle::virtual_host}, context);
    EXPECT_TRUE(virtual_host->get("k", Deadline()));
}

TEST(S3, TellsAMissingKeyFromAMissingBucket) {
    Fixture fixture;
    fixture.http.answer(std::string(kHost) + "k", 404, "<Error><Code>NoSuchKey</Code></Error>");
    EXPECT_EQ(bucket(fixture)->get("k", Deadline())->has_value(), false);
    fixture.http.answer(std::string(kHost) + "other", 404, "<Error><Code>NoSuchBucket</Code></Error>");
    EXPECT_EQ(bucket(fixture)->get("other", Deadline()).error().kind(), ErrorKind::not_found);
    fixture.http.script(std::string("HEAD ") + kHost + "k", answer(404));
    EXPECT_EQ(bucket(fixture)->head("k", Deadline())->has_value(), false);
}

TEST(S3, ComparesChecksumsOfWhatComes) {
    Fixture fixture;
    fixture.http.answer(std::string(kHost) + "good", 200, "abc",
                        {{"x-amz-checksum-sha256", text::sha256_base64("abc")}});
    fixture.http.answer(std::string(kHost) + "bad", 200, "abd",
                        {{"x-amz-checksum-sha256", text::sha256_base64("abc")}});
    fixture.http.answer(std::string(kHost) + "parts", 200, "abd",
                        {{"x-amz-checksum-sha256", text::sha256_base64("x") + "-2"},
                         {"x-amz-meta-sha256", text::sha256_base64("abc")}});
    fixture.http.answer(std::string(kHost) + "foreign", 200, "abd",
                        {{"x-amz-checksum-sha256", text::sha256_base64("x") + "-2"}});
    EXPECT_EQ(**bucket(fixture)->get("good", Deadline()), "abc");
    EXPECT_EQ(bucket(fixture)->get("bad", Deadline()).error().kind(), ErrorKind::malformed);
    EXPECT_EQ(bucket(fixture)->get("parts", Deadline()).error().kind(), ErrorKind::malformed);
    EXPECT_TRUE(bucket(fixture)->get("foreign", Deadline()));
}

TEST(S3, ReadsAListPageByPage) {
    Fixture fixture;
    const auto page = [](const std::string& key, const std::string& next) {
        return "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Contents><Key>" + key +
               "</Key><Size>7</Size><ETag>\"e\"</ETag><LastModified>2023-11-14T22:13:20.000Z</LastModified></Contents>"
               "<IsTruncated>" +
               (next.empty() ? "false" : "true") + "</IsTruncated><NextContinuationToken>" + next +
               "</NextContinuationToken></ListBucketResult>";
    };
    fixture.http.answer(std::string(kHost) + "?list-type=2&prefix=a%20b%2F", 200, page("a b/1", "t+/="));
    fixture.http.answer(std::string(kHost) + "?list-type=2&continuation-token=t%2B%2F%3D&prefix=a%20b%2F", 200,
                        page("a b/2 &amp; 3", ""));
    const auto listed = bucket(fixture)->list("a b/", Deadline());
    ASSERT_TRUE(listed) << listed.error().message();
    ASSERT_EQ(listed->size(), 2u);
    EXPECT_EQ((*listed)[0].key, "a b/1");
    EXPECT_EQ((*listed)[0].bytes, 7u);
    EXPECT_EQ((*listed)[0].modified, fixture.clock.now());
    EXPECT_EQ((*listed)[1].key, "a b/2 & 3");
}

TEST(S3, DoesNotReadAListWithoutEnd) {
    Fixture fixture;
    const auto* body =
        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></"
        "ListBucketResult>";
    fixture.http.answer(std::string(kHost) + "?list-type=2", 200, body);
    fixture.http.answer(std::string(kHost) + "?list-type=2&continuation-token=t", 200, body);
    EXPECT_EQ(bucket(fixture)->list("", Deadline()).error().kind(), ErrorKind::malformed);
}

class Multipart : public testing::Test {
protected:
    void SetUp() override {
        fixture_.http.script(
            url("POST", "?uploads="),
            answer(200, "<InitiateMultipartUploadResult><UploadId>u/1+</UploadId></InitiateMultipartUploadResult>"));
        fixture_.http.script(url("PUT", "?partNumber=1&uploadId=u%2F1%2B"), answer(200, "", {{"ETag", "\"e1\""}}));
        fixture_.http.script(url("DELETE", "?uploadId=u%2F1%2B"), answer(204));
    }
    static std::string url(const std::string& method, const std::string& query) {
        return method + " " + kHost + "k" + query;
    }
    Result<void> put() {
        return bucket(fixture_, {.bucket = "my-bucket", .part_bytes = 5u << 20})->put("k", bytes_, {}, Deadline());
    }

    Fixture fixture_;
    std::string bytes_ = std::string((5u << 20) + 1, 'x');
};

TEST_F(Multipart, SendsLargeObjectsInParts) {
    fixture_.http.script(url("PUT", "?partNumber=2&uploadId=u%2F1%2B"), answer(200, "", {{"ETag", "\"e2\""}}));
    fixture_.http.script(url("POST", "?uploadId=u%2F1%2B"), answer(200, "<CompleteMultipartUploadResult/>"));
    const auto stored = put();
    ASSERT_TRUE(stored) << stored.error().message();
    const auto& requests = fixture_.http.requests;
    ASSERT_EQ(requests.size(), 4u);
    EXPECT_EQ(header(requests[0], "x-amz-meta-sha256"), text::sha256_base64(bytes_));
    EXPECT_EQ(requests[1].body.size(), 5u << 20);
    EXPECT_EQ(requests[2].body, "x");
    EXPECT_THAT(requests[3].body, HasSubstr("<Part><PartNumber>2</PartNumber><ETag>\"e2\"</ETag><ChecksumSHA256>" +
                                            text::sha256_base64("x")));
}

TEST_F(Multipart, TakesThePartsBackWhenOneFails) {
    fixture_.http.script(url("PUT", "?partNumber=2&uploadId=u%2F1%2B"),
                         answer(403, "<Error><Code>AccessDenied</Code></Error>"));
    EXPECT_EQ(put().error().kind(), ErrorKind::forbidden);
    EXPECT_EQ(fixture_.http.requests.back().method, "DELETE");
}

TEST_F(Multipart, SeesAnErrorBehindStatus200) {
    fixture_.http.script(url("PUT", "?partNumber=2&uploadId=u%2F1%2B"), answer(200, "", {{"ETag", "\"e2\""}}));
    fixture_.http.script(url("POST", "?uploadId=u%2F1%2B"),
                         answer(200, "<?xml version=\"1.0\"?>\n\n <Error><Code>InternalError</Code></Error>"));
    EXPECT_EQ(put().error().kind(), ErrorKind::unavailable);
    EXPECT_EQ(fixture_.delays.size(), 2u);
    EXPECT_EQ(fixture_.http.requests.back().method, "DELETE");
}

}  // namespace
}  // namespace winnow::aws
