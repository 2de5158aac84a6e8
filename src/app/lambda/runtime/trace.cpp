#include "app/lambda/runtime/trace.h"

namespace winnow::lambda {

void TracedClient::set_trace(std::string trace_id) {
    const std::scoped_lock lock(mutex_);
    trace_id_ = std::move(trace_id);
}

Result<http::Response> TracedClient::send(const http::Request& request, const Deadline& deadline) {
    auto traced = request;
    {
        const std::scoped_lock lock(mutex_);
        if (!trace_id_.empty()) traced.headers.push_back({"X-Amzn-Trace-Id", trace_id_});
    }
    return inner_.send(traced, deadline);
}

}  // namespace winnow::lambda
