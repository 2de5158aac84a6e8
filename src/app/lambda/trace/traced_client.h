#pragma once

#include "app/lambda/trace/tracer.h"
#include "http/client.h"

namespace winnow::lambda {

/// Passes requests of AWS to `inner`, each as a subsegment, with the X-Ray header of the invocation that runs, so that
/// what the services say becomes part of its trace. What is borrowed outlives it. Safe to call from several threads.
class TracedClient final : public http::Client {
public:
    TracedClient(http::Client& inner, const Tracer& tracer) : inner_(inner), tracer_(tracer) {}

    Result<http::Response> send(const http::Request& request, const Deadline& deadline) override;

private:
    http::Client& inner_;
    const Tracer& tracer_;
};

}  // namespace winnow::lambda
