// The answers of AWS's services that say no, in XML and JSON. The first line is the error type in the header.
#include <algorithm>

#include "aws/calls/failure.h"
#include "check.h"

using namespace winnow;
using namespace winnow::aws;

namespace {

void check_line(const std::string& text) {
    constexpr std::size_t kMost = 300 + 3;  // and an ellipsis
    fuzz::check(text.size() <= kMost, "what a service says is cut");
    fuzz::check(std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }), "it is one line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    http::Response response{.status = 400, .headers = {{"x-amzn-ErrorType", std::string(input.line())}}, .body = {}};
    response.body = input.rest();
    const auto failure = read_failure(response);
    check_line(failure.code);
    check_line(failure.message);
    check_line(failure.request_id);
    const Credentials credentials{.access_key_id = "AKID",
                                  .secret_access_key = Secret("SECRETKEY"),
                                  .session_token = Secret("TOKEN"),
                                  .expires = {}};
    const auto error = to_error("s3", "PutObject", failure, credentials);
    fuzz::check(!error.message().contains("SECRETKEY"), "the key is not shown");
    fuzz::check(!error.message().contains("TOKEN"), "the token is not shown");
    static_cast<void>(remedy_of(failure, response, Timestamp{}));
    return 0;
}
