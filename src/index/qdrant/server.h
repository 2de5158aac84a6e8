#pragma once

#include <string>

#include "core/secret.h"
#include "core/time.h"
#include "http/client.h"
#include "json/value.h"

namespace winnow::qdrant {

/// A Qdrant server by its REST API. Safe from several threads.
class Server {
public:
    /// `client` outlives the server.
    Server(Url url, Secret api_key, http::Client& client)
        : url_(std::move(url)), api_key_(std::move(api_key)), client_(client) {}

    /// The member `result` of the answer. `path` follows the server's URL: "/collections/x". Errors: unauthorized (no
    /// key or a wrong one), forbidden (a key that may only read), not_found (no such collection or point),
    /// invalid_config (not a Qdrant; vectors of another dimension), conflict, rate_limited, unavailable, timed_out,
    /// internal (a refused request), malformed (no JSON).
    Result<json::Value> ask(const std::string& method, const std::string& path, const json::Value& body,
                            const Deadline& deadline) const;
    std::string name() const { return "Qdrant at " + url_.origin(); }

private:
    Url url_;
    Secret api_key_;
    http::Client& client_;
};

}  // namespace winnow::qdrant
