#include <algorithm>
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "aws/calls/service.h"
#include "stand_ins.h"
#include "store/blobs.h"
#include "support/contracts/blob_contract.h"
#include "support/contracts/kept_blobs.h"
#include "support/fake_http.h"

namespace winnow {

#include "support/contracts/blob_contract.inc"

namespace aws {
namespace {

/// moto knows no buckets until one is made; versitygw takes the folder that is there.
void make_bucket(Session& session) {
    const auto service = *make_service("s3", session.context());
    const auto url = *Url::parse_exact(service->endpoint() + "/" + kBucket);
    static_cast<void>(service->send({.operation = "CreateBucket",
                                     .request = {.method = "PUT",
                                                 .url = url,
                                                 .body = "<CreateBucketConfiguration><LocationConstraint>eu-central-1"
                                                         "</LocationConstraint></CreateBucketConfiguration>"},
                                     .accepted_codes = {"BucketAlreadyOwnedByYou"}},
                                    Deadline()));
}

struct Server {
    std::string name;
    Environment (*environment)();
};

std::ostream& operator<<(std::ostream& out, const Server& server) {
    return out << server.name;
}

class S3 : public testing::TestWithParam<Server> {
protected:
    void SetUp() override {
        const auto environment = GetParam().environment();
        if (environment.at("AWS_ENDPOINT_URL").empty()) GTEST_SKIP() << "started without tests/cloud/run";
        session_ = session(environment);
        if (GetParam().name == "Moto") make_bucket(*session_);
        bucket_ = open({.bucket = kBucket});
    }
    std::unique_ptr<S3Bucket> open(S3Options options) {
        auto opened = open_bucket(std::move(options), session_->context());
        EXPECT_TRUE(opened) << opened.error().message();
        return opened ? std::move(*opened) : nullptr;
    }

    std::unique_ptr<Session> session_;
    std::unique_ptr<S3Bucket> bucket_;
};

TEST_P(S3, KeepsObjectsUnderDifficultKeys) {
    for (const std::string key :
         {"plain.txt", "with blank", "plus+sign", "a=b&c", "50%", "%20", "\u00FCber/\u65E5\u672C.txt", "a..b/.c",
          "it's(so)*!~", "x:y@z,$;", "nested/deep/er", "q?uestion#hash", "back\\slash", "[a]{b}|^\"<>`"}) {
        const auto name = "keys/" + key;
        const auto stored = bucket_->put(name, "of " + key, {.content_type = "text/plain"}, Deadline());
        ASSERT_TRUE(stored) << key << ": " << stored.error().message();
        const auto got = bucket_->get(name, Deadline());
        ASSERT_TRUE(got && *got) << key << ": " << (got ? "nothing" : got.error().message());
        EXPECT_EQ(**got, "of " + key);
        const auto listed = bucket_->list(name, Deadline());
        ASSERT_TRUE(listed) << key << ": " << listed.error().message();
        EXPECT_EQ(std::ranges::count(*listed, name, &ObjectInfo::key), 1) << key;
        ASSERT_TRUE(bucket_->remove(name, Deadline())) << key;
        EXPECT_FALSE(bucket_->get(name, Deadline())->has_value()) << key;
    }
}

TEST_P(S3, SaysWhatAnObjectIs) {
    ASSERT_TRUE(bucket_->put("info.json", "{}", {.content_type = "application/json"}, Deadline()));
    const auto info = bucket_->head("info.json", Deadline());
    ASSERT_TRUE(info && *info);
    EXPECT_EQ((*info)->bytes, 2u);
    EXPECT_EQ((*info)->content_type, "application/json");
    EXPECT_FALSE((*info)->etag.empty());
    EXPECT_TRUE((*info)->modified);
    EXPECT_FALSE(bucket_->head("none", Deadline())->has_value());
}

TEST_P(S3, OverwritesNothingWhenToldSo) {
    ASSERT_TRUE(bucket_->remove("once", Deadline()));
    const PutOptions once{.overwrite = Overwrite::refused};
    const auto first = bucket_->put("once", "1", once, Deadline());
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(bucket_->put("once", "2", once, Deadline()).error().kind(), ErrorKind::conflict);
    EXPECT_EQ(**bucket_->get("once", Deadline()), "1");
}

TEST_P(S3, EncryptsAtRestWhenToldSo) {
    const auto encrypted = open({.bucket = kBucket, .encryption = Encryption::aes256});
    const auto stored = encrypted->put("encrypted", "x", {}, Deadline());
    ASSERT_TRUE(stored) << stored.error().message();
    EXPECT_EQ(**encrypted->get("encrypted", Deadline()), "x");
}

TEST_P(S3, SendsLargeObjectsInPartsOnceOnly) {
    std::string bytes;
    for (std::size_t i = 0; bytes.size() < (17u << 20); ++i) bytes += std::to_string(i * 7919);
    ASSERT_TRUE(bucket_->remove("parts", Deadline()));
    const PutOptions once{.overwrite = Overwrite::refused};
    const auto stored = bucket_->put("parts", bytes, once, Deadline());
    ASSERT_TRUE(stored) << stored.error().message();
    EXPECT_TRUE(**bucket_->get("parts", Deadline()) == bytes);
    EXPECT_THAT((**bucket_->head("parts", Deadline())).etag, testing::HasSubstr("-3"));
    EXPECT_EQ(bucket_->put("parts", bytes, once, Deadline()).error().kind(), ErrorKind::conflict);
}

TEST_P(S3, SaysThatThereIsNoBucket) {
    const auto none = open({.bucket = "no-such-bucket"});
    EXPECT_EQ(none->get("x", Deadline()).error().kind(), ErrorKind::not_found);
    EXPECT_EQ(none->put("x", "y", {}, Deadline()).error().kind(), ErrorKind::not_found);
}

TEST_P(S3, ListsMoreThanAPage) {
    std::atomic<int> next = 0;
    {
        std::vector<std::jthread> writers;
        for (int t = 0; t < 4; ++t)
            writers.emplace_back([&] {
                for (int i = next++; i < 1'003; i = next++)
                    EXPECT_TRUE(bucket_->put("many/" + std::to_string(10'000 + i), "x", {}, Deadline()));
            });
    }
    const auto listed = bucket_->list("many/", Deadline());
    ASSERT_TRUE(listed) << listed.error().message();
    ASSERT_EQ(listed->size(), 1'003u);
    EXPECT_EQ(listed->front().key, "many/10000");
    EXPECT_EQ(listed->back().key, "many/11002");
    EXPECT_TRUE(std::ranges::is_sorted(*listed, {}, &ObjectInfo::key));
}

INSTANTIATE_TEST_SUITE_P(Of, S3, testing::Values(Server{"Versity", versity}, Server{"Moto", moto}),
                         [](const auto& test) { return test.param.name; });

class Signed : public testing::Test {
protected:
    void SetUp() override {
        if (versity().at("AWS_ENDPOINT_URL").empty()) GTEST_SKIP() << "started without tests/cloud/run";
    }
};

TEST_F(Signed, AWrongKeyIsRefused) {
    auto environment = versity();
    environment["AWS_SECRET_ACCESS_KEY"] = "wrong";
    const auto refused = session(environment);
    const auto put = (*open_bucket({.bucket = kBucket}, refused->context()))->put("x", "y", {}, Deadline());
    EXPECT_EQ(put.error().kind(), ErrorKind::unauthorized);
    EXPECT_THAT(put.error().message(), testing::HasSubstr("SignatureDoesNotMatch"));
}

TEST_F(Signed, AClockThatIsAnHourOffIsSetRight) {
    const auto right = session(versity());
    const FakeClock clock(system_clock().now() - std::chrono::hours{1});
    const auto context = right->context();
    const Context late{
        .client = context.client, .credentials = context.credentials, .site = context.site, .clock = clock};
    const auto put = (*open_bucket({.bucket = kBucket}, late))->put("late", "y", {}, Deadline());
    EXPECT_TRUE(put) << put.error().message();
}

/// A bucket as a store of blobs, with a prefix of its own.
std::unique_ptr<BlobStore> in_bucket(std::unique_ptr<Session> session, bool make) {
    static std::atomic<int> number = 0;
    if (make) make_bucket(*session);
    auto store = make_s3_blobs({.bucket = {.bucket = kBucket}, .prefix = "blobs" + std::to_string(++number) + "/"},
                               session->context());
    return std::make_unique<KeptBlobs<std::unique_ptr<Session>>>(std::move(session), std::move(*store));
}

std::unique_ptr<BlobStore> in_versity() {
    if (versity().at("AWS_ENDPOINT_URL").empty()) return nullptr;
    return in_bucket(session(versity()), false);
}

std::unique_ptr<BlobStore> in_moto() {
    if (moto().at("AWS_ENDPOINT_URL").empty()) return nullptr;
    return in_bucket(session(moto()), true);
}

}  // namespace
}  // namespace aws

INSTANTIATE_TEST_SUITE_P(In, BlobContract,
                         testing::Values(BlobImplementation{"Versity", aws::in_versity},
                                         BlobImplementation{"Moto", aws::in_moto}),
                         [](const auto& test) { return test.param.name; });

}  // namespace winnow
