#pragma once

#include <cstdint>
#include <string_view>

namespace winnow::text {

/// Spreads the bits of a number over all 64 (the finalizer of Murmur3, by Austin Appleby, public domain constants).
constexpr std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 33)) * 0xff51afd7ed558ccdu;
    value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53u;
    return value ^ (value >> 33);
}

/// FNV-1a over the bytes, then mixed: the same on every platform.
constexpr std::uint64_t hash_bytes(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
    return mixed(hash);
}

}  // namespace winnow::text
