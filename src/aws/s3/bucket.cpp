#include <charconv>

#include "aws/calls/failure.h"
#include "aws/calls/service.h"
#include "aws/calls/xml.h"
#include "aws/s3.h"
#include "aws/s3/address.h"
#include "aws/s3/upload.h"
#include "aws/sign.h"
#include "text/digest.h"

namespace winnow::aws {
namespace {

constexpr std::size_t kLeastPartBytes = 5u << 20;  // S3 refuses smaller ones
constexpr std::size_t kMostParts = 10'000;         // and more

std::size_t number_of(std::string_view text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// What came is what was written, as far as there is a checksum of the whole.
Result<void> check_sum(const std::string& key, const http::Response& response) {
    auto expected = response.header(kWholeChecksumHeader);
    if (!expected) expected = response.header(kChecksumHeader);
    if (!expected || expected->contains('-')) return {};  // one of parts that others made
    if (text::sha256_base64(response.body) == *expected) return {};
    return fail(ErrorKind::malformed, "s3 GetObject: '" + key + "' does not have its checksum");
}

ObjectInfo listed(const XmlElement& element) {
    return {.key = element.text_of("Key"),
            .bytes = number_of(element.text_of("Size")),
            .etag = element.text_of("ETag"),
            .content_type = {},
            .modified = parse_rfc3339(element.text_of("LastModified"))};
}

class SignedBucket final : public S3Bucket {
public:
    SignedBucket(S3Options options, std::unique_ptr<Service> service)
        : options_(std::move(options)), service_(std::move(service)), address_(bucket_address(options_, *service_)) {}

    Result<void> put(const std::string& key, std::string_view bytes, const PutOptions& options,
                     const Deadline& deadline) override {
        TRY_OK(check_key(key));
        if (bytes.size() > options_.max_object_bytes)
            return fail(ErrorKind::too_large, "s3 PutObject: '" + key + "' has " + std::to_string(bytes.size()) +
                                                  " bytes, more than " + std::to_string(options_.max_object_bytes));
        const Upload upload{options_, address_, key, bytes, options};
        return bytes.size() > options_.part_bytes ? upload_in_parts(*service_, upload, deadline)
                                                  : upload_whole(*service_, upload, deadline);
    }

    Result<std::optional<std::string>> get(const std::string& key, const Deadline& deadline) override {
        TRY(auto call, call_for("GetObject", "GET", key));
        call.request.headers = {{"x-amz-checksum-mode", "ENABLED"}, {"Accept-Encoding", "identity"}};
        call.request.max_body_bytes = options_.max_object_bytes;
        call.accepted_codes = {"NoSuchKey"};
        TRY(auto response, service_->send(call, deadline));
        if (response.status >= 300) return std::nullopt;
        TRY_OK(check_sum(key, response));
        return std::move(response.body);
    }

    Result<std::optional<ObjectInfo>> head(const std::string& key, const Deadline& deadline) override {
        TRY(auto call, call_for("HeadObject", "HEAD", key));
        call.accepted_codes = {"NotFound"};
        TRY(const auto response, service_->send(call, deadline));
        if (response.status >= 300) return std::nullopt;
        ObjectInfo info{.key = key,
                        .bytes = number_of(response.header("content-length").value_or("")),
                        .etag = {},
                        .content_type = {},
                        .modified = parse_http_date(response.header("last-modified").value_or(""))};
        info.etag = response.header("etag").value_or("");
        info.content_type = response.header("content-type").value_or("");
        return info;
    }

    Result<std::vector<ObjectInfo>> list(const std::string& prefix, const Deadline& deadline) override {
        std::vector<ObjectInfo> objects;
        std::string token;
        for (;;) {
            TRY(const auto page, list_page(prefix, token, deadline));
            for (const auto& element : page.children)
                if (element.name == "Contents") objects.push_back(listed(element));
            if (page.text_of("IsTruncated") != "true") return objects;
            auto next = page.text_of("NextContinuationToken");
            if (next.empty() || next == token)
                return fail(ErrorKind::malformed, "s3 ListObjectsV2 answered without the next page");
            token = std::move(next);
        }
    }

    Result<void> remove(const std::string& key, const Deadline& deadline) override {
        TRY(auto call, call_for("DeleteObject", "DELETE", key));
        call.accepted_codes = {"NoSuchKey"};
        TRY_OK(service_->send(call, deadline));
        return {};
    }

private:
    Result<Call> call_for(std::string operation, std::string method, const std::string& key) const {
        TRY_OK(check_key(key));
        Call call{.operation = std::move(operation),
                  .request = {.method = std::move(method), .timeout = options_.request_timeout}};
        TRY(call.request.url, object_url(address_, key, {}));
        return call;
    }

    Result<XmlElement> list_page(const std::string& prefix, const std::string& token, const Deadline& deadline) const {
        std::string query = "list-type=2";
        if (!token.empty()) query += "&continuation-token=" + uri_encode(token, false);
        if (!prefix.empty()) query += "&prefix=" + uri_encode(prefix, false);
        Call call{.operation = "ListObjectsV2", .request = {.timeout = options_.request_timeout}};
        TRY(call.request.url, object_url(address_, {}, query));
        TRY(const auto response, service_->send(call, deadline));
        TRY(auto root, parse_xml(response.body));
        if (root.name != "ListBucketResult") return fail(ErrorKind::malformed, "s3 ListObjectsV2 answered no list");
        return root;
    }

    S3Options options_;
    std::unique_ptr<Service> service_;
    std::string address_;
};

}  // namespace

Result<std::unique_ptr<S3Bucket>> open_bucket(S3Options options, Context context) {
    TRY_OK(check_bucket_name(options.bucket));
    if (options.part_bytes < kLeastPartBytes || options.max_object_bytes / options.part_bytes >= kMostParts)
        return fail(ErrorKind::invalid_config, "S3 parts of " + std::to_string(options.part_bytes) + " bytes");
    TRY(auto service, make_service("s3", std::move(context)));
    return std::make_unique<SignedBucket>(std::move(options), std::move(service));
}

}  // namespace winnow::aws
