#pragma once
// fuzz: what the targets share. A broken promise ends the program, so that the fuzzer keeps the input.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace winnow::fuzz {

/// Ends the program with `promise` if it does not hold.
inline void check(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "fuzz: broken promise: %s\n", promise);
    std::abort();
}

/// The input as bytes, of which a target can take pieces.
class Input {
public:
    Input(const std::uint8_t* bytes, std::size_t size) : rest_(reinterpret_cast<const char*>(bytes), size) {}

    /// A number below `count` from the last byte, which goes. The last, so that any file of the form at hand is a
    /// seed: what it loses is a line break.
    std::size_t choice(std::size_t count) {
        if (rest_.empty()) return 0;
        const auto last = static_cast<unsigned char>(rest_.back());
        rest_.remove_suffix(1);
        return last % count;
    }
    /// The bytes up to the first line break, which go with it.
    std::string_view line() {
        const auto end = rest_.find('\n');
        const auto line = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        return line;
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

}  // namespace winnow::fuzz
