#pragma once

#include <string>
#include <utility>

namespace winnow {

/// A value that must not be shown. It has no printing, formatting, comparison or JSON; `reveal()` is called only
/// where a header is written or a request is signed. The memory is overwritten when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;
    Secret(Secret&& other) noexcept : value_(std::exchange(other.value_, {})) {}
    Secret& operator=(Secret&& other) noexcept {
        value_.swap(other.value_);
        return *this;
    }
    ~Secret() {
        for (volatile char* byte = value_.data(); byte != value_.data() + value_.size(); ++byte) *byte = 0;
    }

    bool empty() const { return value_.empty(); }
    const std::string& reveal() const { return value_; }

private:
    std::string value_;
};

}  // namespace winnow
