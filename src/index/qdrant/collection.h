#pragma once

#include <string>
#include <vector>

#include "index/qdrant/server.h"

namespace winnow::qdrant {

/// One collection of a server. Safe from several threads.
class Collection {
public:
    Collection(Server server, std::string name) : server_(std::move(server)), name_(std::move(name)) {}

    struct Shape {
        bool exists = false;
        std::size_t dimensions = 0;  ///< of the dense vector; 0: there is none
        std::vector<std::string> indexed;
    };
    /// What is there. Error: invalid_config (a collection of another program).
    Result<Shape> shape(const Deadline& deadline) const;
    /// Makes the collection, or completes its payload indexes.
    Result<void> prepare(std::size_t dimensions, const Deadline& deadline) const;
    Result<void> drop(const Deadline& deadline) const;

    /// The answer to a request below the collection: "/points/query".
    Result<json::Value> ask(const std::string& method, const std::string& path, const json::Value& body,
                            const Deadline& deadline) const;
    /// Every point that the filter lets through, in the order of ids, page by page.
    Result<std::vector<json::Value>> scroll(const json::Value& filter, const json::Value& payload,
                                            const json::Value& vectors, const Deadline& deadline) const;
    /// One page, from the point `offset` on (null: from the first); `next` becomes the next page's, null after the
    /// last.
    Result<std::vector<json::Value>> page(const json::Value& filter, const json::Value& payload,
                                          const json::Value& vectors, std::size_t limit, json::Value& next,
                                          const Deadline& deadline) const;
    Result<std::int64_t> count(const json::Value& filter, const Deadline& deadline) const;
    const Server& server() const { return server_; }
    const std::string& name() const { return name_; }

private:
    std::string path() const { return "/collections/" + name_; }
    Server server_;
    std::string name_;
};

}  // namespace winnow::qdrant
