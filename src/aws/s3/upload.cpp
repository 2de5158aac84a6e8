#include "aws/s3/upload.h"

#include <algorithm>

#include "aws/calls/xml.h"
#include "aws/s3/address.h"
#include "aws/sign.h"
#include "log/log.h"
#include "text/digest.h"

namespace winnow::aws {
namespace {

constexpr std::chrono::seconds kAbortTimeout{10};  // even when the upload's own time is over

/// What an object keeps: said once, at the beginning.
std::vector<HeaderField> object_fields(const Upload& upload) {
    std::vector<HeaderField> fields{{"Content-Type", upload.options.content_type}};
    if (!upload.options.cache_control.empty()) fields.push_back({"Cache-Control", upload.options.cache_control});
    if (upload.bucket.encryption == Encryption::bucket_default) return fields;
    const bool is_kms = upload.bucket.encryption == Encryption::kms;
    fields.push_back({"x-amz-server-side-encryption", is_kms ? "aws:kms" : "AES256"});
    if (is_kms && !upload.bucket.kms_key.empty())
        fields.push_back({"x-amz-server-side-encryption-aws-kms-key-id", upload.bucket.kms_key});
    if (is_kms) fields.push_back({"x-amz-server-side-encryption-bucket-key-enabled", "true"});
    return fields;
}

Result<Call> call_for(const Upload& upload, std::string operation, std::string method, std::string_view query) {
    Call call{.operation = std::move(operation),
              .request = {.method = std::move(method), .timeout = upload.bucket.request_timeout}};
    TRY(call.request.url, object_url(upload.address, upload.key, query));
    return call;
}

void refuse_overwriting(const Upload& upload, Call& call) {
    if (upload.options.overwrite == Overwrite::refused) call.request.headers.push_back({"If-None-Match", "*"});
}

struct Part {
    std::string etag;
    std::string checksum;
};

/// The steps between the beginning and the end of an upload in parts.
class PartedUpload {
public:
    PartedUpload(Service& service, const Upload& upload) : service_(service), upload_(upload) {}

    Result<void> begin(const Deadline& deadline) {
        TRY(auto call, call_for(upload_, "CreateMultipartUpload", "POST", "uploads="));
        call.request.headers = object_fields(upload_);
        call.request.headers.push_back({"x-amz-checksum-algorithm", "SHA256"});
        call.request.headers.push_back({std::string(kWholeChecksumHeader), text::sha256_base64(upload_.bytes)});
        TRY(const auto response, service_.send(call, deadline));
        TRY(const auto root, parse_xml(response.body));
        id_ = root.text_of("UploadId");
        if (id_.empty()) return fail(ErrorKind::malformed, "s3 CreateMultipartUpload answered without an id");
        return {};
    }

    Result<void> send_parts(const Deadline& deadline) {
        const auto size = upload_.bucket.part_bytes;
        for (std::size_t offset = 0; offset < upload_.bytes.size(); offset += size)
            TRY_OK(send_part(upload_.bytes.substr(offset, size), deadline));
        return {};
    }

    Result<void> complete(const Deadline& deadline) {
        TRY(auto call, call_for(upload_, "CompleteMultipartUpload", "POST", "uploadId=" + uri_encode(id_, false)));
        call.request.headers = {{"Content-Type", "application/xml"}};
        refuse_overwriting(upload_, call);
        auto& body = call.request.body;
        body = R"(<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)";
        for (std::size_t i = 0; i < parts_.size(); ++i)
            body += "<Part><PartNumber>" + std::to_string(i + 1) + "</PartNumber><ETag>" + parts_[i].etag +
                    "</ETag><ChecksumSHA256>" + parts_[i].checksum + "</ChecksumSHA256></Part>";
        body += "</CompleteMultipartUpload>";
        TRY_OK(service_.send(call, deadline));
        return {};
    }

    void abort() {
        auto call = call_for(upload_, "AbortMultipartUpload", "DELETE", "uploadId=" + uri_encode(id_, false));
        if (!call) return;
        call->accepted_codes = {"NoSuchUpload"};
        if (const auto aborted = service_.send(*call, Deadline::after(kAbortTimeout)); !aborted)
            log::warn("parts of an upload are left to the bucket's lifecycle rule", {{"error", aborted.error()}});
    }

private:
    Result<void> send_part(std::string_view bytes, const Deadline& deadline) {
        const auto number = std::to_string(parts_.size() + 1);
        TRY(auto call,
            call_for(upload_, "UploadPart", "PUT", "partNumber=" + number + "&uploadId=" + uri_encode(id_, false)));
        Part part{.etag = {}, .checksum = text::sha256_base64(bytes)};
        call.request.headers = {{std::string(kChecksumHeader), part.checksum}};
        call.request.body = bytes;
        TRY(const auto response, service_.send(call, deadline));
        const auto etag = response.header("etag").value_or("");
        if (etag.empty() || etag.find_first_of("<>&") != std::string_view::npos)
            return fail(ErrorKind::malformed, "s3 UploadPart answered without a sound ETag");
        part.etag = etag;
        parts_.push_back(std::move(part));
        return {};
    }

    Service& service_;
    const Upload& upload_;
    std::string id_;
    std::vector<Part> parts_;
};

}  // namespace

Result<void> upload_whole(Service& service, const Upload& upload, const Deadline& deadline) {
    TRY(auto call, call_for(upload, "PutObject", "PUT", {}));
    call.request.headers = object_fields(upload);
    call.request.headers.push_back({std::string(kChecksumHeader), text::sha256_base64(upload.bytes)});
    refuse_overwriting(upload, call);
    call.request.body = upload.bytes;
    TRY_OK(service.send(call, deadline));
    return {};
}

Result<void> upload_in_parts(Service& service, const Upload& upload, const Deadline& deadline) {
    PartedUpload parted(service, upload);
    TRY_OK(parted.begin(deadline));
    auto sent = parted.send_parts(deadline);
    if (sent) sent = parted.complete(deadline);
    if (!sent) parted.abort();
    return sent;
}

}  // namespace winnow::aws
