#include "http/live/address_guard.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cstring>
#include <memory>
#include <netdb.h>

namespace winnow::http {
namespace {

/// A block of addresses: those that agree with `prefix` in the first `bits` bits.
struct Block4 {
    std::array<std::uint8_t, 4> prefix;
    int bits;
    std::string_view reason;
};

struct Block6 {
    std::array<std::uint8_t, 16> prefix;
    int bits;
    std::string_view reason;
};

/// The first that fits gives the reason, so what lies within another stands before it.
constexpr std::array kBlocks4{
    Block4{{100, 100, 100, 200}, 32, "cloud metadata"},
    Block4{{168, 63, 129, 16}, 32, "cloud metadata"},
    Block4{{192, 0, 0, 192}, 32, "cloud metadata"},
    Block4{{0, 0, 0, 0}, 8, "unspecified"},
    Block4{{10, 0, 0, 0}, 8, "private"},
    Block4{{100, 64, 0, 0}, 10, "carrier-grade NAT"},
    Block4{{127, 0, 0, 0}, 8, "loopback"},
    Block4{{169, 254, 0, 0}, 16, "link-local (cloud metadata)"},
    Block4{{172, 16, 0, 0}, 12, "private"},
    Block4{{192, 0, 0, 0}, 24, "reserved"},
    Block4{{192, 0, 2, 0}, 24, "documentation"},
    Block4{{192, 88, 99, 0}, 24, "reserved"},
    Block4{{192, 168, 0, 0}, 16, "private"},
    Block4{{198, 18, 0, 0}, 15, "benchmarking"},
    Block4{{198, 51, 100, 0}, 24, "documentation"},
    Block4{{203, 0, 113, 0}, 24, "documentation"},
    Block4{{224, 0, 0, 0}, 4, "multicast"},
    Block4{{240, 0, 0, 0}, 4, "reserved"},
};

constexpr std::array kBlocks6{
    Block6{{0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, "cloud metadata"},
    Block6{{0xfd, 0x20, 0x00, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, "cloud metadata"},
    Block6{{}, 127, "unspecified or loopback"},
    Block6{{0x01, 0x00}, 64, "discard-only"},
    Block6{{0x20, 0x01, 0x00, 0x00}, 23, "reserved"},
    Block6{{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"},
    Block6{{0x3f, 0xff}, 20, "documentation"},
    Block6{{0x5f, 0x00}, 16, "segment routing"},
    Block6{{0xfc, 0x00}, 7, "private"},
    Block6{{0xfe, 0x80}, 10, "link-local"},
    Block6{{0xfe, 0xc0}, 10, "site-local"},
    Block6{{0xff, 0x00}, 8, "multicast"},
    Block6{{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "local NAT64"},
};

bool agrees(std::span<const std::uint8_t> address, std::span<const std::uint8_t> prefix, int bits) {
    for (std::size_t i = 0; i < address.size() && bits > 0; ++i, bits -= 8) {
        const auto mask = static_cast<std::uint8_t>(bits >= 8 ? 0xFF : 0xFF << (8 - bits));
        if ((address[i] & mask) != (prefix[i] & mask)) return false;
    }
    return true;
}

std::string_view reason4(std::span<const std::uint8_t> bytes) {
    for (const auto& block : kBlocks4)
        if (agrees(bytes, block.prefix, block.bits)) return block.reason;
    return {};
}

std::string_view reason6(std::span<const std::uint8_t> bytes) {
    const auto begins = [&](std::initializer_list<std::uint8_t> prefix) {
        return std::equal(prefix.begin(), prefix.end(), bytes.begin());
    };
    // IPv4 inside IPv6.
    if (begins({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF})) return reason4(bytes.last(4));        // mapped
    if (begins({0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0})) return reason4(bytes.last(4));        // translated
    if (begins({0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0})) return reason4(bytes.last(4));  // NAT64
    if (begins({0x20, 0x02})) return reason4(bytes.subspan(2, 4));                                // 6to4
    if (begins({0x20, 0x01, 0x00, 0x00})) return "Teredo";
    for (const auto& block : kBlocks6)
        if (agrees(bytes, block.prefix, block.bits)) return block.reason;
    if (begins({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) {  // compatible
        const auto reason = reason4(bytes.last(4));
        return reason.empty() ? "IPv4-compatible" : reason;
    }
    if ((bytes[0] & 0xE0) != 0x20) return "not global unicast";
    return {};
}

bool is_metadata_name(std::string_view host) {
    constexpr std::array<std::string_view, 5> kNames{"metadata.google.internal", "metadata.goog", "instance-data",
                                                     "instance-data.ec2.internal", "metadata.azure.internal"};
    if (host.ends_with('.')) host.remove_suffix(1);
    return std::ranges::find(kNames, host) != kNames.end();
}

/// Link-local IPv4; Azure's, Alibaba's and Oracle's own; those that EC2 and Google have in IPv6; whatever they are
/// wrapped in.
bool is_metadata_address(const Address& address) {
    return forbidden_reason(address).find("metadata") != std::string_view::npos;
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::string_view without_brackets(std::string_view host) {
    return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

Result<std::vector<Address>> look_up(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* list = nullptr;
    const int status = getaddrinfo(host.c_str(), nullptr, &hints, &list);
    if (status != 0)
        return fail(ErrorKind::unavailable, "the name " + host + " cannot be resolved: " + gai_strerror(status));
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, freeaddrinfo);
    std::vector<Address> addresses;
    for (const auto* entry = list; entry; entry = entry->ai_next) {
        Address address;
        if (entry->ai_family == AF_INET) {
            const auto* bytes =
                reinterpret_cast<const std::uint8_t*>(&reinterpret_cast<const sockaddr_in*>(entry->ai_addr)->sin_addr);
            address.bytes.assign(bytes, bytes + 4);
        } else if (entry->ai_family == AF_INET6) {
            const auto* bytes = reinterpret_cast<const std::uint8_t*>(
                &reinterpret_cast<const sockaddr_in6*>(entry->ai_addr)->sin6_addr);
            address.bytes.assign(bytes, bytes + 16);
        } else {
            continue;
        }
        if (std::ranges::find(addresses, address) == addresses.end()) addresses.push_back(std::move(address));
    }
    return addresses;
}

}  // namespace

std::string_view forbidden_reason(const Address& address) {
    if (address.bytes.size() == 4) return reason4(address.bytes);
    if (address.bytes.size() == 16) return reason6(address.bytes);
    return "malformed";
}

std::string to_string(const Address& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = address.bytes.size() == 4 ? AF_INET : AF_INET6;
    if (!inet_ntop(family, address.bytes.data(), text.data(), text.size())) return "?";
    return text.data();
}

Result<Address> parse_address(std::string_view text) {
    const std::string name(text);
    Address address;
    address.bytes.resize(text.find(':') == std::string_view::npos ? 4 : 16);
    if (inet_pton(address.bytes.size() == 4 ? AF_INET : AF_INET6, name.c_str(), address.bytes.data()) != 1)
        return fail(ErrorKind::invalid_argument, "no numeric address: " + name);
    return address;
}

Resolver system_resolver() {
    return look_up;
}

AddressGuard::AddressGuard(PrivateAddresses policy, std::vector<std::string> allowed, Resolver resolver)
    : policy_(policy), allowed_(std::move(allowed)), resolver_(std::move(resolver)) {}

Result<std::vector<Address>> AddressGuard::resolve(std::string_view host, std::uint16_t port) const {
    if (is_metadata_name(host) && !is_listed(host, port))
        return fail(ErrorKind::blocked, std::string(host) + " is the metadata host of a cloud");
    const std::string name(without_brackets(host));
    std::vector<Address> addresses;
    if (const auto literal = parse_address(name))
        addresses.push_back(*literal);
    else {
        TRY(addresses, resolver_(name));
    }
    if (addresses.empty()) return fail(ErrorKind::unavailable, "the name " + name + " has no address");
    for (const auto& address : addresses)
        if (!permits(address, host, port))
            return fail(ErrorKind::blocked, name + " has the address " + to_string(address) + ", which is " +
                                                std::string(forbidden_reason(address)) +
                                                "; net.allow_private or net.allow can permit it");
    return addresses;
}

bool AddressGuard::permits(const Address& address, std::string_view host, std::uint16_t port) const {
    if (forbidden_reason(address).empty() || is_listed(host, port)) return true;
    return policy_ == PrivateAddresses::allowed && !is_metadata_address(address);
}

bool AddressGuard::is_listed(std::string_view host, std::uint16_t port) const {
    const auto with_port = std::string(host) + ":" + std::to_string(port);
    return std::ranges::any_of(allowed_, [&](const std::string& entry) {
        const auto listed = lower(entry);
        return listed == host || listed == with_port || listed == without_brackets(host);
    });
}

}  // namespace winnow::http
