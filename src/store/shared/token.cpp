#include "store/shared/token.h"

#include <array>
#include <string_view>

#include <openssl/rand.h>

namespace winnow {

Result<std::string> new_token() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        return fail(ErrorKind::internal, "OpenSSL has no random bytes");
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string token;
    for (const auto byte : bytes) {
        token += kDigits[byte >> 4];
        token += kDigits[byte & 15];
    }
    return token;
}

}  // namespace winnow
