#include "store/blobs.h"
#include "store/blobs/names.h"

namespace winnow {
namespace {

class S3Blobs final : public BlobStore {
public:
    S3Blobs(std::unique_ptr<aws::S3Bucket> bucket, std::string name, std::string prefix)
        : bucket_(std::move(bucket)), bucket_name_(std::move(name)), prefix_(std::move(prefix)) {}

    Result<void> put(const std::string& name, std::string_view bytes, std::string_view content_type,
                     const Deadline& deadline) override {
        TRY_OK(blobs::check_name(name));
        return bucket_->put(prefix_ + name, bytes, {.content_type = std::string(content_type)}, deadline);
    }

    Result<std::optional<std::string>> get(const std::string& name, const Deadline& deadline) override {
        TRY_OK(blobs::check_name(name));
        return bucket_->get(prefix_ + name, deadline);
    }

    Result<std::vector<std::string>> list(const std::string& prefix, const Deadline& deadline) override {
        TRY_OK(blobs::check_prefix(prefix));
        TRY(const auto objects, bucket_->list(prefix_ + prefix, deadline));
        std::vector<std::string> names;
        for (const auto& object : objects) {
            auto name = object.key.substr(prefix_.size());
            if (blobs::check_name(name)) names.push_back(std::move(name));  // not what consoles call folders
        }
        return names;
    }

    Result<void> remove(const std::string& name, const Deadline& deadline) override {
        TRY_OK(blobs::check_name(name));
        return bucket_->remove(prefix_ + name, deadline);
    }

    std::string location(const std::string& name) const override {
        return "s3://" + bucket_name_ + "/" + prefix_ + name;
    }

private:
    std::unique_ptr<aws::S3Bucket> bucket_;
    std::string bucket_name_;
    std::string prefix_;
};

}  // namespace

Result<std::unique_ptr<BlobStore>> make_s3_blobs(S3BlobsOptions options, aws::Context context) {
    if (!blobs::check_prefix(options.prefix) || options.prefix.size() > 100)
        return fail(ErrorKind::invalid_config, "'" + options.prefix + "' is no prefix of blobs");
    auto name = options.bucket.bucket;
    TRY(auto bucket, aws::open_bucket(std::move(options.bucket), std::move(context)));
    return std::make_unique<S3Blobs>(std::move(bucket), std::move(name), std::move(options.prefix));
}

}  // namespace winnow
