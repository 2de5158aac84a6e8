// Responses as archives hold them, and the way back to bytes.
#include "check.h"
#include "http/message.h"

using namespace winnow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::size_t kMostBytes = 256u << 10;
    const fuzz::Input input(bytes, size);
    const auto head = http::parse_head(input.rest());
    const auto response = http::parse_response(input.rest(), kMostBytes);
    if (!response) return 0;
    fuzz::check(head && head->status == response->status, "a response has a head, with the same status");
    fuzz::check(head->body.empty(), "a head has no body");
    fuzz::check(response->body.size() <= kMostBytes, "a body keeps to the limit");
    if (response->status < 200) return 0;  // what follows an interim response is another one
    const auto again = http::parse_response(http::serialise_response(*response), kMostBytes);
    fuzz::check(again.has_value(), "a written response can be read");
    fuzz::check(again->status == response->status, "its status is the same");
    fuzz::check(again->body == response->body, "its body is the same");
    return 0;
}
