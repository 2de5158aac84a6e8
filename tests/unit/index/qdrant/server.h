#pragma once

#include <optional>
#include <string>

#include "../index_contract.h"
#include "core/secret.h"
#include "core/url.h"
#include "http/client.h"

namespace winnow {

/// Where a Qdrant answers.
struct QdrantAddress {
    Url url;
    Secret key;
};

/// tests/support/qdrant_server.py, started at the first call; it ends with this program.
std::optional<QdrantAddress> simulated_qdrant();
/// The server that QDRANT_URL (and QDRANT_API_KEY) name; nothing if they are not set.
std::optional<QdrantAddress> real_qdrant();

http::Client& loopback_client();

/// The contract suite's implementation on a server.
Implementation qdrant_implementation(const std::string& name, std::optional<QdrantAddress> (*address)());

}  // namespace winnow
