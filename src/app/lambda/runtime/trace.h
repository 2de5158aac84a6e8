#pragma once

#include <mutex>
#include <string>

#include "http/client.h"

namespace winnow::lambda {

/// Passes requests to `inner`, which outlives it, with the X-Ray header of the invocation that runs, so that AWS's
/// services are seen as parts of its trace. Safe to call from several threads.
class TracedClient final : public http::Client {
public:
    explicit TracedClient(http::Client& inner) : inner_(inner) {}

    /// The header of the invocation that begins; empty: none is sent.
    void set_trace(std::string trace_id);
    Result<http::Response> send(const http::Request& request, const Deadline& deadline) override;

private:
    http::Client& inner_;
    std::mutex mutex_;
    std::string trace_id_;
};

}  // namespace winnow::lambda
