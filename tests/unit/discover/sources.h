#pragma once
// What the tests of the sources share: a web in memory and a clock that stands still.

#include <string>
#include <vector>

#include "discover/keyless.h"
#include "support/fake_http.h"

namespace winnow {

struct SourceFixture {
    FakeHttp http;
    FakeClock clock;
    SourceContext context(std::string name = "source") { return {std::move(name), http, clock}; }
};

inline Query query(std::string question = "anything", std::size_t limit = 50) {
    return {.question = std::move(question), .expansions = {}, .since = {}, .limit = limit};
}

inline Timestamp at(std::string_view text) {
    return parse_rfc3339(text).value();
}

inline Deadline stopped() {
    std::stop_source stop;
    stop.request_stop();
    return {std::chrono::steady_clock::time_point::max(), stop.get_token()};
}

inline Deadline passed() {
    return {std::chrono::steady_clock::time_point::min(), {}};
}

/// The addresses, one a line, or the error: what a test compares.
inline std::string urls_of(const Result<Discovery>& found) {
    if (!found) return std::string(to_string(found.error().kind())) + ": " + found.error().message();
    std::string result;
    for (const auto& candidate : found->candidates) result += (result.empty() ? "" : "\n") + candidate.url.href();
    return result;
}

}  // namespace winnow
