#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "stages/search_index.h"

namespace winnow {

/// The model that the suite's vectors are said to be of.
constexpr const char* kModel = "toy-1";
constexpr std::size_t kDimensions = 16;

/// An implementation of SearchIndex under the contract's tests. A new one joins by an INSTANTIATE_TEST_SUITE_P.
struct Implementation {
    std::string name;
    /// An empty index; `folder` is empty and goes after the test. Null: not to be had here, the test is skipped.
    std::function<std::unique_ptr<SearchIndex>(const std::filesystem::path& folder)> make;
    /// The same index opened again with another model.
    std::function<std::unique_ptr<SearchIndex>(const std::filesystem::path& folder, const std::string& model,
                                               std::size_t dimensions)>
        reopen;
};

inline std::ostream& operator<<(std::ostream& out, const Implementation& implementation) {
    return out << implementation.name;
}

/// A folder that goes with the test.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// A unit vector that lies between the given axes.
Vector towards(std::vector<std::size_t> axes, std::size_t dimensions = kDimensions);

/// A document of the passages given, found at https://example.org/NAME, without vectors.
IndexedDocument made_document(const std::string& name, const std::vector<std::string>& passages);
/// The same, each passage with the vector.
IndexedDocument made_document(const std::string& name, const std::vector<std::string>& passages, const Vector& vector);

std::vector<std::string> names(const Result<std::vector<SearchHit>>& hits);

/// The contract's tests are in contract_test.cpp, and of two lists that become one in hybrid_contract_test.cpp.
class IndexContract : public testing::TestWithParam<Implementation> {
protected:
    void SetUp() override {
        index_ = GetParam().make(folder_.path());
        if (!index_) GTEST_SKIP() << GetParam().name << " is not to be had here";
    }
    void TearDown() override {
        if (index_) static_cast<void>(index_->clear({}));
    }

    void add(const std::vector<IndexedDocument>& documents) {
        const auto added = index_->add(documents, {});
        ASSERT_TRUE(added) << added.error().message();
    }
    std::vector<std::string> found(const SearchRequest& request) { return names(index_->search(request, {})); }
    static SearchRequest words(const std::string& question) {
        return {.question = question, .mode = SearchMode::lexical};
    }
    static SearchRequest meaning(const Vector& vector) {
        return {.question = "?", .vector = vector, .mode = SearchMode::semantic};
    }

    ScratchFolder folder_;
    std::unique_ptr<SearchIndex> index_;
};

}  // namespace winnow
