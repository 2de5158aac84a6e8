#include "app/lambda/trace/traced_client.h"

#include <algorithm>

namespace winnow::lambda {
namespace {

/// The service of a signed request: "s3" of "…Credential=KEY/20261126/us-east-1/s3/aws4_request, …".
std::string service_of(const http::Request& request) {
    const auto signature = std::ranges::find(request.headers, "Authorization", &HeaderField::name);
    if (signature == request.headers.end()) return std::string(request.url.host());
    const std::string_view value = signature->value;
    const auto end = value.find("/aws4_request");
    if (end == std::string_view::npos) return std::string(request.url.host());
    const auto begin = value.rfind('/', end - 1) + 1;
    return std::string(value.substr(begin, end - begin));
}

}  // namespace

Result<http::Response> TracedClient::send(const http::Request& request, const Deadline& deadline) {
    auto traced = request;
    const auto id = Tracer::new_id();
    if (auto header = tracer_.header_of(id); !header.empty())
        traced.headers.push_back({"X-Amzn-Trace-Id", std::move(header)});
    const auto begin = std::chrono::system_clock::now();
    auto response = inner_.send(traced, deadline);
    if (!tracer_.is_sampled()) return response;
    Subsegment part{.name = service_of(request),
                    .name_space = "aws",
                    .method = request.method,
                    .url = request.url.origin() + std::string(request.url.path())};
    if (response)
        part.status = response->status;
    else
        part.error = response.error().kind();
    tracer_.end(id, part, begin);
    return response;
}

}  // namespace winnow::lambda
