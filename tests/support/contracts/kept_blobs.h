#pragma once

#include <memory>
#include <utility>

#include "stages/blob_store.h"

namespace winnow {

/// A store together with what it stands on, a folder or a session, which lives as long.
template <typename Ground>
class KeptBlobs final : public BlobStore {
public:
    KeptBlobs(Ground ground, std::unique_ptr<BlobStore> store) : ground_(std::move(ground)), store_(std::move(store)) {}

    Result<void> put(const std::string& name, std::string_view bytes, std::string_view type,
                     const Deadline& deadline) override {
        return store_->put(name, bytes, type, deadline);
    }
    Result<std::optional<std::string>> get(const std::string& name, const Deadline& deadline) override {
        return store_->get(name, deadline);
    }
    Result<std::vector<std::string>> list(const std::string& prefix, const Deadline& deadline) override {
        return store_->list(prefix, deadline);
    }
    Result<void> remove(const std::string& name, const Deadline& deadline) override {
        return store_->remove(name, deadline);
    }
    std::string location(const std::string& name) const override { return store_->location(name); }

private:
    Ground ground_;
    std::unique_ptr<BlobStore> store_;
};

}  // namespace winnow
