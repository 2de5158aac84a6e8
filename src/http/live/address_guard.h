#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace winnow::http {

/// A network address: 4 bytes of IPv4 or 16 of IPv6, in network order.
struct Address {
    std::vector<std::uint8_t> bytes;
    friend bool operator==(const Address&, const Address&) = default;
};

/// Why the address must not be asked ("loopback", "private", "link-local"…); empty for a public one. IPv4 inside IPv6
/// (mapped, compatible, NAT64, 6to4, Teredo) is judged by the IPv4 address. Source: the IANA special-purpose registries
/// (RFC 6890 and its updates).
std::string_view forbidden_reason(const Address& address);

/// Numbers for people: "192.0.2.1", "2001:db8::1".
std::string to_string(const Address& address);
/// The reverse, for numeric addresses only. Error: invalid_argument.
Result<Address> parse_address(std::string_view text);

/// Turns a host name into addresses. Errors: unavailable (unknown name).
using Resolver = std::function<Result<std::vector<Address>>(const std::string& host)>;
/// The system's own resolver (getaddrinfo). Blocking; safe from several threads.
Resolver system_resolver();

/// What may be asked although it is not public. The metadata services of clouds, which hand out credentials, are not
/// among it: they need an entry of their own in the list of allowed hosts.
enum class PrivateAddresses { forbidden, allowed };

/// Decides which addresses a connection may go to. Immutable, so safe from several threads.
class AddressGuard {
public:
    /// `allowed`: "host" or "host:port" entries that pass whatever their address is; case and the brackets of an IPv6
    /// address do not matter.
    AddressGuard(PrivateAddresses policy, std::vector<std::string> allowed, Resolver resolver);

    /// The addresses of the host, all of them checked: one forbidden address refuses the host, since the next
    /// connection might go there. `host` may be a literal in brackets. Errors: blocked, unavailable.
    Result<std::vector<Address>> resolve(std::string_view host, std::uint16_t port) const;
    /// Whether a connection may go to this address of that host.
    bool permits(const Address& address, std::string_view host, std::uint16_t port) const;

private:
    bool is_listed(std::string_view host, std::uint16_t port) const;

    PrivateAddresses policy_;
    std::vector<std::string> allowed_;
    Resolver resolver_;
};

}  // namespace winnow::http
