#pragma once

#include <cerrno>

namespace winnow::files {

/// Owns an open file of the system's; a negative number means none.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();
    int get() const { return number_; }
    /// Closes now, since some file systems report a failed write only here. The errno, or 0.
    int close();

private:
    int number_;
};

/// Calls again while a signal interrupts.
template <typename Call>
auto retried(Call call) {
    auto result = call();
    while (result < 0 && errno == EINTR) result = call();
    return result;
}

}  // namespace winnow::files
