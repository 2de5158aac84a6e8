#include "text/digest.h"

#include <array>
#include <cassert>
#include <cstdint>

#include <openssl/evp.h>

namespace winnow::text {
namespace {

struct Digest {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
};

Digest digest(std::string_view bytes, const EVP_MD* algorithm) {
    Digest result;
    [[maybe_unused]] const int ok =
        EVP_Digest(bytes.data(), bytes.size(), result.bytes.data(), &result.size, algorithm, nullptr);
    assert(ok == 1);
    return result;
}

std::string hex(const Digest& digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(std::size_t{digest.size} * 2);
    for (unsigned i = 0; i < digest.size; ++i) {
        text += kDigits[digest.bytes[i] >> 4];
        text += kDigits[digest.bytes[i] & 15];
    }
    return text;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    return hex(digest(bytes, EVP_sha256()));
}

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // one more for the zero that is written behind it
    const auto size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string sha256_base64(std::string_view bytes) {
    const auto sum = digest(bytes, EVP_sha256());
    return base64({reinterpret_cast<const char*>(sum.bytes.data()), std::size_t{sum.size}});
}

std::string sha1_hex(std::string_view bytes) {
    return hex(digest(bytes, EVP_sha1()));
}

std::string sha1_base32(std::string_view bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const auto sum = digest(bytes, EVP_sha1());
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (unsigned i = 0; i < sum.size; ++i) {
        bits = (bits << 8) | sum.bytes[i];
        for (count += 8; count >= 5; count -= 5) text += kDigits[(bits >> (count - 5)) & 31];
    }
    return text;
}

DocumentId document_id(const Url& canonical) {
    return {sha256_hex(canonical.href()).substr(0, 32)};
}

}  // namespace winnow::text
