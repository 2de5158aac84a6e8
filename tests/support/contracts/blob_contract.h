#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "stages/blob_store.h"

namespace winnow {

/// An implementation of BlobStore under the contract's tests, blob_contract.inc.
struct BlobImplementation {
    std::string name;
    /// An empty store, or none where what it needs is not there.
    std::function<std::unique_ptr<BlobStore>()> make;
};

inline std::ostream& operator<<(std::ostream& out, const BlobImplementation& implementation) {
    return out << implementation.name;
}

class BlobContract : public testing::TestWithParam<BlobImplementation> {
protected:
    void SetUp() override {
        store_ = GetParam().make();
        if (!store_) GTEST_SKIP() << GetParam().name << " is not there";
    }
    std::vector<std::string> names(const std::string& prefix) {
        auto listed = store_->list(prefix, Deadline());
        EXPECT_TRUE(listed) << listed.error().message();
        return listed ? *listed : std::vector<std::string>();
    }
    Result<void> put(const std::string& name, std::string_view bytes) {
        return store_->put(name, bytes, "application/octet-stream", Deadline());
    }

    std::unique_ptr<BlobStore> store_;
};

}  // namespace winnow
