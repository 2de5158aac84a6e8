#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "aws/s3.h"
#include "core/result.h"
#include "stages/blob_store.h"

namespace winnow {

/// Files in a folder, which is made if missing. Content types are not kept. Error: storage.
Result<std::unique_ptr<BlobStore>> make_folder_blobs(const std::filesystem::path& folder);

struct S3BlobsOptions {
    aws::S3Options bucket;
    std::string prefix;  ///< before every name, "runs/" or empty
};
/// Objects in a bucket. Errors: invalid_config.
Result<std::unique_ptr<BlobStore>> make_s3_blobs(S3BlobsOptions options, aws::Context context);

}  // namespace winnow
