#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "stages/store.h"

namespace winnow {

/// An implementation of Store under the contract's tests. A new one joins by an INSTANTIATE_TEST_SUITE_P of its own:
/// see contract_test.cpp.
struct Implementation {
    std::string name;
    /// An empty store; `folder` is empty and goes after the test.
    std::function<std::unique_ptr<Store>(const std::filesystem::path& folder)> make;
};

inline std::ostream& operator<<(std::ostream& out, const Implementation& implementation) {
    return out << implementation.name;
}

/// A folder that goes with the test.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

Url url(const std::string& text);
Timestamp at(std::int64_t seconds);
/// A page with every member filled, told apart by `name`.
CachedPage made_page(const std::string& name, std::int64_t fetched_at = 1000);
EvaluationKey made_key(const std::string& content_hash);
Assessment made_assessment(double overall = 7.5);
RunRecord made_run(const std::string& id, std::int64_t started = 1000, RunState state = RunState::running);
Evaluated made_outcome(const std::string& name);

}  // namespace winnow
