#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "http/client.h"
#include "http/live/address_guard.h"

namespace winnow::http {

struct LiveOptions {
    std::string user_agent = "winnow";
    PrivateAddresses private_addresses = PrivateAddresses::forbidden;
    std::vector<std::string> allowed_hosts;  ///< "host" or "host:port" that may have an internal address
    std::string ca_file;                     ///< PEM file of authorities trusted besides the system's
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::seconds stalled_after{15};  ///< a server that sends almost nothing for so long is given up; 0: never
    std::size_t max_header_bytes = 256u << 10;
    std::size_t max_idle_connections = 64;
    Resolver resolver = system_resolver();
};

/// The network: libcurl handles in a pool that prefers one with an open connection to the host. HTTP/2 over TLS, gzip,
/// brotli and zstd; certificates are always checked; no cookies, no .netrc, no proxies, no other schemes than http and
/// https. Each host is resolved once per request, every address checked by the guard, the connection pinned to what was
/// checked and its peer checked again. Safe to call from several threads.
Result<std::unique_ptr<Client>> make_live_client(LiveOptions options);

}  // namespace winnow::http
