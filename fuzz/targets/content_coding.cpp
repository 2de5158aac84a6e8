// Compressed bodies: damage, bombs, several codings on top of each other.
#include <array>

#include "check.h"
#include "http/message.h"

using namespace winnow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static constexpr std::array kCodings{"gzip", "deflate", "br", "zstd", "gzip, br", "zstd, deflate"};
    constexpr std::size_t kMostBytes = 256u << 10;
    fuzz::Input input(bytes, size);
    const auto* const coding = kCodings[input.choice(kCodings.size())];
    const auto body = http::decode_content(input.rest(), coding, kMostBytes);
    if (!body) {
        fuzz::check(body.error().kind() == ErrorKind::malformed || body.error().kind() == ErrorKind::too_large,
                    "a body of a known coding is malformed or too large");
        return 0;
    }
    fuzz::check(body->size() <= kMostBytes, "a body keeps to the limit");
    return 0;
}
